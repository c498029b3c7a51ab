"""Tours made to keep every rule, also those that the search does not know.

[S1] A tour that cannot be driven loses stops, the cheapest to leave first, until it can.
[S2] Whoever is in no tour is put where that costs least, dearest stops first; every place is tried with its
     exact times.
[S3] Kinds of goods that may not meet: the van loses the kind with the smaller penalty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.routing.engine.indexing import PARTS, Day, Tour, Visit
from core.routing.engine.timing import Timed, time_tour


class Fleet:
    """Timed tours of all vans, changed one at a time; ``left`` are the stops in no tour."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.timed: dict[int, Timed] = {}
        self.fixed: dict[int, int] = {}
        self.left: set[int] = set(range(len(day.stops)))

    def put(self, timed: Timed) -> None:
        """Replace the van's tour."""
        old = self.timed.get(timed.tour.van)
        if old is not None:
            self.left.update(visit.stop for visit in old.tour.visits)
        self.left.difference_update(visit.stop for visit in timed.tour.visits)
        self.timed[timed.tour.van] = timed

    def replace(self, tours: Mapping[int, Timed]) -> None:
        """All tours at once."""
        self.timed = dict(tours)
        served = {visit.stop for timed in tours.values() for visit in timed.tour.visits}
        self.left = set(range(len(self.day.stops))) - served

    @property
    def score(self) -> int:
        """Cost and penalties in parts; vans that stay at home cost nothing."""
        return fleet_score(self.day, self.timed.values())


def fleet_score(day: Day, timed: Iterable[Timed]) -> int:
    """Cost of the tours that are driven, and the penalties of all stops in none, in parts."""
    driven = [one for one in timed if one.tour.visits or day.vans[one.tour.van].is_out]
    served = {visit.stop for one in driven for visit in one.tour.visits}
    left = sum(stop.penalty for index, stop in enumerate(day.stops) if index not in served)
    return sum(one.parts for one in driven) + left * PARTS


def goods_meet(day: Day, tour: Tour) -> bool:
    """Whether two kinds of goods on the van may not be on one van."""
    if not day.problem.apart:
        return False
    kinds = {kind for visit in tour.visits for kind in day.stops[visit.stop].goods}
    return any(one in kinds and other in kinds for one, other in day.problem.apart)


def without(tour: Tour, stops: set[int]) -> Tour:
    """The tour less some stops."""
    trips = tuple(tuple(visit for visit in trip if visit.stop not in stops) for trip in tour.trips)
    return tour._replace(trips=trips)


def _separated(day: Day, tour: Tour) -> Tour:
    """[S3]"""
    for one, other in sorted(day.problem.apart):
        groups = [
            {visit.stop for visit in tour.visits if kind in day.stops[visit.stop].goods}
            for kind in (one, other)
        ]
        if all(groups):
            tour = without(
                tour, min(groups, key=lambda group: sum(day.stops[stop].penalty for stop in group))
            )
    return tour


def _drivable(day: Day, tour: Tour, fixed: frozenset[int]) -> Timed | None:
    """[S1]; None when not even the empty day can be driven. Fixed stops go last."""
    tour = _separated(day, tour)
    timed = time_tour(day, tour)
    while timed is None:
        free = [visit.stop for visit in tour.visits if visit.stop not in fixed] or [
            visit.stop for visit in tour.visits[-1:]
        ]
        if not free:
            return None
        free.sort(key=lambda stop: (day.stops[stop].penalty, -stop))
        for stop in free:
            timed = time_tour(day, without(tour, {stop}))
            if timed is not None:
                break
        else:
            tour = without(tour, {free[0]})
    return timed


def places_for(day: Day, timed: Timed, stop: int, fixed: int) -> Iterator[Tour]:
    """Every tour that has the stop besides; the first ``fixed`` visits stay the first."""
    tour = timed.tour
    for window in range(len(day.stops[stop].windows)):
        visit = Visit(stop, window)
        for number, trip in enumerate(tour.trips):
            for at in range(fixed if number == 0 else 0, len(trip) + 1):
                trips = (*tour.trips[:number], (*trip[:at], visit, *trip[at:]), *tour.trips[number + 1 :])
                yield tour._replace(trips=trips)
    van = day.vans[tour.van]
    if len(tour.trips) < van.trips:
        for depot in van.reloads_at:
            for window in range(len(day.stops[stop].windows)):
                trips = (*tour.trips, (Visit(stop, window),))
                yield tour._replace(trips=trips, depots=(*tour.depots, day.places[depot]))


def cheapest_place(day: Day, timed: Timed, stop: int, fixed: int) -> tuple[int, Timed] | None:
    """The tour with the stop where it costs least, and how many parts more that is."""
    if timed.tour.van not in day.allowed[stop]:
        return None
    best: Timed | None = None
    for tour in places_for(day, timed, stop, fixed):
        if goods_meet(day, tour):
            return None
        found = time_tour(day, tour)
        if found is not None and (best is None or found.parts < best.parts):
            best = found
    if best is None:
        return None
    is_driven = timed.tour.visits or day.vans[timed.tour.van].is_out
    return best.parts - (timed.parts if is_driven else 0), best


def repaired(day: Day, tours: Sequence[Tour], fixed: dict[int, int]) -> Fleet:
    """All vans' tours so that each can be driven, nothing stands twice, and what fits is in.

    fixed: how many of each van's first visits have to stay the first.
    """
    fleet = Fleet(day)
    fleet.fixed = fixed
    given = {tour.van: tour for tour in tours}
    seen: set[int] = set()
    for van in range(len(day.vans)):
        tour = without(given.get(van, Tour(van, ((),))), seen)
        kept = {visit.stop for visit in tour.visits if van not in day.allowed[visit.stop]}
        seen |= {visit.stop for visit in tour.visits} - kept
        pinned = frozenset(visit.stop for visit in tour.visits[: fixed.get(van, 0)])
        timed = _drivable(day, without(tour, kept), pinned)
        if timed is not None:
            fleet.put(timed)
    insert_left(fleet)
    return fleet


def insert_left(fleet: Fleet) -> None:
    """[S2]"""
    day = fleet.day
    pinned = {day.stop_index[key] for van in day.vans for key in van.first}
    waiting = sorted(fleet.left - pinned, key=lambda stop: (-day.stops[stop].penalty, stop))
    for stop in waiting:
        found = [
            place
            for van in sorted(day.allowed[stop])
            if van in fleet.timed
            for place in [cheapest_place(day, fleet.timed[van], stop, fleet.fixed.get(van, 0))]
            if place is not None and place[0] < day.stops[stop].penalty * PARTS
        ]
        if found:
            fleet.put(min(found, key=lambda place: place[0])[1])
