"""When a place takes goods in, as it is typed and as it is kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core.dispatch.errors import BadHours
from core.dispatch.plan_types import clock_seconds

Hours = tuple[tuple[str, str], ...]
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)")


def read_hours(text: str) -> Hours:
    """ "8:00-12:00, 13:00-17:00" -> local times, in their order; "" for all day.

    Raises BadHours for what is no time, ends before it begins, or begins before the one before has ended.
    """
    found: list[tuple[str, str]] = []
    for part in text.replace(";", ",").split(","):
        typed = part.strip()
        if not typed:
            continue
        match = _SPAN.fullmatch(typed)
        if match is None:
            raise BadHours(hours=typed[:40])
        since, until = f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}"
        if since >= until or until > "24:00" or (found and found[-1][1] > since):
            raise BadHours(hours=typed[:40])
        found.append((since, until))
    return tuple(found)


def show_hours(hours: Sequence[Sequence[str]]) -> str:
    """The inverse of ``read_hours``, in one form."""
    return ", ".join(f"{since}-{until}" for since, until in hours)


def seconds_of(span: Sequence[str], day: date, zone: str) -> tuple[int, int]:
    """("08:00", "12:00") -> seconds since the day's midnight, also on a day that the clock is moved."""
    since, until = span
    return clock_seconds(since, day, zone), clock_seconds(until, day, zone)
