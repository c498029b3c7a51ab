"""The rest of a day that has begun, and what changed in a plan.

[N1] Done stops are gone; what was collected there rides along. A van goes on from where and when it is, and
     first to where it is already heading.
[N2] Goods of the trip a van is on are on board and stay on that van. Goods of a later trip are at the depot.
[N3] A van that is lost goes nowhere; its stops need goods from a depot again.
[N4] A day already begun is paid; what is left of the longest day and way is what has not been used, and a
     break that has begun or whose time is over is not owed again. A van that cannot be home in time any more
     gets the time to drive straight home, and no more.
[N5] In the list of changes a van's stops keep their place as long as their order holds: only the fewest
     that explain the new order are named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.routing.engine.roads import arrival
from core.routing.plan_types import DayPlan, Route, StepKind
from core.routing.types import (
    Change,
    Load,
    OldRoute,
    Place,
    Problem,
    Roads,
    Stop,
    Van,
    Window,
)


@dataclass(frozen=True, slots=True)
class VanState:
    """Where a van that has left stands. free_at: when it can drive on from ``place``. done: stops that are
    behind it, served or not. heading: stops it is on its way to and will not turn from. reloads: how often
    it has loaded again. metres: driven since it left, where known.
    """

    van: str
    place: str
    free_at: int
    done: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    reloads: int = 0
    metres: int = 0
    is_lost: bool = False


def with_promise(stop: Stop, opens: int, closes: int, price: int) -> Stop:
    """The stop with what its dealer was promised as the window that costs nothing; the windows it had cost
    ``price`` more.
    """
    dearer = tuple(replace(window, price=window.price + price) for window in stop.windows)
    return replace(stop, windows=(Window(opens, closes), *dearer))


def rest_of_day(
    problem: Problem,
    plan: DayPlan,
    states: Sequence[VanState],
    places: Sequence[Place],
    roads: Roads,
    *,
    added: Sequence[Stop] = (),
    cancelled: Collection[str] = (),
    moved: int = 0,
    turned: int = 0,
) -> Problem:
    """What is still to be planned of ``plan``; vans without a state have not left.

    places, roads: of the whole rest, with where the vans are now and with roads as they are now. moved,
    turned: the price of a change in minor units, see `Change`. A key that is not known raises KeyError.
    """
    of_van = {state.van: state for state in states}
    routes = {route.van: route for route in plan.routes}
    gone = {key for state in states for key in state.done} | set(cancelled)
    stops = {stop.key: stop for stop in problem.stops if stop.key not in gone}
    old = []
    for van in problem.vans:
        route, state = routes.get(van.key), of_van.get(van.key)
        if route is None:
            continue
        rest = _trips(route)[state.reloads if state else 0 :]
        if state is not None and not state.is_lost:
            for key in rest[0][1] if rest else ():
                if key in stops:
                    stops[key] = replace(stops[key], van=van.key, is_loaded=True)
        if state is not None and state.is_lost:
            lost = {key for _, keys in rest for key in keys} & set(stops)
            stops |= {key: replace(stops[key], van=None, is_loaded=False) for key in lost}
        else:
            old.append(_old_route(van.key, rest, set(stops)))
    known = {stop.key: stop for stop in problem.stops}
    vans = [
        _van_now(van, routes.get(van.key), of_van[van.key], known, _home(van, of_van[van.key], places, roads))
        if van.key in of_van
        else van
        for van in problem.vans
    ]
    return replace(
        problem,
        places=places,
        roads=roads,
        vans=vans,
        stops=[*stops.values(), *added],
        change=Change(tuple(old), moved, turned),
    )


def _trips(route: Route) -> list[tuple[str, list[str]]]:
    """Each trip of a route: where it was loaded, and its stops."""
    trips: list[tuple[str, list[str]]] = []
    for step in route.steps:
        if step.kind in (StepKind.START, StepKind.RELOAD):
            trips.append((step.place, []))
        elif step.stop is not None:
            trips[-1][1].append(step.stop)
    return trips


def _old_route(van: str, trips: Sequence[tuple[str, list[str]]], left: set[str]) -> OldRoute:
    keys: list[str] = []
    reloads = []
    for number, (place, stops) in enumerate(trips):
        if number:
            reloads.append((len(keys), place))
        keys += [key for key in stops if key in left]
    return OldRoute(van, tuple(keys), tuple(reloads))


def _home(van: Van, state: VanState, places: Sequence[Place], roads: Roads) -> tuple[int, int]:
    """(seconds, metres) of the straight way home from where a van is now."""
    if van.end is None or state.is_lost:
        return 0, 0
    at = {place.key: index for index, place in enumerate(places)}
    a, b = at[state.place], at[van.end]
    if a == b:
        return 0, 0
    parts = roads.seconds.tolist()
    return arrival(parts, roads.from_times, van.pace, a, b, state.free_at) - state.free_at, int(
        roads.metres[a, b]
    )


def _van_now(
    van: Van, route: Route | None, state: VanState, known: Mapping[str, Stop], home: tuple[int, int]
) -> Van:
    """[N1] [N3] [N4]"""
    starts = route.starts if route is not None else state.free_at
    trips = _trips(route) if route is not None else []
    here = {key for _, keys in trips[state.reloads : state.reloads + 1] for key in keys}
    on_board = van.on_board
    for key in state.done:
        on_board = on_board + (known[key].collect if key in here else Load())
    seconds, metres = home
    ends = max(state.free_at + seconds, van.shift[1])
    longest = None if van.longest is None else max(seconds, van.longest - (state.free_at - starts))
    farthest = None if van.farthest is None else max(metres, van.farthest - state.metres)
    return replace(
        van,
        start=state.place,
        end=state.place if state.is_lost else van.end,
        shift=(state.free_at, ends),
        costs=replace(van.costs, day=0),
        longest=longest,
        farthest=farthest,
        breaks=tuple(rest for rest in van.breaks if rest.latest >= state.free_at),
        trips=max(1, van.trips - state.reloads),
        is_out=True,
        on_board=on_board,
        first=() if state.is_lost else state.heading,
        locked=van.locked or state.is_lost,
    )


class DifferenceKind(StrEnum):
    """GIVEN: a stop comes to a van that had it not; TAKEN: it goes from a van to another; DROPPED: it is in
    no route any more; TURNED: it is visited at another place of its van's order; WINDOW: it will be served
    outside of what was promised.
    """

    GIVEN = "given"
    TAKEN = "taken"
    DROPPED = "dropped"
    TURNED = "turned"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line for one driver (``van``), or, for a WINDOW, for one dealer. other: the van it came from or
    went to. after: the stop it now follows (None: first of the rest). begins: when it is served now.
    """

    kind: DifferenceKind
    stop: str
    van: str
    other: str | None = None
    after: str | None = None
    begins: int | None = None


