"""The days of a schedule. Pure: dates in, dates out.

* A weekly schedule counts weeks from the Monday of the week it starts in.
* A monthly one falls on the last day of a month that is too short for its day.
* A period whose day is a holiday is skipped, or moved to the next day that is none, unless the next period
  comes first; it stays the period of its own day, so that a holiday that is set or taken back never makes it
  come twice.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from core.templates.types import Every, OnHoliday, Period, Schedule

_LOOKED_AHEAD = 800  # days: two years of a schedule that falls on holidays
LONGEST_FEAST = 30


def periods(schedule: Schedule, start: date, holidays: Collection[date]) -> Iterator[Period]:
    """The periods from a day on."""
    first = max(start, schedule.starts_on)
    for ahead in range(_LOOKED_AHEAD):
        day = first + timedelta(days=ahead)
        if schedule.ends_on is not None and day > schedule.ends_on:
            return
        if not falls_on(schedule, day):
            continue
        if day not in holidays:
            yield Period(day, day)
        elif schedule.on_holiday is OnHoliday.MOVE:
            moved = _moved(schedule, day, holidays)
            if moved is not None:
                yield Period(day, moved)


def _moved(schedule: Schedule, day: date, holidays: Collection[date]) -> date | None:
    """The next day that is no holiday; None where the schedule's own next day comes first."""
    for more in range(1, LONGEST_FEAST):
        later = day + timedelta(days=more)
        if falls_on(schedule, later):
            return None
        if later not in holidays:
            return later
    return None


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether a day is one of the schedule, holidays aside."""
    if schedule.every is Every.MONTH:
        return day.day == min(schedule.month_day, monthrange(day.year, day.month)[1])
    if day.weekday() not in schedule.weekdays:
        return False
    begun = schedule.starts_on - timedelta(days=schedule.starts_on.weekday())
    return (day - begun).days // 7 % schedule.weeks == 0
