"""Where a stop costs least in tours that are tried again and again.

[C1] A place is tried only if the ways there and on hold without breaks; what it would cost is guessed from
     the longer way, the later arrival, the window and the change of the old plan.
[C2] The `TRIES` places with the lowest guess are timed exactly, and only what was timed counts.
[C3] What was reckoned for a tour is kept: most tours stay as they are while a few change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from core.routing.engine.indexing import (
    PARTS,
    PARTS_A_METRE,
    PARTS_A_SECOND,
    Day,
    Tour,
    Visit,
    steady,
)
from core.routing.engine.repairing import goods_meet
from core.routing.engine.timing import Node, Timed, time_tour

TRIES = 3
# So many tours are kept in mind: some 100 MB.
MOST_KEPT = 50_000
# A guess that comes after all others.
LAST = 1 << 60


class Placed(NamedTuple):
    """A tour with the stop in it, and how many parts more it costs."""

    parts: int
    timed: Timed


class _Slack(NamedTuple):
    """Of each place of a way: the earliest moment it can be left, and the latest that its service may begin
    so that all that follows holds; breaks passed over. behind, ahead: before each visit and after the last,
    the last old place of those that keep their order and stand before, and the first of those that follow.
    """

    early: tuple[int, ...]
    late: tuple[int, ...]
    behind: tuple[int, ...]
    ahead: tuple[int, ...]


class _Gap(NamedTuple):
    """Between two nodes of a way: in which trip, after how many of its visits, behind which node."""

    trip: int
    at: int
    node: int


class _Guess(NamedTuple):
    """What a place would cost, in parts; the stop and its window; in which trip, after how many of its
    visits. depot: the place where a further trip for it is loaded, -1 for none.
    """

    parts: int
    visit: Visit
    trip: int
    at: int
    depot: int = -1


class Places:
    """Finds places for stops in one day's tours [C3]. fixed: how many of each van's first visits stay."""

    def __init__(self, day: Day, fixed: Mapping[int, int]) -> None:
        self.day, self.fixed = day, fixed
        self._timed: dict[Tour, Timed | None] = {}
        self._guesses: dict[tuple[Tour, int], tuple[tuple[int, Tour], ...]] = {}
        self._slacks: dict[Tour, _Slack] = {}

    def time(self, tour: Tour) -> Timed | None:
        """The tour with its times, None for one that breaks a rule."""
        if tour not in self._timed:
            if len(self._timed) > MOST_KEPT:
                self._timed.clear()
            self._timed[tour] = None if goods_meet(self.day, tour) else time_tour(self.day, tour)
        return self._timed[tour]

    def guess(self, timed: Timed, stop: int) -> int | None:
        """What the stop would cost in that tour, in parts; None where it has no place there."""
        guesses = self._guessed(timed, stop)
        return guesses[0][0] if guesses else None

    def place(self, tours: Mapping[int, Timed], vans: Sequence[int], stop: int) -> Placed | None:
        """The cheapest place in the tours of these vans [C2]."""
        guesses = sorted(one for van in vans for one in self._guessed(tours[van], stop))
        best: Placed | None = None
        timed = 0
        for guess, tour in guesses:
            if timed == TRIES or (best is not None and guess > best.parts):
                break
            found = self.time(tour)
            if found is None:
                continue
            timed += 1
            old = tours[tour.van]
            parts = found.parts - (old.parts if is_driven(self.day, old) else 0)
            if best is None or parts < best.parts:
                best = Placed(parts, found)
        return best

    def _guessed(self, timed: Timed, stop: int) -> tuple[tuple[int, Tour], ...]:
        key = (timed.tour, stop)
        if key not in self._guesses:
            if len(self._guesses) > MOST_KEPT:
                self._guesses.clear()
            least = nsmallest(TRIES, self._candidates(timed, stop))
            self._guesses[key] = tuple((one.parts, _longer(timed.tour, one)) for one in least)
        return self._guesses[key]

    def _slack(self, timed: Timed) -> _Slack:
        if timed.tour not in self._slacks:
            if len(self._slacks) > MOST_KEPT:
                self._slacks.clear()
            self._slacks[timed.tour] = _slack_of(self.day, timed)
        return self._slacks[timed.tour]

    def _candidates(self, timed: Timed, stop: int) -> Iterator[_Guess]:
        """[C1] Every place the stop could have in that tour."""
        day, tour = self.day, timed.tour
        van = day.vans[tour.van]
        once = 0 if is_driven(day, timed) else van.costs.day * PARTS
        if day.old_van[stop] not in (-1, tour.van):
            once += day.problem.change.moved * PARTS
        turned = day.problem.change.turned * PARTS
        slack = self._slack(timed)
        gaps = list(_gaps(tour, self.fixed.get(tour.van, 0)))
        for index, window in enumerate(day.stops[stop].windows):
            visit = Visit(stop, index)
            for gap in gaps:
                more = _detour(day, timed, slack, gap, visit)
                if more is not None:
                    if turned and _is_turned(day, tour, slack, gap, stop):
                        more += turned
                    yield _Guess(once + more + window.price * PARTS, visit, gap.trip, gap.at)
            if len(tour.trips) < van.trips:
                for depot in van.reloads_at:
                    yield _Guess(LAST, visit, len(tour.trips), 0, day.places[depot])


def _longer(tour: Tour, guess: _Guess) -> Tour:
    """The tour with the stop where it was guessed."""
    if guess.depot >= 0:
        return tour._replace(trips=(*tour.trips, (guess.visit,)), depots=(*tour.depots, guess.depot))
    trip = tour.trips[guess.trip]
    longer = (*trip[: guess.at], guess.visit, *trip[guess.at :])
    return tour._replace(trips=(*tour.trips[: guess.trip], longer, *tour.trips[guess.trip + 1 :]))


def is_driven(day: Day, timed: Timed) -> bool:
    """Whether the van goes out, or is on the road anyway."""
    return bool(timed.tour.visits) or day.vans[timed.tour.van].is_out


def _gaps(tour: Tour, fixed: int) -> Iterator[_Gap]:
    node = 0
    for number, trip in enumerate(tour.trips):
        node += number > 0
        for at in range(0 if number else fixed, len(trip) + 1):
            yield _Gap(number, at, node + at)
        node += len(trip)


def _leg(day: Day, van: int, a: int, b: int, leaves: int) -> int:
    return leaves if a == b else day.arrival(van, a, b, leaves)


def _detour(day: Day, timed: Timed, slack: _Slack, gap: _Gap, visit: Visit) -> int | None:
    """[C1] The longer way and the time it takes, in parts; None where it is too late for it or for what
    follows.
    """
    tour, way, here = timed.tour, timed.way, day.at[visit.stop]
    van, window = tour.van, day.stops[visit.stop].windows[visit.window]
    before, after = way[gap.node], way[gap.node + 1]
    early, late = slack.early[gap.node], slack.late[gap.node + 1]
    if early > window.closes or max(early, window.opens) + day.stops[visit.stop].service > late:
        return None  # even if it took no time to get there
    arrives = _leg(day, van, before.place, here, early)
    if arrives > window.closes:
        return None
    leaves = max(arrives, window.opens) + day.stops[visit.stop].service
    is_last = day.ends[van] is None and gap.node + 2 == len(way)
    there = leaves if is_last else _leg(day, van, here, after.place, leaves)
    if there > late:
        return None
    metres = _metres(day, before.place, here)
    if not is_last:
        metres += _metres(day, here, after.place) - _metres(day, before.place, after.place)
    later = max(0, max(there, after.opens) + after.service - slack.early[gap.node + 1])
    costs = day.vans[van].costs
    return metres * costs.kilometre * PARTS_A_METRE + later * costs.hour * PARTS_A_SECOND


def _metres(day: Day, a: int, b: int) -> int:
    return 0 if a == b else day.metres[a][b]


def _is_turned(day: Day, tour: Tour, slack: _Slack, gap: _Gap, stop: int) -> bool:
    """Whether the stop would be out of its van's old order."""
    if day.old_van[stop] != tour.van:
        return False
    at = gap.node - gap.trip
    return not slack.behind[at] < day.old_position[stop] < slack.ahead[at]