def differences(
    before: DayPlan, after: DayPlan, promised: Mapping[str, tuple[int, int]], done: Collection[str] = ()
) -> tuple[Difference, ...]:
    """What changed for whom, drivers by van and then dealers [N5]; nobody else need be told.

    promised: the window that each stop's dealer was told, both ends included.
    """
    old = {route.van: [step.stop for step in route.stops if step.stop not in done] for route in before.routes}
    new = {route.van: [step.stop for step in route.stops] for route in after.routes}
    was = {stop: van for van, stops in old.items() for stop in stops if stop}
    steps = {step.stop: (route.van, step) for route in after.routes for step in route.stops if step.stop}
    found: list[Difference] = []
    for van in sorted({*old, *new}):
        order = [stop for stop in new.get(van, []) if stop]
        kept = _longest_common([stop for stop in old.get(van, []) if stop], order)
        follows = dict(zip(order, [None, *order], strict=False))
        for stop in order:
            if stop in kept:
                continue
            kind = DifferenceKind.TURNED if was.get(stop) == van else DifferenceKind.GIVEN
            other = was.get(stop) if was.get(stop) != van else None
            found.append(Difference(kind, stop, van, other, follows[stop], steps[stop][1].begins))
        for stop in filter(None, old.get(van, [])):
            if stop not in steps:
                found.append(Difference(DifferenceKind.DROPPED, stop, van))
            elif steps[stop][0] != van:
                found.append(Difference(DifferenceKind.TAKEN, stop, van, steps[stop][0]))
    for key, (opens, closes) in sorted(promised.items()):
        if key in steps and not opens <= steps[key][1].begins <= closes:
            van, step = steps[key]
            found.append(Difference(DifferenceKind.WINDOW, key, van, begins=step.begins))
    return tuple(found)


def _longest_common(one: Sequence[str], other: Sequence[str]) -> set[str]:
    """Of two orders the most that stands in both in the same order."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for a in range(len(one) - 1, -1, -1):
        for b in range(len(other) - 1, -1, -1):
            table[a][b] = (
                table[a + 1][b + 1] + 1 if one[a] == other[b] else max(table[a + 1][b], table[a][b + 1])
            )
    kept, a, b = set(), 0, 0
    while a < len(one) and b < len(other):
        if one[a] == other[b]:
            kept.add(one[a])
            a, b = a + 1, b + 1
        elif table[a + 1][b] >= table[a][b + 1]:
            a += 1
        else:
            b += 1
    return kept
