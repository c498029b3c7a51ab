"""When a notice that can wait may come, and the hours that people type. Pure.

RULE quiet: from ``since`` until ``until`` where the person lives, over midnight where since is later; what
would come then comes when they end, an hour that the clock skips or repeats counted once.

RULE digest: once a day at the person's own minute, in the person's zone; what is kept at that very minute
goes with the next one.

RULE typed: two moments with a dash or a word between ("22:30-7", "10 pm to 7 am", "22点30分到7点"); a moment
is an hour with or without minutes, 24 o'clock is midnight. Anything else besides them is not understood.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.channel.types import QuietHours

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h点點时時]\s*(\d{2})?\s*分?)?\s*(?:([ap])\.?m\b\.?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"-|–|—|~|to|till|until|到|至|hingga|sampai|ile|ila|ilâ", re.IGNORECASE)


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


def read_time(text: str) -> time | None:
    """A time of day as people type it; None where it is anything else."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return None if found is None else _time(found)


def read_quiet_hours(text: str) -> QuietHours | None:
    """Quiet hours as people type them; None where it is anything else."""
    words = unicodedata.normalize("NFKC", text).strip()
    found = list(_TIME.finditer(words))
    if len(found) != 2:
        return None
    since, until = (_time(one) for one in found)
    between = words[found[0].end() : found[1].start()].strip()
    is_bare = not words[: found[0].start()].strip() and not words[found[1].end() :].strip()
    if since is None or until is None or not is_bare or not _BETWEEN.fullmatch(between):
        return None
    return QuietHours(since, until)


def _time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour == 24 and minute == 0:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
