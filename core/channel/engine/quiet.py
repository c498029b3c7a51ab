"""When a notice that can wait may come. Pure.

RULE quiet: from ``since`` until ``until`` where the person lives, over midnight where since is later; what
would come then comes when they end, an hour that the clock skips or repeats counted once.

RULE digest: once a day at the person's own minute, in the person's zone; what is kept at that very minute
goes with the next one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.channel.types import QuietHours


def quiet_until(now: datetime, hours: QuietHours, zone: str) -> datetime | None:
    """The end (UTC) of the quiet hours that ``now`` lies in; None: it lies in none."""
    local = now.astimezone(ZoneInfo(zone))
    at, since, until = local.time(), hours.since, hours.until
    is_quiet = since <= at < until if since < until else at >= since or at < until
    if not is_quiet:
        return None
    return _moment(local.date() if at < until else local.date() + timedelta(days=1), until, zone)


def next_digest(now: datetime, at: time, zone: str) -> datetime:
    """The first moment (UTC) after ``now`` at which the day's notices are told together."""
    today = now.astimezone(ZoneInfo(zone)).date()
    due = _moment(today, at, zone)
    return due if due > now else _moment(today + timedelta(days=1), at, zone)


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
