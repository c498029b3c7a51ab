"""Which of a dealer's places a message names: "for the second shop", 送到第二家店, "ke cawangan 2". Pure.

A place is named by its name or code behind a word of direction, or by its number among the dealer's places
("the other one" where there are two). Where a message names two, each is a remark of its line and none is
taken: a draft goes to one place.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from core.dealers.types import ShipTo

_NUMBERS = {
    1: r"first|1st|main|第一|一|1|birinci|ilk|ana|pertama|utama",
    2: r"second|2nd|第二|二|2|ikinci|kedua",
    3: r"third|3rd|第三|三|3|üçüncü|ucuncu|ketiga",
}
_OTHER = r"other|another|另外?一?|diğer|diger|öbür|obur|lain|lagi satu"
_SHOP = r"shop|store|branch|outlet|site|location|address|place|warehouse"
_KEDAI = r"kedai|cawangan|outlet|lokasi|alamat|gudang"
_DUKKAN = r"mağaza|magaza|şube|sube|dükk[aâ]n|dukkan|adres|depo"
_TO = (
    r"(?:\b(?:(?:please\s+)?(?:deliver(?:ed)?|send|ship|sent|goes)"
    r"(?:\s+(?:it|them|all|this|everything))?\s+)?(?:to|for|at)\s+(?:the\s+|my\s+|our\s+)?)"
)
_KE = r"(?:\b(?:hantar\s+)?(?:untuk|ke|kepada|dekat)\s+)"
_DAO = r"(?:送到?|发到?|发给|给|到|寄到?)\s*(?:我们?的?)?"
_YA = (
    r"(?:'?(?:y[ae]|n[ae]|s[iı]n[ae]|[ae]))?"
    r"(?:\s+(?:için|icin|gönder\w*|gonder\w*|yolla\w*|gelsin|gitsin|olsun))?"
)
_LEFT_OVER = re.compile(
    r"(?:^|[\s,;])(?:but|ama|fakat|tapi|cuma|just|and|ve|dan)\s*$|[，,]?\s*(?:但是?|不过)\s*$"
    r"|^(?:no|sorry|oops|actually|hayır|pardon|bukan|silap|maaf|不是|不对|不)$",
    re.IGNORECASE,
)
_EDGES = " \t,;:!，；、！-"
_CUE = re.compile(
    rf"{_SHOP}|{_KEDAI}|{_DUKKAN}|店|址|仓|\b(?:to|for|at|untuk|ke|için|icin)\b|[送给到发寄]|'[yn]?[ae]\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """text: what is left of the message. place_id: where it is to go, None where no one place is named."""

    text: str
    place_id: uuid.UUID | None = None


def may_name_place(text: str) -> bool:
    """Whether it is worth looking at the dealer's places."""
    return _CUE.search(text) is not None


def take_place(text: str, places: Sequence[ShipTo], current: uuid.UUID | None) -> Placed:
    """The place that the message names, its words taken out. places: the usual one first.

    current: where the draft goes now; "the other shop" is another one.
    """
    if len(places) < 2:
        return Placed(text)
    found: dict[uuid.UUID, tuple[int, int]] = {}
    for place, pattern in _patterns(places, current):
        match = pattern.search(text)
        if match is not None:
            found.setdefault(place.id, match.span())
    if len(found) != 1:
        return Placed(text)
    ((place_id, (start, end)),) = found.items()
    rest = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip(_EDGES)
    return Placed(_LEFT_OVER.sub("", rest).strip(_EDGES), place_id)


def _patterns(places: Sequence[ShipTo], current: uuid.UUID | None) -> list[tuple[ShipTo, re.Pattern[str]]]:
    found = []
    for number, place in enumerate(places, start=1):
        words = [_numbered(_NUMBERS[number])] if number in _NUMBERS else []
        if len(places) == 2 and place.id != (current or places[0].id):
            words.append(_numbered(_OTHER))
        names = "|".join(re.escape(name) for name in (place.name, place.code) if len(name) > 2)
        if names:
            words.append(
                rf"{_TO}(?:{names})\b|{_KE}(?:{names})\b|{_DAO}(?:{names})|\b(?:{names}){_YA_NEEDED}"
            )
        found.append((place, re.compile("|".join(words), re.IGNORECASE)))
    return found


_YA_NEEDED = r"(?:'(?:y[ae]|n[ae]|[ae])\b|\s+(?:için|icin)\b)"


def _numbered(number: str) -> str:
    return (
        rf"{_TO}(?:(?:{number})\s+(?:{_SHOP})|(?:{_SHOP})\s+(?:no\.?\s*|number\s+)?(?:{number}))\b"
        rf"|{_KE}(?:{_KEDAI})\s+(?:yang\s+)?(?:no\.?\s*)?(?:{number})\b"
        rf"|(?:{_DAO})?(?:{number})(?:家|间|个|号)?(?:分?店|门店|地址|仓库)(?:那边|那里)?"
        rf"|\b(?:{number})\.?\s+(?:{_DUKKAN}){_YA}\b"
    )
