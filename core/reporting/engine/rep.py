"""The days that a rep's month is beside. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from core.kernel.days import months_on


def same_days(today: date, months: int) -> tuple[date, date]:
    """So many months back: the first of that month, and the day of it that is as far on; a shorter month
    ends on its last day."""
    first = months_on(today, months)
    last = months_on(first, 1) - timedelta(days=1)
    return first, min(first + timedelta(days=today.day - 1), last)
