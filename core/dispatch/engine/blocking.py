"""Closed and slow roads of a day, put into its problem. Pure.

RULE depot: a depot that no van could come home to is not cut off: that day has to be decided by somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.dispatch.engine.problem import DEPOT
from core.dispatch.engine.standing import metres_between
from core.dispatch.errors import DepotCutOff, RoadUnfit
from core.dispatch.plan_types import RoadTrouble
from core.dispatch.types import Depot
from core.routing import types as routing
from core.routing.engine.troubles import Circle, Stretch, Trouble, troubled_roads

LEAST_M, MOST_M = 100, 50_000
MOST_PERCENT = 400
MOST_TROUBLES = 12


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


def spots_of(troubles: Sequence[RoadTrouble]) -> list[routing.Place]:
    """Ends of troubled roads as places that the way to and from has to be known of."""
    return [
        routing.Place(_key(number, end), spot.latitude, spot.longitude)
        for number, one in enumerate(troubles)
        if len(one.spots) == 2
        for end, spot in enumerate(one.spots)
    ]


def blocked(problem: routing.Problem, troubles: Sequence[RoadTrouble]) -> routing.Problem:
    """The problem with its roads as they are. Its last places are `spots_of` these troubles, and go."""
    if not troubles:
        return problem
    leaving = {van.start for van in problem.vans} - {DEPOT}
    known = [_trouble(number, one) for number, one in enumerate(troubles)]
    roads = troubled_roads(problem.roads, problem.places, known, leaving=leaving)
    size = len(problem.places) - len(spots_of(troubles))
    left = routing.Roads(roads.metres[:size, :size], roads.seconds[:, :size, :size], roads.from_times)
    return replace(problem, places=problem.places[:size], roads=left)


def _trouble(number: int, one: RoadTrouble) -> Trouble:
    if len(one.spots) == 2:
        return Stretch(_key(number, 0), _key(number, 1), one.percent)
    (middle,) = one.spots
    return Circle(middle.latitude, middle.longitude, one.radius_m, one.percent)


def _key(number: int, end: int) -> str:
    return f"road:{number}:{end}"
