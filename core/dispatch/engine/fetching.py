"""Goods that our van fetches: from which depot, on what day, and when they are brought on. Pure.

RULE depot: goods for an order are fetched by the depot at work from which the way to the partner and on to
the buyer is the shortest; goods that a dealer returns by the one whose van brought them.
RULE before: goods that are fetched come home with the van, and are brought to their buyer on a later day. So
they are due on the last working day before the one that their order is promised for, at once where none is.
RULE late: what could not be fetched in time is promised for the working day after the one it is fetched on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise

from core.allocation.types import WorkCalendar
from core.dispatch.engine.standing import metres_between
from core.dispatch.types import Depot, Position

_DAY = timedelta(days=1)
_REST = WorkCalendar().rest_weekdays


def depot_for(depots: Sequence[Depot], seller: Position | None, buyer: Position | None) -> Depot | None:
    """RULE depot; the first by code of those that are as near. None: no depot has a position."""
    known = [place for place in (seller, buyer) if place is not None]

    def away(depot: Depot) -> tuple[float, str]:
        assert depot.position is not None
        way = (depot.position, *known)
        return sum(metres_between(one, other) for one, other in pairwise(way)), depot.code

    return min((one for one in depots if one.position is not None), key=away, default=None)


def fetch_by(promised_on: date | None, holidays: Collection[date]) -> date | None:
    """RULE before; None: at once."""
    return None if promised_on is None else _working(promised_on, -_DAY, holidays)


def brought_after(fetched_on: date, holidays: Collection[date]) -> date:
    """RULE late: the first day on which they can be with the buyer."""
    return _working(fetched_on, _DAY, holidays)


def _working(day: date, step: timedelta, holidays: Collection[date]) -> date:
    day += step
    while day.weekday() in _REST or day in holidays:
        day += step
    return day
