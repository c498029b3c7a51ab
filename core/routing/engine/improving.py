"""The last touch, with exact times: stops are taken out and put back where they cost least.

The search knows breaks and the hours of the roads only roughly, and it changes a stop's window only in its
place. Here every tour is judged by its exact times, so what the search leaves behind is mended.

[L1] A few neighbouring stops leave their tours, and with those that are in none each is put back where it
     costs least, or first those that have most to lose by waiting (after Christiaens and Vanden Berghe 2020,
     "Slack induction by string removals for vehicle routing problems").
[L2] What comes out is kept where it is cheaper than before, or, early on, hardly dearer; the cheapest of all
     is the outcome.
[L3] The first stops of a van do not move. Where all stops are served, all stay served, whatever that costs.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from core.routing.engine.indexing import PARTS, Day
from core.routing.engine.placing import Places, is_driven
from core.routing.engine.repairing import Fleet, fleet_score, without
from core.routing.engine.timing import Timed
from core.routing.types import Budget

# The most stops taken out at once, and how many neighbours each stop has.
MOST_OUT = 10
NEIGHBOURS = 40
# Of a tour's stops one after the other are taken out so often, else neighbours of any tour.
STRINGS = 0.3
# A neighbour is taken out, or a van looked at, with this chance: the same step does not come out twice.
TAKEN, LOOKED_AT = 0.7, 0.95
# At first a plan that is so many times the mean cost of a stop dearer may be gone on from.
WARMTH = 0.05
# Worth of a stop that has to be served: more than any place costs.
DUTY = 1 << 62
# One step costs as much as so many of the search's iterations.
STEP = 4

Tours = dict[int, Timed]


def is_exact(day: Day) -> bool:
    """Whether the search alone knows all that counts, so that this module has nothing to add."""
    return not (
        day.problem.roads.varies
        or day.problem.apart
        or any(van.breaks for van in day.vans)
        or any(len(stop.windows) > 1 for stop in day.stops)
    )


class Course:
    """How far the budget is used up, from 0 to 1."""

    def __init__(self, budget: Budget) -> None:
        self._clock = time.process_time if budget.is_cpu else time.monotonic
        self._began, self._seconds = self._clock(), budget.seconds
        self._steps = budget.iterations and -(-budget.iterations // STEP)
        self._patience = budget.patience and -(-budget.patience // STEP)
        self._step = self._gained = 0

    def gained(self) -> None:
        self._gained = self._step

    def next(self) -> float:
        shares = [0.0]
        if self._steps is not None:
            shares.append(self._step / self._steps)
        if self._seconds is not None:
            shares.append((self._clock() - self._began) / self._seconds)
        if self._patience is not None and self._step - self._gained >= self._patience:
            shares.append(1.0)
        self._step += 1
        return min(1.0, max(shares))


@dataclass(slots=True)
class Improver:
    """worth: parts that serving each stop may cost."""

    day: Day
    draw: random.Random
    places: Places
    free: Sequence[int]
    near: dict[int, list[int]]
    worth: Sequence[int]

    def warmth(self, tours: Tours) -> float:
        """How much dearer a plan may be that is gone on from at first [L2]."""
        driven = sum(timed.parts for timed in tours.values() if is_driven(self.day, timed))
        return WARMTH * driven / len(self.free)

    def step(self, tours: Tours) -> Tours | None:
        """[L1] Other tours; None where those without the stops cannot be driven, or a duty [L3] is left."""
        of_van = {visit.stop: van for van, timed in tours.items() for visit in timed.tour.visits}
        left = [stop for stop in self.free if stop not in of_van]
        out = self._chosen(tours, of_van, left)
        other = dict(tours)
        for van in sorted({of_van[stop] for stop in out if stop in of_van}):
            timed = self.places.time(without(tours[van].tour, out))
            if timed is None:
                return None
            other[van] = timed
        waiting = sorted(out | set(left))
        if self.draw.random() < 0.5:
            self._put_dearest(other, waiting)
        else:
            self._put_all(other, waiting)
        served = {visit.stop for timed in other.values() for visit in timed.tour.visits}
        is_duty_left = any(self.worth[stop] == DUTY and stop not in served for stop in waiting)
        return None if is_duty_left else other

    def _chosen(self, tours: Tours, of_van: dict[int, int], left: Sequence[int]) -> set[int]:
        many = self.draw.randint(1, max(1, min(MOST_OUT, len(self.free) // 3)))
        centre = self.draw.choice(left if left and self.draw.random() < 0.5 else self.free)
        if centre in of_van and self.draw.random() < STRINGS:
            visits = [visit.stop for visit in tours[of_van[centre]].tour.visits]
            at = max(0, visits.index(centre) - self.draw.randint(0, many))
            return {centre, *(stop for stop in visits[at : at + many] if stop in self.near)}
        others = [stop for stop in self.near[centre] if self.draw.random() < TAKEN]
        return {centre, *others[: many - 1]}

    def _put(self, tours: Tours, stop: int, vans: Sequence[int]) -> None:
        place = self.places.place(tours, vans, stop)
        if place is not None and place.parts < self.worth[stop]:
            tours[place.timed.tour.van] = place.timed

    def _vans(self, tours: Tours, stop: int) -> list[int]:
        return [van for van in sorted(self.day.allowed[stop]) if van in tours]

    def _put_all(self, tours: Tours, waiting: list[int]) -> None:
        """In any order, dearest first, or those with the least time first."""
        stops = self.day.stops
        self.draw.shuffle(waiting)
        order = self.draw.randint(0, 2)
        if order == 1:
            waiting.sort(key=lambda stop: -stops[stop].penalty)
        elif order == 2:
            waiting.sort(key=lambda stop: sum(one.closes - one.opens for one in stops[stop].windows))
        for stop in waiting:
            vans = [van for van in self._vans(tours, stop) if self.draw.random() < LOOKED_AT]
            self._put(tours, stop, vans)

    def _put_dearest(self, tours: Tours, waiting: list[int]) -> None:
        """Always next the one that loses most if it does not get its best van."""
        left = set(waiting)
        while left:
            stop = max(sorted(left), key=lambda one: self._regret(tours, one))
            left.discard(stop)
            self._put(tours, stop, self._vans(tours, stop))

    def _regret(self, tours: Tours, stop: int) -> tuple[int, int]:
        lost = self.worth[stop]
        guesses = (self.places.guess(tours[van], stop) for van in self._vans(tours, stop))
        first, second, *_ = sorted(
            [min(lost, guess) for guess in guesses if guess is not None] + [lost, lost]
        )
        return second - first, -first


def improver_of(fleet: Fleet, seed: int) -> Improver | None:
    """What changes the tours of a fleet; None where no stop may move [L3]."""
    day = fleet.day
    fixed = {
        visit.stop
        for van, timed in fleet.timed.items()
        for visit in timed.tour.visits[: fleet.fixed.get(van, 0)]
    }
    fixed |= {day.stop_index[key] for van in day.vans for key in van.first}
    free = [stop for stop in range(len(day.stops)) if stop not in fixed and day.allowed[stop]]
    if not free:
        return None
    worth = [stop.penalty * PARTS if fleet.left else DUTY for stop in day.stops]
    places = Places(day, fleet.fixed)
    return Improver(day, random.Random(seed), places, free, _neighbours(day, free), worth)


def improve(fleet: Fleet, seed: int, budget: Budget) -> None:
    """Moves stops within a budget, of which a step counts as `STEP` iterations."""
    improver = improver_of(fleet, seed)
    if improver is None:
        return
    tours, score = dict(fleet.timed), fleet.score
    best, least = tours, score
    warm = improver.warmth(tours)
    course = Course(budget)
    while (share := course.next()) < 1:
        other = improver.step(tours)
        if other is None:
            continue
        reached = fleet_score(fleet.day, other.values())
        if reached < score + improver.draw.random() * warm * (1 - share):
            tours, score = other, reached
        if reached < least:
            best, least = other, reached
            course.gained()
    fleet.replace(best)


def _neighbours(day: Day, free: Sequence[int]) -> dict[int, list[int]]:
    def way(one: int, other: int) -> int:
        a, b = day.at[one], day.at[other]
        return min(day.metres[a][b], day.metres[b][a])

    return {
        one: sorted((other for other in free if other != one), key=lambda other: (way(one, other), other))[
            :NEIGHBOURS
        ]
        for one in free
    }
