"""What holds for any day: nobody is forgotten, every rule is kept, equal input gives equal output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.routing.engine.checking import faults_of
from core.routing.engine.planning import plan_day
from core.routing.engine.replanning import VanState, differences, rest_of_day
from core.routing.engine.roads import arrival, departure, reckoned_roads, times_from
from core.routing.engine.sharing import shares_of
from core.routing.plan_types import DayPlan
from core.routing.types import (
    Break,
    Budget,
    Change,
    Costs,
    Depot,
    Load,
    OldRoute,
    Place,
    Problem,
    Stop,
    Van,
    Window,
)
from tests.core.routing.days import HOUR

FEW = Budget(iterations=40, explains=1)
SKILLS = ("fridge", "lift")


@st.composite
def _windows(draw: st.DrawFn) -> tuple[Window, ...]:
    opens = draw(st.integers(6, 17))
    first = Window(opens * HOUR, (opens + draw(st.integers(0, 3))) * HOUR)
    return (first, Window(6 * HOUR, 20 * HOUR, 300)) if draw(st.booleans()) else (first,)


@st.composite
def _stops(draw: st.DrawFn, number: int) -> Stop:
    return Stop(
        f"S{number}",
        f"P{number}",
        Load(draw(st.integers(0, 600)), draw(st.integers(0, 60))),
        draw(_windows()),
        draw(st.integers(0, 1800)),
        draw(st.integers(0, 20_000)),
        frozenset(draw(st.sets(st.sampled_from(SKILLS), max_size=1))),
        Load(draw(st.integers(0, 200)), 0),
        frozenset(draw(st.sets(st.sampled_from(("food", "poison")), max_size=1))),
    )


@st.composite
def _vans(draw: st.DrawFn, number: int) -> Van:
    lunch = Break(11 * HOUR, 13 * HOUR, 1800)
    return Van(
        f"V{number}",
        "D",
        draw(st.sampled_from(("D", None))),
        Load(draw(st.integers(300, 2000)), 200),
        (draw(st.integers(5, 9)) * HOUR, draw(st.integers(14, 20)) * HOUR),
        Costs(draw(st.integers(0, 5000)), draw(st.integers(0, 100)), draw(st.integers(0, 4000)), 200),
        frozenset(draw(st.sets(st.sampled_from(SKILLS)))),
        draw(st.sampled_from((None, 8 * HOUR))),
        draw(st.sampled_from((None, 120_000))),
        draw(st.sampled_from((100, 130))),
        draw(st.sampled_from(((), (lunch,)))),
        draw(st.integers(1, 2)),
        ("D",),
    )


@st.composite
def days(draw: st.DrawFn) -> Problem:
    count = draw(st.integers(0, 7))
    spread = st.floats(-0.2, 0.2, allow_nan=False)
    around = [Place(f"P{at}", 41.85 + draw(spread), -87.65 + draw(spread)) for at in range(count)]
    places = [Place("D", 41.85, -87.65), *around]
    stops = [draw(_stops(number)) for number in range(count)]
    vans = [draw(_vans(number)) for number in range(draw(st.integers(1, 3)))]
    if stops and draw(st.booleans()):
        stops[0] = replace(stops[0], van="V0")
    if stops and draw(st.booleans()):
        vans[-1] = replace(vans[-1], first=(stops[-1].key,))
    return Problem(
        places,
        reckoned_roads(places),
        vans,
        stops,
        (Depot("D", 5 * HOUR, 21 * HOUR),),
        draw(st.sampled_from((frozenset(), frozenset((("food", "poison"),))))),
    )


def _order(plan: DayPlan, van: str) -> list[str | None]:
    return [step.stop for route in plan.routes if route.van == van for step in route.stops]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(days())
def test_every_stop_is_served_once_or_explained_and_no_rule_is_broken(problem: Problem) -> None:
    plan = plan_day(problem, 3, FEW)
    assert faults_of(problem, plan) == []
    served = [step.stop for route in plan.routes for step in route.stops]
    assert sorted(filter(None, [*served, *(one.stop for one in plan.unserved)])) == sorted(
        stop.key for stop in problem.stops
    )
    assert all(one.why for one in plan.unserved)
    for van in problem.vans:
        for key in van.first:
            assert key in _order(plan, van.key)[:1] or key in {one.stop for one in plan.unserved}
    for route in plan.routes:
        shares = shares_of(problem, route)
        if shares:
            assert sum(share.cost.minor for share in shares) == route.cost.minor
            assert sum(share.metres for share in shares) == route.metres
            assert sum(share.co2 for share in shares) == route.co2
            assert sum(share.seconds for share in shares) == route.ends - route.starts


@settings(max_examples=15, deadline=None, derandomize=True)
@given(days())
def test_equal_days_get_equal_plans(problem: Problem) -> None:
    assert plan_day(problem, 5, FEW) == plan_day(problem, 5, FEW)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(days(), st.integers(0, 2000))
def test_planning_again_with_a_price_on_change_never_ends_dearer_than_leaving_all_as_it_was(
    problem: Problem, price: int
) -> None:
    plan = plan_day(problem, 1, replace(FEW, explains=0))
    olds = tuple(
        OldRoute(route.van, tuple(step.stop for step in route.stops if step.stop))
        for route in plan.routes
        if route.trips == 1
    )
    again = plan_day(replace(problem, change=Change(olds, price, price)), 2, replace(FEW, explains=0))
    if all(route.trips == 1 for route in plan.routes):
        # Each route's cost is rounded to whole minor units by itself.
        rounding = max(len(plan.routes), len(again.routes))
        allowed = plan.cost.minor + plan.penalty.minor + rounding
        assert again.cost.minor + again.penalty.minor <= allowed


@settings(max_examples=25, deadline=None, derandomize=True)
@given(days(), st.integers(0, 100))
def test_the_rest_of_any_day_can_be_planned_at_any_moment(problem: Problem, percent: int) -> None:
    plan = plan_day(problem, 1, replace(FEW, explains=0))
    now = 5 * HOUR + 16 * HOUR * percent // 100
    states = []
    for route in plan.routes:
        behind = [step for step in route.steps if step.leaves <= now]
        if behind:
            done = tuple(step.stop for step in behind if step.stop)
            reloads = sum(step.kind == "reload" for step in behind)
            states.append(
                VanState(route.van, behind[-1].place, max(now, behind[-1].leaves), done, (), reloads)
            )
    rest = rest_of_day(problem, plan, states, problem.places, problem.roads, moved=500, turned=200)
    again = plan_day(rest, 1, replace(FEW, explains=0))
    done = {key for state in states for key in state.done}
    assert not done & {step.stop for route in again.routes for step in route.stops}
    for difference in differences(plan, again, {}, done):
        assert difference.stop not in done


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.integers(0, 30 * HOUR), st.integers(0, 3600), st.integers(80, 200))
def test_who_leaves_later_never_arrives_earlier(leaves: int, later: int, pace: int) -> None:
    roads = reckoned_roads([Place("a", 41.8, -87.6), Place("b", 42.3, -88.1)])
    parts = roads.seconds.tolist()
    first = arrival(parts, roads.from_times, pace, 0, 1, leaves)
    assert leaves < first <= arrival(parts, roads.from_times, pace, 0, 1, leaves + later)
    assert departure(parts, roads.from_times, pace, 0, 1, first) >= leaves
    latest = departure(parts, roads.from_times, pace, 0, 1, leaves)
    assert arrival(parts, roads.from_times, pace, 0, 1, latest) <= leaves
    assert arrival(parts, roads.from_times, pace, 0, 1, latest + 1) > leaves
    exact = arrival(parts, roads.from_times, 100, 0, 1, leaves) - leaves
    assert abs(int(times_from(roads, 0, leaves)[1]) - exact) <= 1
    assert np.all(times_from(roads, 0, leaves) >= 0)
