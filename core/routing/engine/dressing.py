"""Timed tours as the plan that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.kernel.money import Money, divide_half_up
from core.routing.engine.indexing import PARTS, PARTS_A_METRE, PARTS_A_SECOND, Day
from core.routing.engine.timing import Moment, Timed
from core.routing.plan_types import DayPlan, Route, Step, StepKind, Unserved
from core.routing.types import Load


def _loads(day: Day, timed: Timed) -> list[Load]:
    """On board when it leaves each node of the way."""
    tour = timed.tour
    stops = day.stops
    van = day.vans[tour.van]
    riding = {visit.stop: stops[visit.stop].load for visit in tour.visits if stops[visit.stop].is_loaded}
    loads: list[Load] = []
    for trip in tour.trips:
        fresh = [stops[visit.stop].load for visit in trip if not stops[visit.stop].is_loaded]
        on_board = sum([*riding.values(), *fresh], van.on_board)
        loads.append(on_board)
        for visit in trip:
            on_board = on_board - stops[visit.stop].load + stops[visit.stop].collect
            riding.pop(visit.stop, None)
            loads.append(on_board)
    return [*loads, loads[-1]]


def _kind(timed: Timed, moment: Moment) -> StepKind:
    node = timed.way[moment.node]
    if moment.rest >= 0:
        return StepKind.BREAK
    if node.stop >= 0:
        return StepKind.STOP
    if node.is_reload:
        return StepKind.RELOAD
    return StepKind.END if moment.node else StepKind.START


def work_parts(day: Day, timed: Timed) -> int:
    """What the van and its driver cost, without windows and changes, in parts."""
    costs = day.vans[timed.tour.van].costs
    metres, seconds = timed.metres * PARTS_A_METRE, timed.duration * PARTS_A_SECOND
    return costs.day * PARTS + metres * costs.kilometre + seconds * costs.hour


def _route(day: Day, timed: Timed) -> Route:
    loads, places = _loads(day, timed), day.problem.places
    steps: list[Step] = []
    before, on_board = timed.moments[0], loads[0]
    for moment in timed.moments:
        node, kind = timed.way[moment.node], _kind(timed, moment)
        if kind is not StepKind.BREAK:
            on_board = loads[moment.node]
        step = Step(
            kind,
            places[moment.place].key,
            moment.arrives,
            moment.begins,
            moment.leaves,
            metres=day.metres[before.place][moment.place] if before.place != moment.place else 0,
            seconds=moment.arrives - before.leaves,
            load=on_board,
        )
        if kind is StepKind.STOP:
            step = replace(step, stop=day.stops[node.stop].key, window=node.window)
        steps.append(step)
        before = moment
    return Route(
        day.vans[timed.tour.van].key,
        tuple(steps),
        Money(divide_half_up(work_parts(day, timed), PARTS), day.problem.currency),
        divide_half_up(timed.metres * day.vans[timed.tour.van].costs.co2, 1000),
    )


def dress(day: Day, timed: Sequence[Timed], unserved: Iterable[Unserved] = ()) -> DayPlan:
    """The plan of these tours; every other stop is left out, explained in ``unserved`` or not at all."""
    currency = day.problem.currency
    routes = [_route(day, one) for one in timed if one.tour.visits or day.vans[one.tour.van].is_out]
    served = {visit.stop for one in timed for visit in one.tour.visits}
    explained = {one.stop: one for one in unserved}
    left = [stop for index, stop in enumerate(day.stops) if index not in served]
    cost = sum(route.cost.minor for route in routes)
    cost += sum((one.parts - work_parts(day, one)) // PARTS for one in timed if one.tour.visits)
    return DayPlan(
        tuple(routes),
        tuple(explained.get(stop.key, Unserved(stop.key, ())) for stop in left),
        Money(cost, currency),
        Money(sum(stop.penalty for stop in left), currency),
    )
