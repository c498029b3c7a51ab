"""Why a stop is left out, and what would help: each remedy is tried here by planning with it."""

from __future__ import annotations

from dataclasses import replace

from core.routing.plan_types import Remedy, RemedyKind, Unserved
from core.routing.types import Load, Problem
from tests.core.routing.days import HOUR, QUICK, at, line_day, planned, stop, van, window


def _told(problem: Problem, key: str = "S1") -> Unserved:
    (found,) = [one for one in planned(problem, QUICK).unserved if one.stop == key]
    return found


def _remedy(problem: Problem, kind: RemedyKind, key: str = "S1") -> Remedy:
    (found,) = [one for one in _told(problem, key).remedies if one.kind is kind]
    return found


def test_a_skill_that_nobody_has_is_named_and_who_could_learn_it() -> None:
    problem = line_day([0, 5], [van("a"), van("b")], [stop(1, skills=frozenset(("lift",)))])
    told = _told(problem)
    assert [(why.code, why.params) for why in told.why] == [("routing.no_skill", {"skills": "lift"})]
    remedy = _remedy(problem, RemedyKind.SKILL)
    assert (remedy.van, remedy.skills, remedy.amount) == ("a", ("lift",), 1)
    # The day, 10 km and 10 minutes.
    assert remedy.cost.minor == 300


def test_a_load_above_any_van_says_how_much_it_is_too_heavy() -> None:
    problem = line_day([0, 5], [van()], [stop(1, load=Load(1600, 1))])
    told = _told(problem)
    assert [(why.code, why.params) for why in told.why] == [
        ("routing.too_heavy", {"grams": 1600, "most": 1000})
    ]
    remedy = _remedy(problem, RemedyKind.WEIGHT)
    # 37 % are too little (592), 38 % are 608.
    assert remedy.amount == 608
    assert planned(replace(problem, stops=[stop(1, load=Load(1600 - 608, 1))])).unserved == ()
    assert {one.kind for one in told.remedies} == {RemedyKind.WEIGHT}


def test_a_load_too_big_says_by_how_much() -> None:
    problem = line_day([0, 5], [van()], [stop(1, load=Load(1, 2000))])
    assert _told(problem).why[0].code == "routing.too_big"
    assert _remedy(problem, RemedyKind.VOLUME).amount == 1000


def test_a_window_that_closes_too_early_says_by_how_many_minutes() -> None:
    problem = line_day([0, 30], [van()], [stop(1, windows=(window("06:00", "06:17"),))])
    told = _told(problem)
    assert told.why[0].code == "routing.window"
    remedy = _remedy(problem, RemedyKind.WINDOW)
    assert remedy.amount == 13 * 60
    wider = stop(1, windows=(window("06:00", "06:30"),))
    assert planned(replace(problem, stops=[wider])).unserved == ()


def test_a_window_that_opens_too_late_says_so_with_a_minus() -> None:
    problem = line_day(
        [0, 30], [van(shift=(at("06:00"), at("12:00")))], [stop(1, windows=(window("11:45", "13:00"),))]
    )
    assert _remedy(problem, RemedyKind.WINDOW).amount == -15 * 60


def test_a_place_out_of_reach_has_no_window_that_helps() -> None:
    problem = line_day([0, 500], [van()], [stop(1)])
    told = _told(problem)
    assert (told.why[0].code, told.remedies) == ("routing.too_far", ())


def test_a_full_day_is_helped_by_one_more_van_with_its_cost() -> None:
    stops = [stop(number, load=Load(600, 1), penalty=1000 * number) for number in (1, 2)]
    problem = line_day([0, 5, 6], [van()], stops)
    told = _told(problem)
    assert told.why[0].code == "routing.full"
    remedy = _remedy(problem, RemedyKind.VAN)
    assert (remedy.amount, remedy.van, remedy.cost.minor) == (1, "v", 300)
    assert _remedy(problem, RemedyKind.WEIGHT).amount == 204
    assert [one.cost.minor for one in told.remedies] == sorted(one.cost.minor for one in told.remedies)


def test_a_stop_dearer_than_its_penalty_is_not_worth_the_way() -> None:
    # Only where not all can be served is anybody weighed: S2 and S3 do not go together.
    stops = [stop(1, load=Load(1, 1), penalty=99), *(stop(number, load=Load(995, 1)) for number in (2, 3))]
    problem = line_day([0, 50, 5, 5], [van()], stops)
    told = _told(problem)
    assert told.why[0].code == "routing.not_worth"
    # 90 km and 90 minutes more.
    assert told.why[0].params["cost"].minor == 1800


def test_a_remedy_never_costs_another_stop() -> None:
    # S1 could only go in the place of S2, whatever is done to its window.
    stops = [stop(1, load=Load(900, 1), penalty=10), stop(2, load=Load(900, 1), penalty=5000)]
    problem = line_day([0, 5, 6], [van(longest=13 * 60)], stops)
    assert RemedyKind.WINDOW not in {one.kind for one in _told(problem).remedies}


def test_only_so_many_stops_are_given_remedies_the_dearest_first() -> None:
    stops = [stop(number, load=Load(2000, 1), penalty=number) for number in (1, 2, 3)]
    plan = planned(line_day([0, 1, 2, 3], [van()], stops), replace(QUICK, explains=1))
    assert {one.stop: bool(one.remedies) for one in plan.unserved} == {"S1": False, "S2": False, "S3": True}
    assert all(one.why for one in plan.unserved)


def test_times_are_kept_to_the_second_on_the_shift() -> None:
    late = van(shift=(at("06:00"), at("06:00") + 2 * HOUR))
    assert planned(line_day([0, 60], [late], [stop(1)])).unserved == ()
    assert (
        len(
            planned(
                line_day([0, 60], [replace(late, shift=(at("06:00"), at("08:00") - 1))], [stop(1)])
            ).unserved
        )
        == 1
    )
