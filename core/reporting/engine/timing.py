"""When a scheduled report is due, and which period it is about.

* Due at its hour and minute of its zone: every day, on one day of the week, or on one day of the month (or on
  its last, where it is shorter).
* An hour that a change of the clocks skips is taken an hour later, one that comes twice the first time.
* Times that passed while nobody was awake are made up for once, not many times.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.reporting.errors import ReportValueWrong
from core.reporting.types import Every, Schedule


def check_schedule(schedule: Schedule) -> None:
    """Raises ReportValueWrong for a time or a day that there is not."""
    most = {Every.DAY: 31, Every.WEEK: 7, Every.MONTH: 31}[schedule.every]
    if not 1 <= schedule.day <= most:
        raise ReportValueWrong(value=schedule.day)
    if not (0 <= schedule.hour <= 23 and 0 <= schedule.minute <= 59):
        raise ReportValueWrong(value=f"{schedule.hour}:{schedule.minute:02}")


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """The first moment later than ``after`` at which the report is due, in UTC."""
    day = after.astimezone(ZoneInfo(schedule.zone)).date()
    while True:
        if _is_day(schedule, day) and (due := _moment(schedule, day)) > after:
            return due
        day += timedelta(days=1)


def _is_day(schedule: Schedule, day: date) -> bool:
    match schedule.every:
        case Every.WEEK:
            return day.isoweekday() == schedule.day
        case Every.MONTH:
            return day.day == min(schedule.day, monthrange(day.year, day.month)[1])
    return True


def _moment(schedule: Schedule, day: date) -> datetime:
    local = datetime.combine(day, time(schedule.hour, schedule.minute), ZoneInfo(schedule.zone))
    return local.astimezone(UTC)
