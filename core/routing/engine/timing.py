"""When a van is where, for a given order of stops.

[T1] A van leaves no earlier than its shift and its depot allow, drives at once, waits at the stop for the
     window, and begins before the window closes. It is at its end before the shift and the depot end; a
     van that is on the road already may come back to a closed depot.
[T2] A break is taken at a place, before leaving it or on arriving there, between services; where it may lie
     is what ends the day earliest.
[T3] The van leaves as late as the day's end allows: waiting is done before the start, not on the road.
[T4] A further trip is loaded at its depot within the opening hours; what was collected stays there.
[T5] At no time is more on board than the van may carry; goods already on board ride until they are served.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from core.routing.engine.indexing import PARTS, PARTS_A_METRE, PARTS_A_SECOND, Day, Tour, change_parts
from core.routing.types import UNREACHABLE, Load


class Node(NamedTuple):
    """One place of the way: service may begin from ``opens`` to ``closes`` and takes ``service``. stop is
    -1 where nothing is served; ``is_reload``: a further trip is loaded here.
    """

    place: int
    opens: int
    closes: int
    service: int
    stop: int = -1
    window: int = 0
    is_reload: bool = False


class Rest(NamedTuple):
    """Where a break lies: on the leg to node ``leg``, before driving it or on arriving."""

    number: int
    leg: int
    on_arrival: bool


class Moment(NamedTuple):
    """A step in time. ``node`` counts the way's nodes; ``rest``: a break's number, or -1."""

    node: int
    rest: int
    place: int
    arrives: int
    begins: int
    leaves: int


class Timed(NamedTuple):
    """A tour with its times, from START to END. parts: its whole cost in parts of a minor unit, windows and
    changes counted in.
    """

    tour: Tour
    way: tuple[Node, ...]
    moments: tuple[Moment, ...]
    metres: int
    duration: int
    parts: int


def way_of(day: Day, tour: Tour) -> tuple[Node, ...]:
    """All places of a tour in order, from the start to the end."""
    van = day.vans[tour.van]
    start = day.starts[tour.van]
    depot = day.depots.get(start)
    opens, closes = van.shift
    if depot is not None and not van.is_out:
        opens, closes = max(opens, depot.opens), min(closes, depot.closes)
    nodes = [Node(start, opens, closes, 0)]
    for number, trip in enumerate(tour.trips):
        if number:
            at = tour.depots[number - 1]
            again = day.depots[at]
            nodes.append(Node(at, again.opens, again.closes, again.reload_seconds, is_reload=True))
        for visit in trip:
            stop = day.stops[visit.stop]
            window = stop.windows[visit.window]
            nodes.append(
                Node(day.at[visit.stop], window.opens, window.closes, stop.service, visit.stop, visit.window)
            )
    end = day.ends[tour.van]
    last = nodes[-1].place if end is None else end
    closes = van.shift[1]
    if last in day.depots and end is not None and not van.is_out:
        closes = min(closes, day.depots[last].closes)
    nodes.append(Node(last, 0, closes, 0))
    return tuple(nodes)


def loads_fit(day: Day, tour: Tour) -> bool:
    """[T5], and that goods not on board are loaded before they are served."""
    van = day.vans[tour.van]
    riding = [day.stops[visit.stop].load for visit in tour.visits if day.stops[visit.stop].is_loaded]
    for number, trip in enumerate(tour.trips):
        stops = [day.stops[visit.stop] for visit in trip]
        if van.is_out and not number and any(not one.is_loaded and one.load != Load() for one in stops):
            return False
        fresh = [one.load for one in stops if not one.is_loaded]
        on_board = sum([*riding, *fresh], van.on_board)
        if not on_board.fits(van.capacity):
            return False
        for one in stops:
            on_board = on_board - one.load + one.collect
            if not on_board.fits(van.capacity):
                return False
            if one.is_loaded:
                riding.remove(one.load)
    return True


def _rest(day: Day, van: int, number: int, node: int, place: int, ready: int) -> Moment | None:
    """A break of somebody who is free from ``ready`` on; None when it is too late for it."""
    owed = day.vans[van].breaks[number]
    begins = max(ready, owed.earliest)
    if begins > owed.latest:
        return None
    return Moment(node, number, place, ready, begins, begins + owed.seconds)


def _leg(
    day: Day, van: int, way: tuple[Node, ...], at: int, leaves: int, rests: tuple[Rest, ...]
) -> list[Moment] | None:
    """From node ``at - 1``, free at ``leaves``, to the service at node ``at``; None where too late."""
    moments: list[Moment] = []
    here, there, now = way[at - 1], way[at], leaves
    for rest in rests:
        if not rest.on_arrival:
            taken = _rest(day, van, rest.number, at - 1, here.place, now)
            if taken is None:
                return None
            moments.append(taken)
            now = taken.leaves
    arrives = now
    if here.place != there.place:
        arrives = day.arrival(van, here.place, there.place, now)
    if arrives > there.closes or arrives - now >= UNREACHABLE:
        return None
    now = arrives
    for rest in rests:
        if rest.on_arrival:
            taken = _rest(day, van, rest.number, at, there.place, now)
            if taken is None:
                return None
            moments.append(taken)
            now = taken.leaves
    begins = max(now, there.opens)
    if begins > there.closes:
        return None
    moments.append(Moment(at, -1, there.place, now, begins, begins + there.service))
    return moments


def _walk(
    day: Day, van: int, way: tuple[Node, ...], start: int, rests: tuple[Rest, ...]
) -> list[Moment] | None:
    """All moments of a van that leaves at ``start``, breaks as given."""
    moments = [Moment(0, -1, way[0].place, start, start, start)]
    for at in range(1, len(way)):
        here = tuple(rest for rest in rests if rest.leg == at) if rests else ()
        further = _leg(day, van, way, at, moments[-1].leaves, here)
        if further is None:
            return None
        moments += further
    return moments


class _Reached(NamedTuple):
    leaves: int
    start: int
    rests: tuple[Rest, ...]


def _place_rests(day: Day, van: int, way: tuple[Node, ...]) -> _Reached | None:
    """The breaks where they let the day end earliest [T2]; None when the day cannot be driven with them."""
    owed, best = day.vans[van].breaks, {}
    for done in range(len(owed) + 1):
        start = max(way[0].opens, owed[done - 1].earliest + owed[done - 1].seconds if done else 0)
        if start <= way[0].closes:
            best[done] = _Reached(start, start, ())
    for at in range(1, len(way)):
        further: dict[int, _Reached] = {}
        for done, reached in best.items():
            for rests in _rests_on(day, van, way, at, done, reached.leaves):
                moments = _leg(day, van, way, at, reached.leaves, rests)
                if moments is None:
                    continue
                upto = done + len(rests)
                longer = _Reached(moments[-1].leaves, reached.start, reached.rests + rests)
                if upto not in further or _earlier(longer) < _earlier(further[upto]):
                    further[upto] = longer
        best = further
    ended = [
        reached
        for done, reached in sorted(best.items())
        if all(reached.leaves <= later.latest for later in owed[done:])
    ]
    return min(ended, key=_earlier, default=None)


def _rests_on(
    day: Day, van: int, way: tuple[Node, ...], at: int, done: int, leaves: int
) -> Iterator[tuple[Rest, ...]]:
    """Which of the breaks still owed may lie on the leg to a node, one way after the other. None where the
    next one is too late by now, or where the van will be free again before it could begin: there it lies as
    well behind that node.
    """
    yield ()
    owed = day.vans[van].breaks
    if done == len(owed) or leaves > owed[done].latest:
        return
    moments = _leg(day, van, way, at, leaves, ())
    if moments is not None and moments[-1].leaves <= owed[done].earliest:
        return
    for upto in range(done + 1, len(owed) + 1):
        for split in range(done, upto + 1):
            yield tuple(Rest(number, at, number >= split) for number in range(done, upto))


def _earlier(reached: _Reached) -> tuple[int, int]:
    """The sooner it ends the better, then the later it begins."""
    return reached.leaves, -reached.start


def _moments(day: Day, tour: Tour, way: tuple[Node, ...]) -> list[Moment] | None:
    """Breaks placed, the day's end as early as it can be and its start as late as that allows [T3]."""
    van, start = tour.van, way[0].opens
    rests: tuple[Rest, ...] = ()
    if day.vans[van].breaks:
        reached = _place_rests(day, van, way)
        if reached is None:
            return None
        start, rests = reached.start, reached.rests
    moments = _walk(day, van, way, start, rests)
    if moments is None:
        return None
    if not any(one.begins > one.arrives for one in moments):
        return moments
    return _walk(day, van, way, _latest_start(day, van, way, moments), rests)


