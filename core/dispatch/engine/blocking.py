"""Closed and slow roads of a day, put into its problem. Pure.

RULE depot: a depot that no van could come home to is not cut off: that day has to be decided by somebody.
RULE end: what ends within a day is free for who drives later; the day's kilometres go by what holds for the
longer part of the vans' hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.dispatch.engine.standing import metres_between
from core.dispatch.errors import DepotCutOff, RoadOver, RoadUnfit
from core.dispatch.plan_types import RoadTrouble, local_midnight
from core.dispatch.types import Depot
from core.routing import types as routing
from core.routing.engine.troubles import Circle, Stretch, Trouble, lifted, troubled_roads

DEPOT = "depot"
LEAST_M, MOST_M = 100, 50_000
MOST_PERCENT = 400
MOST_TROUBLES = 12
MOST_DAYS = 31


def check_troubles(troubles: Sequence[RoadTrouble], depot: Depot) -> None:
    """Raises RoadUnfit for what is no circle and no road, and DepotCutOff (RULE depot)."""
    if len(troubles) > MOST_TROUBLES or not all(map(_is_fit, troubles)):
        raise RoadUnfit(least=LEAST_M, most=MOST_M // 1000)
    centre = depot.position
    for one in troubles:
        is_shut = len(one.spots) == 1 and one.percent is None
        if is_shut and centre is not None and metres_between(one.spots[0], centre) <= one.radius_m:
            raise DepotCutOff(warehouse=depot.code)


def _is_fit(one: RoadTrouble) -> bool:
    if len(one.names) != len(one.spots) or len(one.spots) not in (1, 2):
        return False
    size = one.radius_m if len(one.spots) == 1 else metres_between(*one.spots)
    return LEAST_M <= size <= MOST_M and (one.percent is None or 0 < one.percent <= MOST_PERCENT)


def check_ends(troubles: Sequence[RoadTrouble], zone: str, now: datetime) -> None:
    """Raises RoadOver for what has ended by now, ends before it begins, or holds for too long."""
    for one in troubles:
        begins, ends = local_midnight(one.since, zone), one.until
        if not max(now, begins) < ends <= local_midnight(one.since + timedelta(days=MOST_DAYS), zone):
            raise RoadOver(most=MOST_DAYS)


def holding(troubles: Sequence[RoadTrouble], day: date, zone: str, now: datetime) -> tuple[RoadTrouble, ...]:
    """Those that hold at some time of the day from now on; of the same roads what was said last."""
    opens = max(local_midnight(day, zone), now)
    found: dict[tuple[str, ...], RoadTrouble] = {}
    for one in troubles:
        if one.since <= day and one.until > opens:
            found.pop(one.names, None)
            found[one.names] = one
    return tuple(found.values())


def spots_of(troubles: Sequence[RoadTrouble]) -> list[routing.Place]:
    """Ends of troubled roads as places that the way to and from has to be known of."""
    return [
        routing.Place(_key(number, end), spot.latitude, spot.longitude)
        for number, one in enumerate(troubles)
        if len(one.spots) == 2
        for end, spot in enumerate(one.spots)
    ]


def blocked(problem: routing.Problem, troubles: Sequence[RoadTrouble], midnight: datetime) -> routing.Problem:
    """The problem with its roads as they are on the day that begins at ``midnight``. Its last places are
    `spots_of` these troubles, and go.
    """
    if not troubles:
        return problem
    leaving = {van.start for van in problem.vans} - {DEPOT}
    begins = min((van.shift[0] for van in problem.vans), default=0)
    middle = (begins + max((van.shift[1] for van in problem.vans), default=0)) // 2
    roads = problem.roads
    # Circles shut ways for a while, which the ends of a road are not to be judged by.
    for number, one in sorted(enumerate(troubles), key=_spots, reverse=True):
        shut = troubled_roads(roads, problem.places, [_trouble(number, one)], leaving=leaving)
        ends = _ends(one, midnight)
        roads = shut if ends is None else lifted(roads, shut, ends, keeps_metres=ends > middle)
    size = len(problem.places) - len(spots_of(troubles))
    left = routing.Roads(roads.metres[:size, :size], roads.seconds[:, :size, :size], roads.from_times)
    return replace(problem, places=problem.places[:size], roads=left)


def _spots(numbered: tuple[int, RoadTrouble]) -> int:
    return len(numbered[1].spots)


def _ends(one: RoadTrouble, midnight: datetime) -> int | None:
    """The second of the day from which it holds no more; None: it holds all day."""
    if one.until >= midnight + timedelta(days=1):
        return None
    return max(int(one.until.timestamp() - midnight.timestamp()), 0)


def _trouble(number: int, one: RoadTrouble) -> Trouble:
    if len(one.spots) == 2:
        return Stretch(_key(number, 0), _key(number, 1), one.percent)
    (middle,) = one.spots
    return Circle(middle.latitude, middle.longitude, one.radius_m, one.percent)


def _key(number: int, end: int) -> str:
    return f"road:{number}:{end}"
