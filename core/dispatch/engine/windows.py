"""Between when a dealer is told that the van comes, and who is told when a plan changes. Pure.

RULE told: two hours that begin half an hour before the van should be there, at a quarter of an hour; within
the hours of the place, and the window that the dealer took where the van comes in it.
RULE keeps: who was told a window keeps it while the van still comes in it, or so little outside of it that
the new one would begin less than a set time away. Nobody is told of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from core.dispatch.plan_types import Drop, clock_seconds, local_midnight
from core.kernel.clock import local_day

Window = tuple[datetime, datetime]

LENGTH = timedelta(hours=2)
BEFORE = timedelta(minutes=30)


def told_window(eta: datetime, hours: Sequence[Window] = (), chosen: Window | None = None) -> Window:
    """RULE told. hours: when the place takes goods in, none for all day."""
    if chosen is not None and chosen[0] <= eta <= chosen[1]:
        return chosen
    since = _quarter(eta - BEFORE)
    until = since + LENGTH
    for opens, closes in hours:
        if opens <= eta <= closes:
            return max(since, opens), min(until, max(closes, eta))
    return since, until


def window_now(told: Window | None, eta: datetime, fresh: Window, least: timedelta) -> Window:
    """The window that stands after a change (RULE keeps): the one told, or the fresh one."""
    if told is None:
        return fresh
    if told[0] <= eta <= told[1] or abs(fresh[0] - told[0]) < least:
        return told
    return fresh


def told_on(drop: Drop, day: date, zone: str) -> Window | None:
    """What the dealer was told of that day; a window of a day that was put off is none."""
    return drop.told if drop.told is not None and local_day(drop.told[0], zone) == day else None


def promised_on(drop: Drop, day: date, zone: str) -> Window | None:
    """The window that was taken for that day."""
    return drop.chosen if drop.chosen is not None and local_day(drop.chosen[0], zone) == day else None


def promises_of(
    drops: Sequence[Drop], etas: Mapping[str, datetime], day: date, zone: str
) -> tuple[int, tuple[str, ...]]:
    """How many windows taken for that day are kept, and the dealers of the others. etas: when each drop is
    served; before its window is as broken a promise as after it.
    """
    taken = [(drop, window) for drop in drops for window in [promised_on(drop, day, zone)] if window]
    broken = [
        drop.dealer
        for drop, (since, until) in taken
        if drop.key not in etas or not since <= etas[drop.key] <= until
    ]
    return len(taken) - len(broken), tuple(broken)


def hours_of(drop: Drop, day: date, zone: str) -> tuple[Window, ...]:
    """When a place takes goods in on a day."""
    midnight = local_midnight(day, zone)

    def moment(clock: str) -> datetime:
        seconds = midnight.timestamp() + clock_seconds(clock, day, zone)
        return datetime.fromtimestamp(seconds, tz=midnight.tzinfo)

    return tuple((moment(since), moment(until)) for since, until in drop.receiving.windows)


def stop_window(
    told: Window | None,
    eta: datetime,
    drop: Drop,
    day: date,
    zone: str,
    *,
    least: timedelta,
    now: datetime | None = None,
) -> Window:
    """The window of a stop from now on: the one it was told, or a fresh one that does not lie in the past.

    least: what begins so much earlier or later is another window.
    """
    since, until = told_window(eta, hours_of(drop, day, zone), drop.chosen)
    fresh = (since if now is None else min(max(since, _quarter(now)), eta), until)
    return window_now(told, eta, fresh, least)


def _quarter(moment: datetime) -> datetime:
    """The quarter of an hour that a moment lies in."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - over
