"""Stretches of days that have a name: this or last month, quarter and year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
NAMED_DAYS = tuple(f"{which} {what}" for what in _MONTHS for which in ("this", "last"))
"""The names: "this month", "last month", "this quarter" and so on."""


class Days(NamedTuple):
    """First and last day, both included."""

    since: date
    until: date


def named_days(name: str, today: date) -> Days:
    """The days of one of NAMED_DAYS, as of ``today``. Raises ValueError for any other name."""
    if name not in NAMED_DAYS:
        raise ValueError(f"no stretch of days is called {name!r}")
    which, what = name.split()
    months = _MONTHS[what]
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return months_from(months_on(first, -months) if which == "last" else first, months)


def months_from(first: date, months: int) -> Days:
    """So many whole months from the first of one."""
    return Days(first, months_on(first, months) - timedelta(days=1))


def months_on(first: date, months: int) -> date:
    """The first of the month so many months on (or back)."""
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)
