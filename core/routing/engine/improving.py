"""The last touch, with exact times: one stop at a time goes where it costs least.

The search knows neither breaks nor the hours of the roads, and it changes a stop's window only in its place.
Here every move is judged by the exact times of the tours, so what it leaves behind is mended.

[L1] A stop moves only if the whole becomes cheaper; the first stops of a van and those left out do not move.
[L2] A place whose longer way alone costs more than moving could save is not tried.
"""

from __future__ import annotations

from core.routing.engine.indexing import PARTS_A_METRE, Day, Tour
from core.routing.engine.repairing import Fleet, goods_meet, places_for, without
from core.routing.engine.timing import Timed, time_tour

# How often all stops are looked at; a pass that moves nothing is the last.
PASSES = 3


def is_exact(day: Day) -> bool:
    """Whether the search alone knows all that counts, so that this module has nothing to add."""
    return not (
        day.problem.roads.varies
        or day.problem.apart
        or any(van.breaks for van in day.vans)
        or any(len(stop.windows) > 1 for stop in day.stops)
    )


def improve(fleet: Fleet) -> None:
    """Moves stops until nothing is gained."""
    for _ in range(PASSES):
        moved = [stop for stop in range(len(fleet.day.stops)) if _move(fleet, stop)]
        if not moved:
            return


def _move(fleet: Fleet, stop: int) -> bool:
    day = fleet.day
    here = next(
        (one for one in fleet.timed.values() if stop in {visit.stop for visit in one.tour.visits}), None
    )
    if here is None:
        return False
    van = here.tour.van
    if stop in {visit.stop for visit in here.tour.visits[: fleet.fixed.get(van, 0)]}:
        return False
    less = time_tour(day, without(here.tour, {stop}))
    if less is None:
        return False
    saved = here.parts - (less.parts if _is_driven(day, less) else 0)
    best: Timed | None = None
    for other in sorted(day.allowed[stop] & set(fleet.timed)):
        old = less if other == van else fleet.timed[other]
        base = old.parts if _is_driven(day, old) else 0
        for tour in places_for(day, old, stop, fleet.fixed.get(other, 0)):
            if _detour(day, tour, old.tour, stop) >= saved or goods_meet(day, tour):
                continue
            found = time_tour(day, tour)
            if found is not None and found.parts - base < saved:
                best, saved = found, found.parts - base
    if best is None or best.tour == here.tour:
        return False
    fleet.put(less)
    fleet.put(best)
    return True


def _is_driven(day: Day, timed: Timed) -> bool:
    return bool(timed.tour.visits) or day.vans[timed.tour.van].is_out


def _detour(day: Day, tour: Tour, old: Tour, stop: int) -> int:
    """[L2] What the longer way to the stop costs at least, in parts."""
    if len(tour.trips) != len(old.trips):
        return 0
    start, end = day.starts[tour.van], day.ends[tour.van]
    for number, trip in enumerate(tour.trips):
        at = next((place for place, visit in enumerate(trip) if visit.stop == stop), None)
        if at is None:
            continue
        opens = start if number == 0 else tour.depots[number - 1]
        closes = tour.depots[number] if number < len(tour.depots) else end
        before = day.at[trip[at - 1].stop] if at else opens
        after = day.at[trip[at + 1].stop] if at + 1 < len(trip) else closes
        here = day.at[stop]
        further = 0 if after is None else day.metres[here][after] - day.metres[before][after]
        metres = day.metres[before][here] + further
        return metres * day.vans[tour.van].costs.kilometre * PARTS_A_METRE
    return 0
