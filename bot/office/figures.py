"""Amounts, percentages and days as people type them in our four languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

# Currencies that may be typed behind an amount. Not all there are: "40 all broken" is not in Albanian lek.
CURRENCIES = frozenset({
    "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS",
    "INR", "JPY", "KRW", "KWD", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "QAR", "RON", "SAR", "SEK",
    "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
})  # fmt: skip
_SIGNS = {"€": "EUR", "£": "GBP", "₺": "TRY", "RM": "MYR", "TL": "TRY", "US$": "USD", "$": "", "¥": ""}
_TIMES = {"": 1, "K": 1_000, "M": 1_000_000, "千": 1_000, "万": 10_000}
_AMOUNT = re.compile(
    r"([+-]?)\s*(US\$|RM|[$€£¥₺]|[A-Z]{3})?\s*(\d[\d.,'’\s]*?)\s*([KM千万]?)\s*([€£₺]|TL|RM|[A-Z]{3})?"
)
_DAYS = {
    "now": 0, "today": 0, "今天": 0, "bugün": 0, "hari ini": 0,
    "tomorrow": 1, "明天": 1, "yarın": 1, "esok": 1,
    "yesterday": -1, "昨天": -1, "dün": -1, "semalam": -1,
}  # fmt: skip
_ISO = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](20\d\d)")


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount as it was typed; ``currency`` None: the one that belongs to the act."""

    value: Decimal
    currency: str | None


def read_amount(text: str, *, digits: int = 2) -> TypedAmount | None:
    """ "1,234.50", "1.234,50 TL", "200k", "$5000"; None for what is no amount or could be two.

    digits: after the point at the most. With two, three digits behind a single separator are thousands.
    """
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if match is None or (match[2] and match[5]):
        return None
    number = _number(re.sub(r"['’\s]", "", match[3]), digits)
    if number is None:
        return None
    value = number * _TIMES[match[4]]
    sign = match[2] or match[5] or ""
    if sign and sign not in _SIGNS and sign not in CURRENCIES:
        return None
    return TypedAmount(-value if match[1] == "-" else value, _SIGNS.get(sign, sign) or None)


def _number(text: str, digits: int) -> Decimal | None:
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return _decimal(text)
    mark, other = text[last], "," if text[last] == "." else "."
    whole, after = text[:last], text[last + 1 :]
    if other in whole:
        if mark in whole or not _is_grouped(whole, other):
            return None
        whole = whole.replace(other, "")
    elif mark in whole or (len(after) == 3 and digits <= 2):
        if not _is_grouped(text, mark):
            return None
        return _decimal(text.replace(mark, ""))
    elif len(after) == 3 and mark == ",":
        return None
    return _decimal(f"{whole}.{after}") if 0 < len(after) <= digits else None


def _is_grouped(text: str, mark: str) -> bool:
    first, *groups = text.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def read_percent(text: str) -> int | None:
    """ "6 %", "2,5%", "6": basis points with a sign; None for what is no percentage."""
    found = read_amount(text.strip().rstrip("%％").lstrip("%％"))
    if found is None or found.currency is not None:
        return None
    points = found.value * 100
    return int(points) if points == points.to_integral_value() else None


def read_day(text: str, today: date) -> date | None:
    """ "2025-11-01", "1.11.2025", "today", "bugün"; None for anything else."""
    typed = unicodedata.normalize("NFKC", text).strip().casefold()
    if typed in _DAYS:
        return today + timedelta(days=_DAYS[typed])
    if match := _ISO.fullmatch(typed):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
