"""The day has begun: what is done stays, vans go on from where they are, few lines change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.routing.engine.indexing import PARTS, Tour, Visit, change_parts, changes, index_problem
from core.routing.engine.planning import plan_day
from core.routing.engine.replanning import (
    Difference,
    DifferenceKind,
    VanState,
    differences,
    rest_of_day,
    with_promise,
)
from core.routing.engine.roads import slowed_roads
from core.routing.plan_types import DayPlan
from core.routing.types import Break, Change, Costs, Depot, Load, OldRoute, Place, Problem
from tests.core.routing.days import (
    BARE,
    HOUR,
    at,
    keys_of,
    line_day,
    line_roads,
    planned,
    route_of,
    stop,
    van,
    window,
)


def _morning() -> tuple[Problem, DayPlan]:
    """Two vans with two stops each, on two sides of the depot."""
    vans = [van("a", longest=10 * HOUR), van("b", longest=10 * HOUR)]
    stops = [stop(number, van="a" if number < 3 else "b") for number in (1, 2, 3, 4)]
    problem = line_day([0, 10, 20, -10, -20], vans, stops)
    problem = replace(problem, depots=(Depot("D"),))
    free = replace(problem, stops=[replace(one, van=None) for one in stops])
    return free, planned(problem)


def test_done_stops_are_gone_and_vans_go_on_from_where_they_are() -> None:
    problem, plan = _morning()
    assert keys_of(plan, "a") in (["S1", "S2"], ["S2", "S1"])
    first = keys_of(plan, "a")[0]
    assert first is not None
    place = first.replace("S", "P")
    state = VanState("a", place, at("09:00"), done=(first,))
    rest = rest_of_day(problem, plan, [state], problem.places, problem.roads)
    again = planned(rest)
    assert first not in keys_of(again, "a")
    assert route_of(again, "a").steps[0].place == place
    assert route_of(again, "a").starts >= at("09:00")
    # The day is paid already: 30 km and 30 minutes are left, either way round.
    assert route_of(again, "a").cost.minor == 600
    assert next(one for one in rest.stops if one.key not in (first, "S3", "S4")).is_loaded


def test_collected_goods_ride_along_and_breaks_that_are_over_are_not_owed_again() -> None:
    rest_time = Break(at("07:00"), at("08:00"), 1800)
    problem = line_day([0, 10, 20], [van(breaks=(rest_time,))], [stop(1, collect=Load(7, 3)), stop(2)])
    plan = planned(problem)
    state = VanState("v", "P1", at("09:00"), done=("S1",))
    (now,) = rest_of_day(problem, plan, [state], problem.places, problem.roads).vans
    assert (now.on_board, now.breaks, now.costs.day, now.is_out) == (Load(7, 3), (), 0, True)


def test_a_van_that_cannot_be_home_in_time_gets_just_the_way_home() -> None:
    problem = line_day([0, 60], [van(shift=(at("06:00"), at("09:00")))], [stop(1)])
    plan = planned(problem)
    late = VanState("v", "P1", at("08:45"), done=("S1",))
    rest = rest_of_day(problem, plan, [late], problem.places, problem.roads)
    assert rest.vans[0].shift == (at("08:45"), at("09:45"))
    assert route_of(planned(rest)).ends == at("09:45")


def test_where_a_van_is_heading_it_arrives_first() -> None:
    problem, plan = _morning()
    state = VanState("a", "D", at("06:05"), heading=("S1",))
    assert (
        keys_of(planned(rest_of_day(problem, plan, [state], problem.places, problem.roads)), "a")[0] == "S1"
    )


def test_a_lost_van_goes_nowhere_and_its_goods_are_wanted_again() -> None:
    problem, plan = _morning()
    rest = rest_of_day(
        problem, plan, [VanState("a", "P1", at("07:00"), is_lost=True)], problem.places, problem.roads
    )
    again = planned(rest)
    assert keys_of(again, "a") == []
    assert sorted(filter(None, keys_of(again, "b"))) == ["S1", "S2", "S3", "S4"]


def test_new_and_cancelled_stops_change_only_what_they_must() -> None:
    problem, plan = _morning()
    places = [*problem.places, Place("P5")]
    roads = line_roads([0, 10, 20, -10, -20, -15])
    rest = rest_of_day(
        problem, plan, [], places, roads, added=[stop(5)], cancelled=["S1"], moved=100_000, turned=100_000
    )
    again = planned(rest)
    assert keys_of(again, "a") == ["S2"]
    assert "S5" in keys_of(again, "b")
    given = [(one.kind, one.stop, one.van) for one in differences(plan, again, {}, ["S1"])]
    assert given == [(DifferenceKind.GIVEN, "S5", "b")]


def test_the_accident_of_two_o_clock_tells_only_those_whom_it_concerns() -> None:
    """Van a stands in a jam; its last stop was promised and goes to van b, whose dealers keep their times."""
    stops = [
        stop(1, windows=(window("14:00", "14:30"),)),
        stop(2, windows=(window("15:00", "15:30"),)),
        with_promise(stop(3, load=Load()), at("15:00"), at("16:00"), 5000),
    ]
    vans = [van("a", costs=Costs(kilometre=10)), van("b", costs=Costs(kilometre=10))]
    problem = line_day(
        [0, 10, -10, 12, 5], vans, [replace(stops[0], van="a"), replace(stops[1], van="b"), stops[2]]
    )
    plan = planned(problem)
    assert keys_of(plan, "a") == ["S1", "S3"]
    jam = slowed_roads(
        problem.roads, problem.places, [("P4", "P1", 3000), ("P4", "P3", 3000), ("P4", "P2", 100)]
    )
    states = [VanState("a", "P4", at("14:00")), VanState("b", "D", at("14:00"))]
    rest = rest_of_day(problem, plan, states, problem.places, jam, moved=100, turned=100)
    free = [replace(one, van=None, is_loaded=False) if one.key == "S3" else one for one in rest.stops]
    again = planned(replace(rest, stops=free))
    promised = {
        "S1": (at("14:00"), at("14:30")),
        "S2": (at("15:00"), at("15:30")),
        "S3": (at("15:00"), at("16:00")),
    }
    found = differences(plan, again, promised)
    assert [one.stop for one in again.unserved] == ["S1"]
    assert [(one.kind, one.stop, one.van, one.other) for one in found] == [
        (DifferenceKind.DROPPED, "S1", "a", None),
        (DifferenceKind.TAKEN, "S3", "a", "b"),
        (DifferenceKind.GIVEN, "S3", "b", "a"),
    ]
    assert keys_of(again, "b") == ["S3", "S2"]


@pytest.mark.parametrize(
    ("old", "new", "out_of_order"),
    [
        ((1, 2, 3, 4, 5), (1, 2, 3, 4, 5), 0),
        ((1, 2, 3, 4, 5), (2, 3, 4, 5, 1), 1),  # one goes to the end
        ((1, 2, 3, 4, 5), (3, 4, 5, 1, 2), 2),  # two go: one step back, but two stops elsewhere
        ((1, 2, 3, 4, 5), (5, 4, 3, 2, 1), 4),
        ((1, 2, 4), (4, 3, 1, 2), 1),  # the third is new and moves nobody
    ],
)
def test_stops_out_of_order_are_the_fewest_that_explain_the_new_order(
    old: tuple[int, ...], new: tuple[int, ...], out_of_order: int
) -> None:
    before = Change((OldRoute("v", tuple(f"S{one}" for one in old)),), turned=1)
    problem = replace(line_day([0, 1, 2, 3, 4, 5], [van()], [stop(one) for one in (1, 2, 3, 4, 5)]))
    day = index_problem(replace(problem, change=before))
    tour = Tour(0, (tuple(Visit(one - 1, 0) for one in new),))
    assert changes(day, tour) == (0, out_of_order)
    assert change_parts(day, tour) == out_of_order * PARTS


def test_a_window_that_moves_is_told_and_one_that_holds_is_not() -> None:
    problem = line_day([0, 10, 20], [van()], [stop(1), stop(2)])
    plan = planned(problem)
    begins = {step.stop: step.begins for step in route_of(plan).stops}
    promised = {"S1": (begins["S1"], begins["S1"]), "S2": (begins["S2"] + 1, begins["S2"] + 60)}
    assert differences(plan, plan, promised) == (
        Difference(DifferenceKind.WINDOW, "S2", "v", begins=begins["S2"]),
    )


def test_an_order_that_turns_names_the_fewest_stops() -> None:
    stops = [stop(number, van="v", windows=(window("06:00", "12:00"),)) for number in (1, 2, 3, 4)]
    problem = line_day([0, 1, 2, 3, 4], [van(end=None)], stops)
    plan = planned(problem)
    assert keys_of(plan) == ["S1", "S2", "S3", "S4"]
    late = [replace(stops[0], windows=(window("19:00", "20:00"),)), *stops[1:]]
    other = planned(replace(problem, stops=late))
    assert keys_of(other) == ["S2", "S3", "S4", "S1"]
    assert [(one.kind, one.stop, one.after) for one in differences(plan, other, {})] == [
        (DifferenceKind.TURNED, "S1", "S4")
    ]


def test_the_same_day_again_changes_nothing() -> None:
    problem, plan = _morning()
    rest = rest_of_day(problem, plan, [], problem.places, problem.roads, moved=100, turned=1)
    assert differences(plan, plan_day(rest, 9, BARE), {}) == ()
