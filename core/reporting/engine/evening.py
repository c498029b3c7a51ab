"""Since when something is new to somebody who comes in the morning. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(18)
_SATURDAY = 5


def last_evening(now: datetime, zone: str) -> datetime:
    """The evening of the last working day, 18:00 in the zone, in UTC: on Monday that of Friday.

    From 18:00 of a working day on it is that day's own.
    """
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= EVENING else local.date() - timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, EVENING, ZoneInfo(zone)).astimezone(UTC)
