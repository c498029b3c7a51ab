"""What the routing engine planned, as routes and stops to be written. Pure.

RULE trips: every load of a van is a route of its own; what the van costs that day is shared among its trips
by their metres.
RULE share: what a route costs, drives and breathes out is shared among its stops by how far each lies from
where the route begins, so that a near stop never pays for a far one. The parts add up to the route's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.dispatch.plan_types import DayFacts, LeftOut, Remedy
from core.kernel.money import Money, split_by_largest_remainder
from core.routing import plan_types as routing
from core.routing.types import Problem


@dataclass(frozen=True, slots=True)
class StopDraft:
    """key: of its drop. arrives: seconds since midnight at which the service begins. metres: from the one
    before; share_m: its share of the route's."""

    key: str
    arrives: int
    metres: int
    cost: Money
    co2_g: int
    share_m: int


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """One load of a van, known by its code. loads_at: the place where it is loaded."""

    van: str
    trip: int
    loads_at: str
    starts: int
    ends: int
    metres: int
    drive_seconds: int
    cost: Money
    co2_g: int
    stops: tuple[StopDraft, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """A day as it could be. given_m: metres of the order that the stops came in."""

    routes: tuple[RouteDraft, ...]
    left_out: tuple[LeftOut, ...]
    given_m: int


def read_plan(facts: DayFacts, problem: Problem, plan: routing.DayPlan, given_m: int) -> Solved:
    """Routes by van and trip; whoever is left out with why, those without a position first."""
    routes = [draft for route in plan.routes for draft in read_route(route, problem)]
    drops = {drop.key: drop for drop in facts.drops}
    lost = [
        LeftOut(drop.key, drop.dealer_id, drop.dealer, drop.orders, ("no_position",))
        for drop in facts.drops
        if drop.place is None
    ]
    for one in plan.unserved:
        drop = drops[one.stop]
        why = tuple(reason.code.removeprefix("routing.") for reason in one.why)
        remedies = tuple(
            Remedy(help_.kind.value, help_.amount, help_.van or "", help_.skills, help_.cost)
            for help_ in one.remedies
        )
        lost.append(LeftOut(drop.key, drop.dealer_id, drop.dealer, drop.orders, why, remedies))
    routes.sort(key=lambda one: (one.van, one.trip))
    return Solved(tuple(routes), tuple(lost), given_m)


def read_route(route: routing.Route, problem: Problem) -> list[RouteDraft]:
    """The trips of one van's day; one without a stop is none."""
    loads: list[list[routing.Step]] = [[]]
    for step in route.steps:
        if step.kind is routing.StepKind.RELOAD:
            loads[-1].append(step)  # the way to it belongs to the load before
            loads.append([replace(step, metres=0, seconds=0)])
        else:
            loads[-1].append(step)
    loads = [load for load in loads if any(step.stop is not None for step in load)]
    if not loads:
        return []  # a van that only comes home
    metres = [sum(step.metres for step in load) for load in loads]
    costs = route.cost.split([one + 1 for one in metres])
    co2 = split_by_largest_remainder(route.co2, [one + 1 for one in metres])
    return [
        _draft(route.van, number, load, costs[number - 1], co2[number - 1], problem)
        for number, load in enumerate(loads, start=1)
    ]


def _draft(
    van: str, trip: int, load: Sequence[routing.Step], cost: Money, co2: int, problem: Problem
) -> RouteDraft:
    index = {place.key: at for at, place in enumerate(problem.places)}
    first, stops = load[0], [step for step in load if step.stop is not None]
    away = [int(problem.roads.metres[index[first.place], index[step.place]]) + 1 for step in stops]
    metres = sum(step.metres for step in load)
    costs, shares = cost.split(away), split_by_largest_remainder(metres, away)
    breath = split_by_largest_remainder(co2, away)
    return RouteDraft(
        van=van,
        trip=trip,
        loads_at=first.place,
        starts=first.leaves,
        ends=load[-1].arrives,
        metres=metres,
        drive_seconds=sum(step.seconds for step in load),
        cost=cost,
        co2_g=co2,
        stops=tuple(
            StopDraft(step.stop or "", step.begins, step.metres, costs[at], breath[at], shares[at])
            for at, step in enumerate(stops)
        ),
    )
