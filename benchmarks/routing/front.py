"""The front of planning again: how much dearer than a full re-solve the rest of a day is for each number of
stops that change.

    python -m benchmarks.routing.front [--days 5] [--seconds 3] [--prices 40,120,360]

For each day and incident of `replan` tours are improved at several prices of a change, so many CPU
seconds each: from the plan that stood, from the full re-solve (7.5 s of its own), and once more from the best
plan that was seen for that price. Of all plans on the way the cheapest for its number of changed stops is
kept. The true front lies at or below what is printed; nobody has proven how far.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from benchmarks.routing.days import sixty_stops
from benchmarks.routing.replan import INCIDENTS, changed_stops, rest_after
from core.routing.engine.improving import Tours, improver_of
from core.routing.engine.indexing import PARTS, Day, Tour, Visit, change_parts, changes, index_problem
from core.routing.engine.placing import is_driven
from core.routing.engine.planning import plan_day
from core.routing.engine.repairing import fleet_score, repaired
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Change, Problem

# A search goes on from its best plan after so many steps.
STRETCH = 400


class Point(NamedTuple):
    """Cost of routes and stops left out, in parts, no price of a change in it."""

    parts: int
    tours: tuple[Tour, ...]


class Front:
    """The cheapest plan seen for each number of changed stops; a stop left out is a change."""

    def __init__(self, rest: Problem) -> None:
        self.rest = rest
        self.points: dict[int, Point] = {}

    def search(self, price: int, start: Sequence[Tour], seed: int, seconds: float) -> None:
        """Improve from there with a change at that price, and keep all that is seen."""
        day = index_problem(replace(self.rest, change=replace(self.rest.change, moved=price, turned=price)))
        fleet = repaired(day, start, {})
        improver = improver_of(fleet, seed)
        assert improver is not None
        draw, until = random.Random(seed), time.process_time() + seconds
        tours = best = dict(fleet.timed)
        score = least = fleet.score
        warm, step = improver.warmth(tours), 0
        self._see(day, tours)
        while time.process_time() < until:
            step += 1
            if step % STRETCH == 0:
                tours, score = best, least
            found = improver.step(tours)
            if found is None:
                continue
            self._see(day, found)
            reached = fleet_score(day, found.values())
            if reached < score + draw.random() * warm * (1 - step % STRETCH / STRETCH):
                tours, score = found, reached
            if reached < least:
                best, least = found, reached

    def _see(self, day: Day, tours: Tours) -> None:
        driven = [one for one in tours.values() if is_driven(day, one)]
        own = [one.tour for one in driven]
        left = len(day.stops) - sum(len(tour.visits) for tour in own)
        changed = sum(sum(changes(day, tour)) for tour in own) + left
        parts = fleet_score(day, tours.values()) - sum(change_parts(day, tour) for tour in own)
        known = self.points.get(changed)
        if known is None or parts < known.parts:
            self.points[changed] = Point(parts, tuple(own))

    def best_at(self, price: int) -> tuple[Tour, ...]:
        return min(self.points.items(), key=lambda one: one[1].parts + one[0] * price * PARTS)[1].tours


def tours_of(day: Day, plan: DayPlan) -> list[Tour]:
    """A plan of one trip a van as tours."""
    vans = {van.key: index for index, van in enumerate(day.vans)}
    return [
        Tour(
            vans[route.van],
            (tuple(Visit(day.stop_index[one.stop or ""], one.window) for one in route.stops),),
        )
        for route in plan.routes
    ]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--days", type=int, default=5)
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--prices", default="40,120,360")
    given = options.parse_args()
    prices = [int(price) for price in given.prices.split(",")]
    print(
        "per cent dearer than the full re-solve at 0, 1, 2 ... thirds of its changed stops; fewest within 1 %"
    )
    for seed in range(given.days):
        problem = sixty_stops(seed)
        plan = plan_day(problem, seed, _budget(4.5))
        for incident in INCIDENTS:
            print(
                f"day {seed}, {incident}: {_row(problem, plan, incident, seed, prices, given.seconds)}",
                flush=True,
            )


def _row(
    problem: Problem, plan: DayPlan, incident: str, seed: int, prices: Sequence[int], seconds: float
) -> str:
    rest = rest_after(problem, plan, incident, seed)
    best = plan_day(replace(rest, change=Change()), seed, _budget(7.5))
    day = index_problem(rest)
    many, cost = changed_stops(rest, best), sum(route.cost.minor for route in best.routes)
    least = (cost + best.penalty.minor) * PARTS
    front = Front(rest)
    stood = [
        Tour(at, (tuple(Visit(day.stop_index[key], 0) for key in old.stops),))
        for old in rest.change.old
        for at in [next(at for at, van in enumerate(day.vans) if van.key == old.van)]
    ]
    for price in prices:
        front.search(price, stood, seed, seconds)
        front.search(price, tours_of(day, best), seed + 1, seconds)
        front.search(price, front.best_at(price), seed + 2, seconds)
    thirds = [
        min((one.parts for few, one in front.points.items() if few <= many * third // 3), default=None)
        for third in range(4)
    ]
    told = "  ".join("-" if one is None else f"{(one - least) / cost / PARTS:+.2%}" for one in thirds)
    within = [few for few, one in front.points.items() if one.parts <= least + cost * PARTS // 100]
    return f"{many} change; {told}; {min(within, default=None)}"


def _budget(seconds: float) -> Budget:
    return Budget(seconds=seconds, explains=0, is_cpu=True)


if __name__ == "__main__":
    main()
