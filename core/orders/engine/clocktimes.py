"""From or until which hour a message wants its delivery: "before 10am", 下午两点以后, "9 ile 11 arası". Pure.

RULE certain: am or pm, o'clock, 点, saat, pukul, jam, or minutes make a number an hour. A number alone is
one only where the message asks for a delivery, or says nothing else: "before 10" may be an answer, and
"5 after 8" goods.
RULE sharp: an hour that is said to be meant exactly is the SHARP minutes from it on.
RULE day: an hour from 1 to 6 without more is in the afternoon: nobody takes goods in at night. Of two hours
the first takes the half of the day from the second where it then comes before it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Span = tuple[int, int]
"""Minutes since midnight, first and last."""

DAY_END = 24 * 60
SHARP = 10
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
        "十一": 11, "十二": 12}  # fmt: skip
_AM = frozenset({"am", "a.m", "上午", "早上", "sabah", "pagi"})


class Clocked(NamedTuple):
    """text: what is left of the message."""

    text: str
    span: Span | None = None


def _hour(name: str, *, mark: str = "", ahead: str = "", sure: str = "") -> str:
    """A number with what may stand around it; groups ``<name>_h``, ``_m``, ``_ap``, ``_s`` (RULE certain)."""
    before = f"(?:(?P<{name}_bap>{ahead})\\s*)?" if ahead else ""
    certain = f"(?P<{name}_s>{sure})?" if sure else ""
    after = f"(?:\\s*(?P<{name}_ap>{mark})(?![a-zçğıöşü]))?" if mark else ""
    return rf"{before}{certain}(?P<{name}_h>\d{{1,2}})(?:[:.](?P<{name}_m>[0-5]\d))?{after}"


_EN = r"a\.?m\.?|p\.?m\.?|o'?clock"
_MS = r"pagi|tengah\s?hari|petang|malam"
_TR_AHEAD = r"sabah|öğleden\s+sonra|akşam"
_EN_VERB = r"(?:(?:please\s+|pls\s+)?\b(?:deliver(?:ed|y)?|bring|send|come)(?:\s+(?:it|them|this|all))?\s+)?"
_MS_VERB = r"(?:(?:tolong\s+)?\b(?:hantar|hantarkan|bawa)\s+)?"
_TR_VERB = r"(?:\s+(?:teslim(?:\s+edin|\s+et)?|getirin|getir|gönderin|gelsin|olsun))?"
_TR_CASE = r"['’]?(?:dan|den|tan|ten)"
_TR_SURE = r"saat\s+"
_MS_SURE = r"(?:pukul|jam)\s+"


def _han_hour(name: str) -> str:
    return (
        rf"(?P<{name}_bap>上午|早上|中午|下午|晚上)?(?P<{name}_h>\d{{1,2}}|十[一二]?|[一二两三四五六七八九])"
        rf"(?P<{name}_s>[点點时時])(?:钟|鐘)?(?P<{name}_half>半)?"
    )


_HAN_VERB = r"(?:送达|送到|送来|送货|送|到货|到)?"
# Words and figures end where others begin; han characters follow each other.
_ENDS = r"(?![\w%])"
_BETWEEN = (
    rf"{_EN_VERB}\b(?:between|from)\s+{_hour('a', mark=_EN)}\s*(?:and|to|until|till|-|–)\s*"
    rf"{_hour('b', mark=_EN)}{_ENDS}",
    rf"{_MS_VERB}\b(?:antara|dari)\s+{_hour('a', mark=_MS, sure=_MS_SURE)}\s*(?:dan|hingga|sampai|-|–)\s*"
    rf"{_hour('b', mark=_MS, sure=_MS_SURE)}{_ENDS}",
    rf"{_hour('a', ahead=_TR_AHEAD, sure=_TR_SURE)}\s*(?:ile|ve|-|–)\s*{_hour('b')}\s+"
    rf"aras[ıi](?:nda)?{_TR_VERB}{_ENDS}",
    rf"{_han_hour('a')}\s*(?:到|至|和|-|–|~)\s*{_han_hour('b')}(?:之间|之間)?{_HAN_VERB}",
)
_BEFORE = (
    rf"{_EN_VERB}\b(?:before|by|until|till|no\s+later\s+than|latest)\s+{_hour('a', mark=_EN)}{_ENDS}",
    rf"{_MS_VERB}\b(?:sebelum|sebelom|selewatnya)\s+{_hour('a', mark=_MS, sure=_MS_SURE)}{_ENDS}",
    rf"{_hour('a', ahead=_TR_AHEAD, sure=_TR_SURE)}{_TR_CASE}\s+önce{_TR_VERB}{_ENDS}",
    rf"{_han_hour('a')}(?:之前|以前|前){_HAN_VERB}",
)
_AFTER = (
    rf"{_EN_VERB}\b(?:after|from|not\s+before|no\s+earlier\s+than)\s+{_hour('a', mark=_EN)}"
    rf"(?:\s+on(?:wards)?\b)?{_ENDS}",
    rf"{_MS_VERB}\b(?:selepas|lepas|mulai)\s+{_hour('a', mark=_MS, sure=_MS_SURE)}{_ENDS}",
    rf"{_hour('a', ahead=_TR_AHEAD, sure=_TR_SURE)}{_TR_CASE}\s+sonra{_TR_VERB}{_ENDS}",
    rf"{_han_hour('a')}(?:之后|以后|后|之後|以後|後){_HAN_VERB}",
)
_SHARP = (
    rf"{_EN_VERB}\b(?P<a_s>(?:exactly|precisely|sharp)\s+at)\s+{_hour('a', mark=_EN)}{_ENDS}",
    # With "at", or with minutes: Sharp makes televisions, too.
    rf"{_EN_VERB}\bat\s+{_hour('a', mark=_EN)}\s*(?P<a_s>sharp|on\s+the\s+dot|exactly){_ENDS}",
    rf"{_EN_VERB}\b(?P<a_h>\d{{1,2}}):(?P<a_m>[0-5]\d)(?:\s*(?P<a_ap>{_EN}))?\s+(?:sharp|on\s+the\s+dot){_ENDS}",
    rf"{_MS_VERB}\b(?P<a_s>tepat\s+(?:pukul|jam))\s+{_hour('a', mark=_MS)}{_ENDS}",
    rf"{_MS_VERB}\b(?:pukul|jam)\s+{_hour('a', mark=_MS)}\s+(?P<a_s>tepat){_ENDS}",
    rf"(?P<a_s>(?:saat\s+)?tam(?:\s+saat)?)\s+{_hour('a', ahead=_TR_AHEAD)}['’]?[dt][ae]{_TR_VERB}{_ENDS}",
    rf"{_han_hour('a')}(?:整|正|准时){_HAN_VERB}",
)
_KINDS = tuple(
    (kind, tuple(re.compile(words, re.IGNORECASE) for words in patterns))
    for kind, patterns in (("between", _BETWEEN), ("sharp", _SHARP), ("before", _BEFORE), ("after", _AFTER))
)
_DELIVERS = re.compile(
    r"\b(?:deliver(?:y|ed)?|bring|tomorrow|today|teslim|getir\w*|yarın|bugün|hantar|esok|hari ini)\b"
    r"|送|明天|今天|后天",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:from|between|antara|dari)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:change|increase|decrease|reduce|raise|cut|update|tukar|ubah|kurangkan|tambah|değiştir\w*|artır\w*)\b|改|换",
    re.IGNORECASE,
)
_COURTESIES = re.compile(
    r"\b(?:please|pls|thanks|thank you|ok|lütfen|teşekkürler|tolong|terima kasih|ya)\b|请|谢谢|吧|好吗",
    re.IGNORECASE,
)
_EDGES = " \t\n,.;:!，。；、！-"


def take_clock(text: str) -> Clocked:
    """The hours that goods are wanted in, and the message without the words that say so."""
    for kind, patterns in _KINDS:
        for pattern in patterns:
            for match in pattern.finditer(text):
                rest = f"{text[: match.start()]} {text[match.end() :]}"
                rest = rest if _COURTESIES.sub("", rest).strip(_EDGES) else ""
                is_hour = _is_certain(match) or not rest.strip(_EDGES) or _is_of_delivery(text, match)
                span = _span(kind, match) if is_hour else None
                if span is not None:
                    return Clocked(rest, span)
    return Clocked(text)


def _is_of_delivery(text: str, match: re.Match[str]) -> bool:
    """Whether bare figures speak of the delivery, not of goods: "8 by 4", "change coke from 10 to 12"."""
    before = text[: match.start()].rstrip()
    if before[-1:].isdigit() or _CHANGES.search(before):
        return False
    # Amounts, too, go from one to another: only what was begun as a delivery is one.
    said = text[: match.end()] if _RANGE.match(match[0]) else text
    return _DELIVERS.search(said) is not None


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").casefold().rstrip(".")


def _is_certain(match: re.Match[str]) -> bool:
    """RULE certain."""
    parts = ("ap", "bap", "s", "m")
    return any(_group(match, f"{name}_{part}") for name in "ab" for part in parts)


def _span(kind: str, match: re.Match[str]) -> Span | None:
    first = _minutes(match, "a", "")
    if first is None:
        return None
    if kind == "before":
        return (0, first) if first else None
    if kind == "sharp":
        return (first, first + SHARP) if first + SHARP <= DAY_END else None
    if kind == "after":
        return (first, DAY_END) if first < DAY_END else None
    half = _half(match, "b") or _half(match, "a")
    last = _minutes(match, "b", half)
    alike = _minutes(match, "a", half)
    if last is None:
        return None
    if not _half(match, "a") and alike is not None and alike < last:
        first = alike
    return (first, last) if first < last else None


def _half(match: re.Match[str], name: str) -> str:
    """What is said of the half of the day, "" for nothing."""
    said = _group(match, f"{name}_ap") or _group(match, f"{name}_bap")
    return "" if said in ("o'clock", "oclock") else said


def _minutes(match: re.Match[str], name: str, half: str) -> int | None:
    """RULE day; None for what is no time of a day."""
    typed = _group(match, f"{name}_h")
    hour = _HAN.get(typed) or (int(typed) if typed.isdecimal() else 0)
    minute = 30 if _group(match, f"{name}_half") else int(_group(match, f"{name}_m") or 0)
    said = _half(match, name) or half
    if hour > 24 or (hour == 24 and minute):
        return None
    if said in _AM:
        hour = 0 if hour == 12 else hour
    elif (said and hour < 12) or (not said and 1 <= hour <= 6):
        # Noon comes before one o'clock: "tengah hari" at eleven is eleven.
        hour += 0 if said in ("tengah hari", "tengahhari", "中午") and hour >= 11 else 12
    return hour * 60 + minute
