"""When somebody is at the office. Pure.

RULE open: from ``opens`` until before ``closes`` on the house's days that are no holidays, in its own zone;
hours over midnight belong to the day on which they begin.

RULE due: minutes count while the office is open alone; what comes in the night is due that many minutes after
it opens. A house that is closed for two months is asked as if it were always open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.support.types import OfficeHours

_LOOK_DAYS = 62


def opens_at(now: datetime, hours: OfficeHours, holidays: Collection[date], zone: str) -> datetime | None:
    """When the office opens next (UTC); None: it is open."""
    begins, _ = next(_stretches(now, hours, holidays, zone), (now, now))
    return begins if begins > now else None


def due_after(
    now: datetime, minutes: int, hours: OfficeHours, holidays: Collection[date], zone: str
) -> datetime:
    """The moment (UTC) at which so many minutes of the office's hours are over."""
    left = timedelta(minutes=minutes)
    for begins, ends in _stretches(now, hours, holidays, zone):
        since = max(now, begins)
        if since + left <= ends:
            return since + left
        left -= ends - since
    return now + timedelta(minutes=minutes)


def _stretches(
    now: datetime, hours: OfficeHours, holidays: Collection[date], zone: str
) -> Iterator[tuple[datetime, datetime]]:
    """When the office is open, from ``now`` on; the first may have begun."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    for offset in range(-1, _LOOK_DAYS):
        day = today + timedelta(days=offset)
        if day.weekday() not in hours.days or day in holidays:
            continue
        last = day if hours.closes > hours.opens else day + timedelta(days=1)
        begins = datetime.combine(day, hours.opens, place).astimezone(UTC)
        ends = datetime.combine(last, hours.closes, place).astimezone(UTC)
        if ends > now:
            yield begins, ends
