"""The second opinion finds every rule that a plan breaks, and nothing in a plan that keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.kernel.money import Money
from core.routing.engine.checking import faults_of
from core.routing.engine.planning import checked
from core.routing.errors import BrokenPlan
from core.routing.plan_types import DayPlan, Route, StepKind, Unserved
from core.routing.types import Break, Depot, Load, Problem
from tests.core.routing.days import HOUR, at, line_day, planned, stop, van, window

Change = Callable[[Problem], Problem]


def _day() -> Problem:
    rest = Break(at("12:00"), at("13:00"), 1800)
    stops = [
        stop(1, windows=(window("09:00", "10:00"),), service=600),
        stop(2, windows=(window("15:00", "16:00"),), collect=Load(5, 5)),
    ]
    problem = line_day([0, 5, 10], [van(breaks=(rest,))], stops)
    return replace(problem, depots=(Depot("D", at("05:00"), at("21:00")),))


def _with_stop(number: int, **changes: object) -> Change:
    def change(problem: Problem) -> Problem:
        stops = [replace(one, **changes) if one.key == f"S{number}" else one for one in problem.stops]
        return replace(problem, stops=stops)

    return change


def _with_van(**changes: object) -> Change:
    return lambda problem: replace(problem, vans=[replace(problem.vans[0], **changes)])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_with_stop(1, windows=(window("08:00", "08:59"),)), "outside of its window"),
        (_with_stop(1, service=601), "takes 601 seconds"),
        (_with_stop(1, skills=frozenset(("lift",))), "needs lift"),
        (_with_stop(1, van="w"), "is bound to van w"),
        (_with_stop(1, place="P2"), "is not at P1"),
        (_with_stop(1, depot="P2"), "are not at D"),
        (_with_stop(1, load=Load(995, 1)), "are too much for it"),
        (_with_van(capacity=Load(19, 1000)), "are too much for it"),
        (_with_van(shift=(at("10:00"), at("20:00"))), "does not fit the shift"),
        (_with_van(longest=HOUR), "the day is too long"),
        (_with_van(farthest=100), "the way is too long"),
        (_with_van(start="P1"), "wrong place"),
        (_with_van(end="P2"), "wrong place"),
        (_with_van(pace=200), "it cannot be at P1"),
        (_with_van(breaks=()), "a break that nobody asked for"),
        (_with_van(breaks=(Break(at("12:00"), at("13:00"), 2000),)), "is not taken"),
        (_with_van(first=("S2",)), "do not come first"),
        (_with_van(locked=True), "is not among its stops"),
        (_with_van(is_out=True), "are not on board"),
        (lambda day: replace(day, depots=(Depot("D", at("10:00"), at("21:00")),)), "closed when it leaves"),
        (
            lambda day: replace(day, depots=(Depot("D", at("05:00"), at("12:00")),)),
            "closed when it comes back",
        ),
        (
            lambda day: replace(day, apart=frozenset((("a", "b"),)), stops=_goods(day)),
            "may not be on one van",
        ),
        (lambda day: replace(day, vans=[]), "Van v is not in the problem"),
        (lambda day: replace(day, currency="EUR"), "it costs"),
        (lambda day: replace(day, stops=[*day.stops, stop(3, place="P1")]), "S3 is served 0 times"),
        (lambda day: replace(day, stops=day.stops[:1]), "has a stop that nobody knows"),
    ],
)
def test_each_rule_of_a_problem_is_found_broken(change: Change, fault: str) -> None:
    problem = _day()
    plan = planned(problem)
    assert faults_of(problem, plan) == []
    found = faults_of(change(problem), plan)
    assert any(fault in sentence for sentence in found), found


def _goods(day: Problem) -> list[object]:
    return [replace(one, goods=frozenset((kind,))) for one, kind in zip(day.stops, "ab", strict=True)]


def _tampered(plan: DayPlan, number: int, **changes: object) -> DayPlan:
    route = plan.routes[0]
    steps = [*route.steps[:number], replace(route.steps[number], **changes), *route.steps[number + 1 :]]
    return replace(plan, routes=(replace(route, steps=tuple(steps)),))


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda plan: _tampered(plan, 1, metres=4999), "is not 4999 metres long"),
        (lambda plan: _tampered(plan, 1, arrives=at("08:59")), "it cannot be at P1"),
        (lambda plan: _tampered(plan, 1, leaves=at("09:00")), "takes 600 seconds"),
        (lambda plan: _tampered(plan, 1, window=1), "has no window 1"),
        (lambda plan: _tampered(plan, 1, load=Load()), "is not what the plan says"),
        (lambda plan: _tampered(plan, 0, kind=StepKind.RELOAD), "does not go from start to end"),
        (lambda plan: _tampered(plan, 2, kind=StepKind.RELOAD), "it loads 2 times"),
        (lambda plan: replace(plan, cost=Money(1, "USD")), "not 1."),
        (lambda plan: replace(plan, penalty=Money(1, "USD")), "costs 0, not 1."),
        (lambda plan: replace(plan, unserved=(Unserved("S1", ()),)), "S1 is served 1 times and left out 1"),
        (lambda plan: replace(plan, routes=()), "S1 is served 0 times"),
        (lambda plan: replace(plan, routes=plan.routes * 2), "Van v has 2 routes"),
        (lambda plan: replace(plan, routes=(_cheaper(plan.routes[0]),)), "it costs"),
        (lambda plan: replace(plan, routes=(replace(plan.routes[0], co2=1),)), "CO2"),
    ],
)
def test_each_wrong_figure_of_a_plan_is_found(tamper: Callable[[DayPlan], DayPlan], fault: str) -> None:
    problem = _day()
    wrong = tamper(planned(problem))
    found = faults_of(problem, wrong)
    assert any(fault in sentence for sentence in found), found
    with pytest.raises(BrokenPlan):
        checked(problem, wrong)


def _cheaper(route: Route) -> Route:
    return replace(route, cost=Money(route.cost.minor - 1, "USD"))
