"""When a notice that can wait may come. Pure.

RULE quiet: from ``since`` until ``until`` o'clock where the person lives, over midnight where since is later;
what would come then comes when they end, an hour that the clock skips or repeats counted once.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.channel.types import QuietHours


def quiet_until(now: datetime, hours: QuietHours, zone: str) -> datetime | None:
    """The end (UTC) of the quiet hours that ``now`` lies in; None: it lies in none."""
    local = now.astimezone(ZoneInfo(zone))
    at, since, until = local.hour, hours.since, hours.until
    is_quiet = since <= at < until if since < until else at >= since or at < until
    if not is_quiet:
        return None
    day = local.date() if at < until else local.date() + timedelta(days=1)
    return datetime.combine(day, time(until), ZoneInfo(zone)).astimezone(UTC)
