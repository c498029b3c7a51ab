"""A problem with its keys resolved, as the search, the timing and the repair read it.

[I1] A van may serve a stop when it has all its skills, is not locked, is the van the stop is bound to (if
     any), loads nowhere but at the depot whose goods these are (if any), and could carry it alone.
[I2] Costs are exact in parts of a minor unit: a metre costs 18 parts for each minor unit a kilometre, a
     second 5 parts for each minor unit an hour, a minor unit is 18,000 parts.
[I3] A stop is changed when its van is another one, or when it is not among the most stops of its van that
     keep their old order: whoever else is new, gone or moved, they are where they were for their driver.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.routing.engine.roads import Arcs, arrival, departure
from core.routing.types import Depot, Problem, Stop, Van

PARTS = 18_000
PARTS_A_METRE = 18
PARTS_A_SECOND = 5


class Visit(NamedTuple):
    """A stop and which of its windows is used, by index."""

    stop: int
    window: int


class Tour(NamedTuple):
    """What one van does, without times. ``depots[k]`` is the place where trip k + 1 is loaded."""

    van: int
    trips: tuple[tuple[Visit, ...], ...]
    depots: tuple[int, ...] = ()

    @property
    def visits(self) -> tuple[Visit, ...]:
        return tuple(visit for trip in self.trips for visit in trip)


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """``at``: place of each stop. ``old_van``, ``old_position``: where a stop stood before (-1: nowhere).
    ``allowed``: vans of each stop [I1].
    """

    problem: Problem
    vans: tuple[Van, ...]
    stops: tuple[Stop, ...]
    places: dict[str, int]
    stop_index: dict[str, int]
    at: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int | None, ...]
    depots: dict[int, Depot]
    allowed: tuple[frozenset[int], ...]
    metres: Arcs
    parts: tuple[Arcs, ...]
    old_van: tuple[int, ...]
    old_position: tuple[int, ...]

    def arrival(self, van: int, a: int, b: int, leaves: int) -> int:
        if len(self.parts) == 1:
            return leaves + -(-self.parts[0][a][b] * self.vans[van].pace // 100)
        return arrival(self.parts, self.problem.roads.from_times, self.vans[van].pace, a, b, leaves)

    def departure(self, van: int, a: int, b: int, arrives: int) -> int:
        if len(self.parts) == 1:
            return arrives - -(-self.parts[0][a][b] * self.vans[van].pace // 100)
        return departure(self.parts, self.problem.roads.from_times, self.vans[van].pace, a, b, arrives)


def loading_places(van: Van) -> frozenset[str]:
    """Where a van takes goods on this day."""
    again = frozenset(van.reloads_at) if van.trips > 1 else frozenset()
    return again if van.is_out else again | {van.start}


def may_serve(van: Van, stop: Stop) -> bool:
    """[I1] without looking at the way."""
    if stop.van is not None and stop.van != van.key:
        return False
    if van.locked and stop.key not in van.first:
        return False
    if not stop.skills <= van.skills:
        return False
    if not stop.is_loaded and stop.load != type(stop.load)():
        places = loading_places(van)
        if not places or (stop.depot is not None and places != {stop.depot}):
            return False
    room = van.capacity - van.on_board
    return stop.load.fits(room) and stop.collect.fits(room)


def index_problem(problem: Problem) -> Day:
    """The problem ready to be searched; it must have passed `core.routing.engine.proving.prove_problem`."""
    places = {place.key: index for index, place in enumerate(problem.places)}
    vans, stops = tuple(problem.vans), tuple(problem.stops)
    van_index = {van.key: index for index, van in enumerate(vans)}
    old_van, old_position = {}, {}
    for route in problem.change.old:
        for position, key in enumerate(route.stops):
            old_van[key], old_position[key] = van_index.get(route.van, -1), position
    pinned = {key: index for index, van in enumerate(vans) for key in van.first}
    return Day(
        problem=problem,
        vans=vans,
        stops=stops,
        places=places,
        stop_index={stop.key: index for index, stop in enumerate(stops)},
        at=tuple(places[stop.place] for stop in stops),
        starts=tuple(places[van.start] for van in vans),
        ends=tuple(None if van.end is None else places[van.end] for van in vans),
        depots={places[depot.place]: depot for depot in problem.depots},
        allowed=tuple(
            frozenset(
                index
                for index, van in enumerate(vans)
                if may_serve(van, stop) and pinned.get(stop.key, index) == index
            )
            for stop in stops
        ),
        metres=problem.roads.metres.tolist(),
        parts=tuple(problem.roads.seconds.tolist()),
        old_van=tuple(old_van.get(stop.key, -1) for stop in stops),
        old_position=tuple(old_position.get(stop.key, -1) for stop in stops),
    )


def turns(day: Day, van: int, before: int, stop: int) -> bool:
    """Whether going from ``before`` to ``stop`` goes back in the van's old order."""
    return (
        day.old_van[before] == day.old_van[stop] == van and day.old_position[stop] < day.old_position[before]
    )


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """Indexes of the most numbers that rise, by patience sorting."""
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(heads, number)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1], heads[at : at + 1] = [index], [number]
    kept = [tails[-1]] if tails else []
    while kept and before[kept[-1]] >= 0:
        kept.append(before[kept[-1]])
    return kept[::-1]


def steady(day: Day, tour: Tour) -> frozenset[int]:
    """Stops that the van had already and that keep their order among each other, the most that can [I3]."""
    had = [visit.stop for visit in tour.visits if day.old_van[visit.stop] == tour.van]
    return frozenset(had[at] for at in longest_rise([day.old_position[stop] for stop in had]))


def changes(day: Day, tour: Tour) -> tuple[int, int]:
    """How many stops of a tour come from another van, and how many of its own are out of their order [I3]."""
    old = [day.old_van[visit.stop] for visit in tour.visits]
    own = old.count(tour.van)
    return len(old) - own - old.count(-1), own - len(steady(day, tour))


def change_parts(day: Day, tour: Tour) -> int:
    """What the tour's differences from the old plan cost, in parts."""
    change = day.problem.change
    if not change.moved and not change.turned:
        return 0
    moved, turned = changes(day, tour)
    return (moved * change.moved + turned * change.turned) * PARTS
