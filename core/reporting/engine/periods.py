"""Periods in words and in moments: "last_month" of a zone becomes two moments in UTC.

A period is written as one word (``WORDS``), as ``days:14`` (so many days with today), as a year, month or day
of ISO 8601 (``2025``, ``2025-09``, ``2025-09-30``), or as two of them with two dots between.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.reporting.errors import ReportValueWrong
from core.reporting.types import Period

WORDS = (
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_quarter",
    "last_quarter", "this_year", "last_year", "all",
)  # fmt: skip
_DAYS = re.compile(r"days:(\d{1,4})")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_FIRST_DAY = date(2000, 1, 1)


def resolve_period(period: str, now: datetime, zone: str) -> Period:
    """The moments of a period for somebody in ``zone``. Raises ReportValueWrong for what is none."""
    today = now.astimezone(ZoneInfo(zone)).date()
    first, last = _days_of(period, today)
    if last < first:
        raise ReportValueWrong(value=period)
    return Period(midnight(first, zone), midnight(last + timedelta(days=1), zone), first, last)


def midnight(day: date, zone: str) -> datetime:
    """The moment a day begins in the zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _days_of(period: str, today: date) -> tuple[date, date]:
    if found := _DAYS.fullmatch(period):
        return today - timedelta(days=max(int(found[1]), 1) - 1), today
    if period in WORDS:
        return _named(period, today)
    start, _, end = period.partition("..")
    return _dates(start)[0], _dates(end or start)[1]


def _dates(text: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ReportValueWrong(value=text)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        if year is None or month is None:
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise ReportValueWrong(value=text) from error


def _named(word: str, today: date) -> tuple[date, date]:
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    year = date(today.year, 1, 1)
    match word:
        case "today":
            return today, today
        case "yesterday":
            return today - day, today - day
        case "this_week":
            return monday, today
        case "last_week":
            return monday - 7 * day, monday - day
        case "this_month":
            return month, today
        case "last_month":
            return (month - day).replace(day=1), month - day
        case "this_quarter":
            return quarter, today
        case "last_quarter":
            before = quarter - day
            return date(before.year, before.month - 2, 1), before
        case "this_year":
            return year, today
        case "last_year":
            return date(today.year - 1, 1, 1), year - day
    return _FIRST_DAY, today
