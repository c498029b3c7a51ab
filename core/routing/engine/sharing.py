"""What a plan is worth: against the order as given, and for each stop on its own.

[Q1] A stop's share of its route's cost, way, time and CO2 goes by what leaving it out would save; shares are
     whole numbers and add up to the route's.
[Q2] The given order is what a day without planning looks like: stops go in their order to the first van
     that may serve them and has room, and each van drives them in that order. Windows are not kept there,
     so the comparison flatters the given order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.kernel.money import Money, divide_half_up, split_by_largest_remainder
from core.routing.engine.indexing import Day, index_problem
from core.routing.engine.proving import prove_problem
from core.routing.plan_types import DayPlan, Route, StepKind
from core.routing.types import Load, Problem


@dataclass(frozen=True, slots=True)
class StopShare:
    """What one stop costs in the plan it stands in: metres, seconds of the van's day, grams of CO2."""

    stop: str
    cost: Money
    metres: int
    seconds: int
    co2: int


def shares_of(problem: Problem, route: Route) -> tuple[StopShare, ...]:
    """[Q1] for one route, in the order of its stops; empty for a route without any."""
    at = {place.key: index for index, place in enumerate(problem.places)}
    services = {stop.key: stop.service for stop in problem.stops}
    metres, seconds = problem.roads.metres, problem.roads.seconds[0]
    steps = [step for step in route.steps if step.kind is not StepKind.BREAK]
    keys, ways, times = [], [], []
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        if step.stop is None:
            continue
        a, b, c = at[before.place], at[step.place], at[after.place]
        keys.append(step.stop)
        ways.append(max(0, int(metres[a, b] + metres[b, c] - metres[a, c])) + 1)
        drive = int(seconds[a, b] + seconds[b, c] - seconds[a, c])
        times.append(max(0, drive) + services[step.stop] + 1)
    if not keys:
        return ()
    costs = next(van.costs for van in problem.vans if van.key == route.van)
    weights = [
        way * costs.kilometre * 18 + time * costs.hour * 5 + 1 for way, time in zip(ways, times, strict=True)
    ]
    parts = zip(
        keys,
        route.cost.split(weights),
        split_by_largest_remainder(route.metres, ways),
        split_by_largest_remainder(route.ends - route.starts, times),
        split_by_largest_remainder(route.co2, ways),
        strict=True,
    )
    return tuple(StopShare(*part) for part in parts)


@dataclass(frozen=True, slots=True)
class Saving:
    """Metres of the plan and of the given order ([Q2]), and how much less the plan is, in hundredths of a
    per cent (below zero when it is more).
    """

    metres: int
    given_metres: int

    @property
    def basis_points(self) -> int:
        if not self.given_metres:
            return 0
        return divide_half_up((self.given_metres - self.metres) * 10_000, self.given_metres)


def saving_of(problem: Problem, plan: DayPlan) -> Saving:
    """The plan beside the given order of the stops that it serves. Raises BadProblem."""
    prove_problem(problem)
    day = index_problem(problem)
    served = {step.stop for route in plan.routes for step in route.stops}
    return Saving(plan.metres, _given_metres(day, [stop for stop in problem.stops if stop.key in served]))


def _given_metres(day: Day, stops: Sequence[object]) -> int:
    orders: dict[int, list[int]] = {van: [] for van in range(len(day.vans))}
    room = {index: van.capacity - van.on_board for index, van in enumerate(day.vans)}
    for index, stop in enumerate(day.stops):
        if stop not in stops:
            continue
        able = [van for van in sorted(day.allowed[index]) if stop.load.fits(room[van])]
        van = able[0] if able else min(day.allowed[index])
        room[van] = room[van] - stop.load if able else Load()
        orders[van].append(day.at[index])
    total = 0
    for van, places in orders.items():
        if places:
            end = day.ends[van]
            way = [day.starts[van], *places, *([] if end is None else [end])]
            total += sum(day.metres[a][b] for a, b in pairwise(way) if a != b)
    return total
