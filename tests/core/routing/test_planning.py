"""What a plan keeps: every rule of the problem types, each in the smallest day that can show it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.kernel.money import Money
from core.routing.engine.planning import plan_day
from core.routing.errors import BadProblem
from core.routing.plan_types import StepKind
from core.routing.types import UNREACHABLE, Break, Budget, Change, Costs, Depot, Load, OldRoute, Roads
from tests.core.routing.days import (
    BARE,
    HOUR,
    at,
    keys_of,
    kinds_of,
    line_day,
    planned,
    route_of,
    stop,
    van,
    window,
)


def test_one_van_on_one_road_goes_out_and_back_and_costs_what_it_drives() -> None:
    plan = planned(line_day([0, 10, 30], [van()], [stop(1), stop(2, service=600)]))
    route = route_of(plan)
    assert route.metres == 60_000
    assert route.ends - route.starts == HOUR + 600
    assert route.driving == HOUR
    # 100 for the day, 600 for 60 km, 700 for 70 minutes.
    assert plan.cost == Money(1400, "USD")
    assert plan.penalty == Money(0, "USD")
    assert route.co2 == 12_000
    assert route.steps[0].load == Load(20, 20)
    assert route.steps[-1].load == Load()


def test_a_van_waits_at_home_and_not_on_the_road() -> None:
    plan = planned(line_day([0, 10], [van()], [stop(1, windows=(window("09:00", "10:00"),))]))
    assert route_of(plan).starts == at("08:50")
    assert [step.begins for step in route_of(plan).stops] == [at("09:00")]


def test_windows_decide_the_order_even_if_the_way_is_longer() -> None:
    stops = [
        stop(1, windows=(window("10:00", "11:00"),)),
        stop(2, windows=(window("08:00", "09:00"),)),
        stop(3, windows=(window("12:00", "13:00"),)),
    ]
    plan = planned(line_day([0, 5, 10, 15], [van(longest=9 * HOUR)], stops))
    assert keys_of(plan) == ["S2", "S1", "S3"]


def test_what_one_van_cannot_carry_goes_on_two() -> None:
    stops = [stop(number, load=Load(600, 1)) for number in (1, 2)]
    plan = planned(line_day([0, 5, 6], [van("a"), van("b")], stops))
    assert sorted([keys_of(plan, "a"), keys_of(plan, "b")]) == [["S1"], ["S2"]]


def test_volume_counts_as_weight_does() -> None:
    stops = [stop(number, load=Load(1, 600)) for number in (1, 2)]
    plan = planned(line_day([0, 5, 6], [van("a"), van("b")], stops))
    assert len(plan.routes) == 2


def test_a_van_that_may_loads_again_at_the_depot() -> None:
    stops = [stop(number, load=Load(600, 1)) for number in (1, 2)]
    problem = line_day([0, 5, 6], [van(trips=2, reloads_at=("D",))], stops)
    plan = planned(replace(problem, depots=(Depot("D", at("06:00"), at("20:00"), 900),)))
    route = route_of(plan)
    assert kinds_of(route) == [
        StepKind.START,
        StepKind.STOP,
        StepKind.RELOAD,
        StepKind.STOP,
        StepKind.END,
    ]
    assert route.trips == 2
    # Twice there and back, and a quarter of an hour to load.
    assert route.ends - route.starts == 22 * 60 + 900
    assert plan.unserved == ()


def test_goods_collected_take_the_room_that_deliveries_leave() -> None:
    stops = [
        stop(1, load=Load(900, 1)),
        stop(2, load=Load(), collect=Load(800, 1)),
    ]
    plan = planned(line_day([0, 10, 5], [van()], stops))
    assert keys_of(plan) == ["S1", "S2"]


def test_all_skills_of_a_stop_are_needed() -> None:
    vans = [van("a", skills=frozenset(("fridge",))), van("b", skills=frozenset(("fridge", "lift")))]
    stops = [stop(1, skills=frozenset(("lift", "fridge")))]
    assert keys_of(planned(line_day([0, 5], vans, stops)), "b") == ["S1"]


def test_a_stop_bound_to_a_van_goes_with_it_and_with_no_other() -> None:
    vans = [van("a", costs=Costs(kilometre=1)), van("b", costs=Costs(kilometre=1000))]
    plan = planned(line_day([0, 5, 6], vans, [stop(1, van="b"), stop(2)]))
    assert (keys_of(plan, "a"), keys_of(plan, "b")) == (["S2"], ["S1"])


def test_of_several_windows_the_cheapest_that_suits_is_used() -> None:
    both = (window("08:00", "08:10"), window("15:00", "16:00", price=50))
    stops = [stop(1, windows=(window("08:00", "08:10"),)), stop(2, windows=both)]
    free = planned(line_day([0, 5, 10], [van("a"), van("b", costs=Costs(day=30))], stops))
    assert [step.window for route in free.routes for step in route.stops] == [0, 0]
    alone = planned(line_day([0, 5, 100], [van("a", costs=Costs(kilometre=1))], stops))
    assert [(step.stop, step.window) for step in route_of(alone, "a").stops] == [("S1", 0), ("S2", 1)]
    assert alone.cost.minor == 200 + 50


def test_goods_that_may_not_meet_go_on_two_vans() -> None:
    stops = [stop(1, goods=frozenset(("food",))), stop(2, goods=frozenset(("poison",)))]
    problem = line_day([0, 5, 6], [van("a"), van("b")], stops)
    assert len(planned(problem).routes) == 1
    plan = planned(replace(problem, apart=frozenset((("food", "poison"),))))
    assert (len(plan.routes), plan.unserved) == (2, ())


def test_goods_of_a_depot_leave_from_there() -> None:
    problem = line_day([0, 5, 50], [van("a"), van("b", start="P2", end="P2")], [stop(1, depot="P2")])
    problem = replace(problem, depots=(Depot("D"), Depot("P2")))
    assert keys_of(planned(problem), "b") == ["S1"]


def test_a_closed_depot_sends_no_van() -> None:
    problem = line_day([0, 5], [van()], [stop(1, windows=(window("06:00", "08:00"),))])
    problem = replace(problem, depots=(Depot("D", at("09:00"), at("18:00")),))
    assert [one.stop for one in planned(problem).unserved] == ["S1"]


def test_a_day_may_end_at_its_last_stop() -> None:
    plan = planned(line_day([0, 5, 30], [van(end=None)], [stop(1), stop(2)]))
    assert route_of(plan).metres == 30_000
    assert route_of(plan).steps[-1].place == "P2"


def test_the_longest_day_and_the_farthest_way_are_kept() -> None:
    problem = line_day([0, 30], [van()], [stop(1)])
    assert planned(problem).unserved == ()
    for limits in ({"longest": HOUR - 1}, {"farthest": 59_999}):
        short = replace(problem, vans=[van(**limits)])
        assert [one.stop for one in planned(short).unserved] == ["S1"], limits
    for limits in ({"longest": HOUR}, {"farthest": 60_000}):
        just = replace(problem, vans=[van(**limits)])
        assert planned(just).unserved == (), limits


def test_a_break_is_taken_within_its_time_and_never_during_service() -> None:
    rest = Break(at("12:00"), at("13:00"), 1800)
    stops = [
        stop(1, windows=(window("11:30", "11:30"),), service=HOUR),
        stop(2, windows=(window("13:00", "13:30"),)),
    ]
    plan = planned(line_day([0, 5, 10], [van(breaks=(rest,))], stops))
    taken = [step for step in route_of(plan).steps if step.kind is StepKind.BREAK]
    assert [(step.begins, step.leaves, step.place) for step in taken] == [(at("12:35"), at("13:05"), "P2")]
    assert [step.begins for step in route_of(plan).stops] == [at("11:30"), at("13:05")]


def test_a_break_for_which_there_is_no_time_costs_a_stop_and_never_the_break() -> None:
    rest = Break(at("12:00"), at("12:00"), 1800)
    stops = [
        stop(1, windows=(window("12:05", "12:10"),), penalty=5_000),
        stop(2, windows=(window("11:50", "11:55"),), penalty=9_000),
        stop(3, windows=(window("13:00", "13:30"),), penalty=9_000),
    ]
    plan = planned(line_day([0, 5, 10, 10], [van(breaks=(rest,))], stops))
    assert [one.stop for one in plan.unserved] == ["S1"]
    assert plan.penalty == Money(5_000, "USD")


def test_a_day_that_ends_before_its_break_owes_none() -> None:
    rest = Break(at("12:00"), at("13:00"), 1800)
    early = [stop(1, windows=(window("08:00", "08:30"),))]
    late = [stop(1, windows=(window("15:00", "15:30"),))]
    for stops in (early, late):
        route = route_of(planned(line_day([0, 5], [van(breaks=(rest,))], stops)))
        assert StepKind.BREAK not in kinds_of(route)


def test_a_leg_in_the_rush_takes_as_long_as_the_rush_makes_it() -> None:
    metres = np.array([[0, 30_000], [30_000, 0]], dtype=np.int64)
    fast, slow = metres * 60 // 1000, metres * 120 // 1000
    roads = Roads(metres, np.stack([fast, slow, fast]), (0, at("08:00"), at("09:00")))
    problem = replace(line_day([0, 30], [van()], [stop(1, windows=(window("08:45", "08:45"),))]), roads=roads)
    route = route_of(planned(problem))
    # 45 minutes of slow road carry 22.5 of 30 km; the first 7.5 km were driven before eight.
    assert route.starts == at("07:52") + 30
    # Back: 15 minutes of slow road are 7.5 km, the other 22.5 km are fast.
    assert route.ends == at("09:00") + 22 * 60 + 30


def test_one_closed_road_does_not_empty_the_plan() -> None:
    problem = line_day([0, 5, 10], [van()], [stop(1), stop(2)])
    seconds = problem.roads.seconds.copy()
    seconds[:, 1, :] = seconds[:, :, 1] = UNREACHABLE
    seconds[:, 1, 1] = 0
    plan = planned(replace(problem, roads=replace(problem.roads, seconds=seconds)))
    assert keys_of(plan) == ["S2"]
    assert [one.stop for one in plan.unserved] == ["S1"]


def test_stops_that_come_first_stay_first_and_a_locked_van_gets_no_more() -> None:
    far_first = van("a", first=("S2",))
    assert keys_of(planned(line_day([0, 5, 10, 6], [far_first], [stop(1), stop(2), stop(3)])), "a")[0] == "S2"
    vans = [van("a", first=("S2",), locked=True), van("b")]
    plan = planned(line_day([0, 5, 10], vans, [stop(1), stop(2)]))
    assert (keys_of(plan, "a"), keys_of(plan, "b")) == (["S2"], ["S1"])


def test_a_van_on_the_road_takes_only_what_it_has_until_it_loads_again() -> None:
    out = van("a", start="P3", is_out=True, trips=2, reloads_at=("D",))
    stops = [stop(1, van="a", is_loaded=True), stop(2)]
    problem = line_day([0, 20, 10, 15], [out], stops)
    problem = replace(problem, depots=(Depot("D", 0, at("20:00"), 600),))
    plan = planned(problem)
    assert keys_of(plan, "a") == ["S1", "S2"]
    assert StepKind.RELOAD in kinds_of(route_of(plan, "a"))
    assert [one.stop for one in planned(replace(problem, vans=[replace(out, trips=1)])).unserved] == ["S2"]


def test_a_van_on_the_road_drives_home_also_with_nothing_left_to_do() -> None:
    out = van("a", start="P1", is_out=True, costs=Costs(kilometre=10))
    plan = planned(line_day([0, 20], [out], []))
    assert (route_of(plan, "a").metres, plan.cost) == (20_000, Money(200, "USD"))
    with pytest.raises(BadProblem, match="cannot be home"):
        planned(line_day([0, 20], [replace(out, shift=(0, 60))], []))


def test_a_change_is_made_only_where_it_pays() -> None:
    vans = [van("a", costs=Costs(kilometre=10)), van("b", costs=Costs(kilometre=11))]
    problem = line_day([0, 10], vans, [stop(1)])
    old = (OldRoute("b", ("S1",)),)
    # Van a is 20 cheaper for 20 km.
    stays = replace(problem, change=Change(old, moved=21))
    moves = replace(problem, change=Change(old, moved=19))
    assert (keys_of(planned(stays), "b"), planned(stays).cost.minor) == (["S1"], 220)
    assert (keys_of(planned(moves), "a"), planned(moves).cost.minor) == (["S1"], 219)


def test_loaded_goods_keep_their_order_unless_turning_pays() -> None:
    stops = [stop(number, van="v", is_loaded=True) for number in (1, 2)]
    out = van(start="D", is_out=True, end=None)
    problem = line_day([0, 10, 5], [out], stops)
    old = (OldRoute("v", ("S1", "S2")),)
    # Out to 10 and back to 5 is 5 km and 5 minutes more than on the way: 100.
    assert keys_of(planned(replace(problem, change=Change(old, turned=101)))) == ["S1", "S2"]
    assert keys_of(planned(replace(problem, change=Change(old, turned=99)))) == ["S2", "S1"]


def test_nothing_to_do_is_a_plan_too() -> None:
    assert planned(line_day([0], [van()], [])).routes == ()
    assert [one.stop for one in planned(line_day([0, 1], [], [stop(1)])).unserved] == ["S1"]


def test_equal_input_gives_equal_output() -> None:
    stops = [stop(number, load=Load(300, 1)) for number in range(1, 8)]
    problem = line_day([0, 3, 9, 4, 7, 1, 8, 2], [van("a"), van("b"), van("c")], stops)
    assert plan_day(problem, 7, BARE) == plan_day(problem, 7, BARE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"vans": [van(), van()]}, "The van v stands twice."),
        (
            {"stops": [stop(1, windows=(window("09:00", "08:00"),))]},
            "Stop S1: the window ends before it begins.",
        ),
        ({"stops": [stop(1, place="X")]}, "Stop S1: no such place as X."),
        ({"stops": [stop(1, load=Load(-1))]}, "Stop S1: a load is below 0."),
        (
            {"stops": [stop(1, is_loaded=True)]},
            "Stop S1: its goods are on board, but nobody says of which van.",
        ),
        ({"stops": [stop(1, van="x")]}, "Stop S1: it is bound to van x, which is not there."),
        ({"stops": [stop(1, windows=())]}, "Stop S1: it needs a window in which it may be served."),
        ({"vans": [van(first=("S9",))]}, "Van v: its first stop S9 is not in the problem."),
        ({"vans": [van(shift=(5, 4))]}, "Van v: the shift ends before it begins."),
        ({"vans": [van(reloads_at=("P1",))]}, "Van v: it cannot load at P1, which is no depot."),
        ({"depots": (Depot("X"),)}, "Depot X: no such place."),
        ({"places": []}, "The roads must be tables of 0 by 0 places, one for each part of the day."),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_in_one_sentence(
    change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadProblem) as error:
        planned(replace(line_day([0, 5], [van()], [stop(1)]), **change))
    assert str(error.value) == sentence


def test_a_search_without_an_end_is_refused() -> None:
    with pytest.raises(BadProblem, match="needs a limit"):
        plan_day(line_day([0], [van()], []), 1, Budget())
    with pytest.raises(BadProblem, match="above 0"):
        plan_day(line_day([0], [van()], []), 1, Budget(iterations=0))