def _latest_start(day: Day, van: int, way: tuple[Node, ...], moments: list[Moment]) -> int:
    """[T3] backwards from the end: until when everything may be left without ending later."""
    latest = moments[-1].leaves
    for at in range(len(moments) - 2, -1, -1):
        here, after = moments[at], moments[at + 1]
        if here.place != after.place:
            latest = day.departure(van, here.place, after.place, latest)
        node = way[here.node]
        closes = node.closes if here.rest < 0 else day.vans[van].breaks[here.rest].latest
        latest = min(closes, latest - (here.leaves - here.begins))
    return latest


def time_tour(day: Day, tour: Tour) -> Timed | None:
    """The tour with its times and its cost; None when a rule of this module, or the van's longest day or
    way, forbids it.
    """
    van = day.vans[tour.van]
    if not loads_fit(day, tour):
        return None
    way = way_of(day, tour)
    moments = _moments(day, tour, way)
    if moments is None:
        return None
    legs = [(here.place, there.place) for here, there in pairwise(way) if here.place != there.place]
    metres = sum(day.metres[a][b] for a, b in legs)
    duration = moments[-1].arrives - moments[0].leaves
    if (van.longest is not None and duration > van.longest) or (
        van.farthest is not None and metres > van.farthest
    ):
        return None
    costs = van.costs
    parts = (
        costs.day * PARTS + metres * costs.kilometre * PARTS_A_METRE + duration * costs.hour * PARTS_A_SECOND
    )
    prices = sum(day.stops[visit.stop].windows[visit.window].price for visit in tour.visits)
    return Timed(
        tour, way, tuple(moments), metres, duration, parts + prices * PARTS + change_parts(day, tour)
    )
