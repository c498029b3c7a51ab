"""Which past order a message means, and that it is wanted again: by number or by its day. Pure.

"same as order 7891 but no sprite", "last Monday's order", 照上周一的订单, "geçen pazartesiki sipariş gibi",
"sama macam pesanan Isnin lepas". Only what opens a message counts, and what follows must be an exception, an
addition or nothing: "reorder 2000 cups" and "where is Monday's order" name no order to repeat.

* A weekday is the latest one before today, and where nothing was ordered then the one a week earlier; Chinese
  上周 is always last calendar week.
* A number is at least three digits, or written in full (B2B-2025-7891).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS = {
    "en": ("mon(?:day)?", "tue(?:s|sday)?", "wed(?:nesday)?", "thu(?:r|rs|rsday)?", "fri(?:day)?",
           "sat(?:urday)?", "sun(?:day)?"),
    "tr": ("pazartesi", "sal[ıi]", "[çc]ar[şs]amba", "per[şs]embe", "cuma(?!rtesi)", "cumartesi",
           "pazar(?!tesi)"),
    "ms": ("isnin", "selasa", "rabu", "khamis", "juma[a]?t", "sabtu", "ahad"),
}  # fmt: skip
_HAN_DAYS = "一二三四五六日"


def _day(language: str) -> str:
    return "|".join(f"(?P<{language}{at}>{name})" for at, name in enumerate(_DAYS[language]))


_NUMBER = r"(?P<{0}>[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9-]*\d|\#?\d{{3,10}})(?![A-Za-z0-9-])"
_EN = rf"""
    (?:(?:hi|hello|hey|please|pls|can\ you|i\ want|i\ need|i'd\ like|give\ me|send\ me|send)[\s,]+)*
    (?:
        (?:(?:the\s+)?same\s+(?:again\s+)?(?:as|like)|re-?order|repeat|copy)\s+
        (?:(?:in|on|of|as|from)\s+)?(?:(?:my|the|our)\s+)?
        (?:
            (?:order\s*(?:no\.?|number|\#)?\s*)?{_NUMBER.format("en_number")}
          | (?:order\s+(?:of|from|on)\s+)?(?:last\s+)?(?:{_day("en")}|(?P<en_yesterday>yesterday))
            (?:'?s)?(?:\s+order)?\b
        )
      | (?:(?:my|the|our)\s+)?(?:last\s+)?
        (?:{_day("en").replace("<en", "<en_b")}|(?P<en_b_yesterday>yesterday))'?s\s+order\b
    )(?:\s+again)?(?:\s+(?:please|pls))?
"""
_ZH = rf"""
    (?:请|麻烦|帮我|我要|给我)*
    (?:
        (?:和|跟|同|照着?|按照?|重复|複製|复制|再来一份|再下一次?)\s*
        (?:
            (?:订单|訂單|单号|单)\s*号?\s*{_NUMBER.format("zh_number")}
          | {_NUMBER.format("zh_number2")}\s*号?(?:订单|訂單|单)
          | (?P<zh_last>上)?(?:个)?(?:周|星期|礼拜)(?P<zh_day>[一二三四五六日天])的?(?:订单|訂單|单子?)?
          | (?P<zh_yesterday>昨天)的?(?:订单|訂單|单子?)?
        )(?:一样|一樣)?
      | (?:(?P<zh_b_last>上)?(?:个)?(?:周|星期|礼拜)(?P<zh_b_day>[一二三四五六日天])|(?P<zh_b_yesterday>昨天))
        的(?:订单|訂單|单子?)
    )(?:的货)?\s*(?:再来一[份次单]|再下一[次单]|来一份)?
"""
_TR = rf"""
    (?:(?:merhaba|selam|l[üu]tfen)[\s,]+)*
    (?:
        {_NUMBER.format("tr_number")}\s+(?:(?:numaral[ıi]|nolu|no'lu)\s+)?sipari[şs](?:in|i|teki|imin)?\s+
        (?:gibi|ayn[ıi]s[ıi]\w*|tekrar\w*)
      | (?:ge[çc]en\s+)?
        (?:(?:{_day("tr")})(?:\s+g[üu]nk[üu]|ki|\s+g[üu]n[üu])?|(?P<tr_yesterday>d[üu]nk[üu]))\s+
        sipari[şs]\w*(?:\s+(?:gibi|ayn[ıi]s[ıi]\w*|tekrar\w*))?
    )(?:\s+l[üu]tfen)?
"""
_MS = rf"""
    (?:(?:salam|hai|tolong|sila)[\s,]+)*
    (?:
        (?:(?:sama\s+)?(?:macam|seperti)|ulang|(?:order|pesan)\s+semula)\s+
        (?:
            (?:(?:pesanan|order)\s+)?(?:no\.?\s*)?{_NUMBER.format("ms_number")}
          | (?:(?:pesanan|order)\s+)?(?:hari\s+)?
            (?:{_day("ms")}|(?P<ms_yesterday>semalam))(?:\s+(?:lepas|lalu))?
        )
      | (?:pesanan|order)\s+(?:hari\s+)?(?:{_day("ms").replace("<ms", "<ms_b")}|(?P<ms_b_yesterday>semalam))
        (?:\s+(?:lepas|lalu))?
    )(?:\s+(?:semula|lagi|ya))?
"""
_AFTER = (
    r"(?=\s*$|\s*[,，;；。.!！\n]|\s+(?:but|plus|and|with|without|except|ama|fakat|ve|art[ıi]|tapi|tetapi|dan|tanpa)\b"
    r"|但|不过|不要|加)"
)
_PATTERNS = tuple(
    (again, re.compile(rf"^\s*{pattern}{_AFTER}", re.IGNORECASE | re.VERBOSE))
    for again, pattern in (
        ("same as last time", _EN),
        ("和上次一样", _ZH),
        ("geçen seferki gibi", _TR),
        ("sama macam tadi", _MS),
    )
)


@dataclass(frozen=True, slots=True)
class NamedOrder:
    """number: as typed, without "#"; else days: the latest that has an order is meant. said: the words.

    text: the message as if it had said "same as last time" in its own language.
    """

    number: str | None
    days: tuple[date, ...]
    said: str
    text: str


def read_named_order(text: str, today: date) -> NamedOrder | None:
    """The past order that the message wants again; None where it names none."""
    for again, pattern in _PATTERNS:
        found = pattern.match(text)
        if found is None:
            continue
        groups = {name: value for name, value in found.groupdict().items() if value}
        number = next((value for name, value in groups.items() if "number" in name), None)
        rest = f"{again} {text[found.end() :].strip()}".strip()
        said = found.group().strip()
        if number is not None:
            return NamedOrder(number.lstrip("#"), (), said, rest)
        days = _days_of(groups, today)
        if days:
            return NamedOrder(None, days, said, rest)
    return None


def _days_of(groups: dict[str, str], today: date) -> tuple[date, ...]:
    names = "".join(groups)
    if "yesterday" in names:
        return (today - timedelta(days=1),)
    han = groups.get("zh_day") or groups.get("zh_b_day")
    if han is not None:
        weekday = _HAN_DAYS.index(han.replace("天", "日"))
        if "zh_last" in groups or "zh_b_last" in groups:
            return (today - timedelta(days=today.weekday() + 7 - weekday),)
    else:
        weekday = next((int(name[-1]) for name in groups if name[-1].isdigit()), -1)
        if weekday < 0:
            return ()
    back = (today.weekday() - weekday - 1) % 7 + 1
    return tuple(today - timedelta(days=back + 7 * week) for week in range(2))