def _slack_of(day: Day, timed: Timed) -> _Slack:
    way, van = timed.way, timed.tour.van
    early = [way[0].opens]
    for here, there in pairwise(way):
        arrives = _leg(day, van, here.place, there.place, early[-1])
        early.append(max(arrives, there.opens) + there.service)
    late = [way[-1].closes]
    for there, here in pairwise(reversed(way)):
        late.append(_latest(day, van, here, there, late[-1]))
    behind, ahead = _order(day, timed.tour) if day.problem.change.turned else ((), ())
    return _Slack(tuple(early), tuple(reversed(late)), behind, ahead)


def _order(day: Day, tour: Tour) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """`_Slack.behind` and `_Slack.ahead`."""
    kept = steady(day, tour)
    places = [day.old_position[visit.stop] if visit.stop in kept else None for visit in tour.visits]
    behind, ahead = [-1], [LAST]
    for one, other in zip(places, reversed(places), strict=True):
        behind.append(behind[-1] if one is None else one)
        ahead.append(ahead[-1] if other is None else other)
    return tuple(behind), tuple(reversed(ahead))


def _latest(day: Day, van: int, here: Node, there: Node, arrives: int) -> int:
    leaves = arrives
    if here.place != there.place:
        leaves = day.departure(van, here.place, there.place, arrives)
    return min(here.closes, leaves - here.service)
