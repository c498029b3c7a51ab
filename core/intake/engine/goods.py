"""What a storekeeper writes about goods that came: "received 40 case coke lot A12 exp 2026-03, 20 sprite".

* The message begins with a word for receiving; a warehouse's code may follow it.
* Goods are parted by line breaks, semicolons and commas (a comma within a number parts nothing).
* "lot A12" names the lot of its part, "exp 2026-03-31" its last day. A month alone means its last day; of two
  numbers the first is the day unless it cannot be. What is left of the part is read like any order line.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_VERB = re.compile(
    r"\s*(?:(?:we\s+)?(?:have\s+)?"
    r"(?:received?|receipt|goods\s+in|got\s+in|came\s+in|arrived|"
    r"teslim\s+al(?:ındı|dık|dım)|mal\s+kabul|gelen|geldi|"
    r"diterima|terima(?!\s+kasih)|barang\s+masuk|sampai)(?!\w)|(?:收到|收货|到货|入库))\s*[:：]?\s*",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:(?:at|in|into|to|di|ke|入|到)\s+)?([\w-]{1,40})\s*[:：]?(?:\s+|$)", re.IGNORECASE)
_PARTS = re.compile(r"[\n;；、]|[,，](?!\d)|(?<!\d)[,，]")
_LOT = re.compile(
    r"(?:(?<!\w)(?:lot|batch|parti|kelompok)(?:\s+(?:no\.?|number|numarası))?(?:\s*[:#]\s*|\s+)|批[号次]\s*[:：]?\s*)"
    r"([A-Za-z0-9][A-Za-z0-9_./-]{0,39})",
    re.IGNORECASE,
)
_DAY = (
    r"(?P<iso>\d{4}-\d{1,2}(?:-\d{1,2})?)|(?P<han>\d{4}年\d{1,2}月(?:\d{1,2}[日号])?)"
    r"|(?P<dmy>\d{1,2}[./-]\d{1,2}[./-]\d{4})|(?P<my>\d{1,2}[./-]\d{4})"
)
_EXPIRY = re.compile(
    r"(?<!\w)(?:exp(?:iry|ires|ired|\.)?|use\s+by|best\s+before|bbe?|skt|son\s+(?:kullanma\s+)?tarihi?|"
    r"luput|tarikh\s+luput|有效期至?|到期日?|保质期至?)\s*(?:date|on)?\s*[:：]?\s*(?:" + _DAY + r")",
    re.IGNORECASE,
)
_EXPIRY_WORD = re.compile(
    r"(?<!\w)(?:exp(?:iry|ires|\.)?|use by|best before|skt|luput|有效期|到期)(?!\w)", re.I
)


@dataclass(frozen=True, slots=True)
class GoodsPart:
    """One part of the list: what names goods and quantity, and the label's lot and last day.

    is_undated: it speaks of a last day that cannot be read.
    """

    raw: str
    goods: str
    lot: str = ""
    expires_on: date | None = None
    is_undated: bool = False


def without_verb(text: str) -> str | None:
    """What stands behind the word for receiving; None where the message does not begin with one."""
    match = _VERB.match(text)
    return text[match.end() :] if match else None


def named_warehouse(text: str, codes: frozenset[str]) -> tuple[str | None, str]:
    """The warehouse that a list begins with, and the list behind it."""
    match = _AT.match(text)
    by_name = {code.casefold(): code for code in codes}
    if match is None or match[1].casefold() not in by_name:
        return None, text
    return by_name[match[1].casefold()], text[match.end() :]


def part_goods(text: str) -> tuple[GoodsPart, ...]:
    """The parts of a list in their order; empty ones are left out."""
    return tuple(_part(raw.strip()) for raw in _PARTS.split(text) if raw.strip())


def _part(raw: str) -> GoodsPart:
    expires_on, is_undated, rest = None, False, raw
    match = _EXPIRY.search(rest)
    if match:
        expires_on = _last_day(match)
        is_undated = expires_on is None
        rest = _cut(rest, match)
    elif (word := _EXPIRY_WORD.search(rest)) is not None:
        is_undated, rest = True, rest[: word.start()].strip()
    lot = _LOT.search(rest)
    if lot:
        rest = _cut(rest, lot)
    return GoodsPart(raw, rest, lot[1] if lot else "", expires_on, is_undated)


def _cut(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def _last_day(match: re.Match[str]) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d+", match["iso"] or match["han"] or "")]
    if not numbers:
        numbers = [int(number) for number in re.findall(r"\d+", match["dmy"] or match["my"])][::-1]
    year, month = numbers[0], numbers[1]
    day = numbers[2] if len(numbers) > 2 else None
    if day is not None and month > 12:
        month, day = day, month
    if not (1 <= month <= 12 and 2000 <= year <= 2199):
        return None
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, last)
    return date(year, month, day) if 1 <= day <= last else None
