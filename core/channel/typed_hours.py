"""The hours that people type. Pure.

RULE typed: two moments with a dash or a word between ("22:30-7", "10 pm to 7 am", "22点30分到7点"); a moment
is an hour with or without minutes, 24 o'clock is midnight. Anything else besides them is not understood.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time

from core.channel.types import QuietHours

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h点點时時]\s*(\d{2})?\s*分?)?\s*(?:([ap])\.?m\b\.?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"-|–|—|~|to|till|until|到|至|hingga|sampai|ile|ila|ilâ", re.IGNORECASE)


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
