"""When somebody is at the office. Pure.

RULE open: from ``opens`` until before ``closes`` on the house's days that are no holidays, in its own zone;
hours over midnight belong to the day on which they begin.

RULE due: minutes count while the office is open alone; what comes in the night is due that many minutes after
it opens. A house that is closed for two months is asked as if it were always open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from core.stock.office_types import WorkingTime

_LOOK_DAYS = 62
_LAST_DAY = date.max - timedelta(days=_LOOK_DAYS)


def opens_at(now: datetime, working: WorkingTime) -> datetime | None:
    """When the office opens next (UTC); None: it is open."""
    begins, _ = next(_stretches(now, working), (now, now))
    return begins if begins > now else None


def due_after(now: datetime, minutes: float, working: WorkingTime) -> datetime:
    """The moment (UTC) at which so many minutes of the office's hours are over."""
    since, left = now, timedelta(minutes=minutes)
    for begins, ends in _stretches(now, working):
        since = max(now, begins)
        if since + left <= ends:
            return since + left
        left -= ends - since
        since = ends
    return since + left


def _stretches(now: datetime, working: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """When the office is open, from ``now`` on; the first may have begun. It ends before two months in which
    it is not open at all."""
    hours, place = working.hours, ZoneInfo(working.zone)
    today = now.astimezone(place).date()
    closed = 0
    for offset in count(-1):
        day = today + timedelta(days=offset)
        closed += 1
        if closed > _LOOK_DAYS or day >= _LAST_DAY:
            return
        if day.weekday() not in hours.days or day in working.holidays:
            continue
        last = day if hours.closes > hours.opens else day + timedelta(days=1)
        begins = datetime.combine(day, hours.opens, place).astimezone(UTC)
        ends = datetime.combine(last, hours.closes, place).astimezone(UTC)
        if ends > now:
            closed = 0
            yield begins, ends
