"""What the measuring of re-plans counts: lines of a difference, and people to tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.routing.replan import changed_stops, people_to_tell, told_windows
from core.routing.types import Change, Load, OldRoute, Problem
from tests.core.routing.days import at, keys_of, line_day, planned, stop, van


def _ordered(keys: tuple[int, ...], old: dict[str, tuple[str, ...]]) -> Problem:
    """Vans that must visit stops in this order, on the road already so that they are not taken for alike."""
    vans = [van("a", first=tuple(f"S{one}" for one in keys), is_out=True), van("b", is_out=True)]
    problem = line_day([0, 1, 2, 3, 4], vans, [stop(one, load=Load()) for one in (1, 2, 3, 4)])
    return replace(problem, change=Change(tuple(OldRoute(*one) for one in old.items())))


@pytest.mark.parametrize(
    ("old", "changed"),
    [
        ({"a": ("S1", "S2", "S3", "S4")}, 0),
        ({"a": ("S4", "S1", "S2", "S3")}, 1),  # one in another place moves nobody else
        ({"a": ("S1", "S2"), "b": ("S3", "S4")}, 2),  # two come from another van
        ({"a": ("S1", "S9", "S2", "S3")}, 0),  # S9 was cancelled, S4 is new: no plan's doing
    ],
)
def test_changed_are_stops_of_another_van_and_the_fewest_out_of_order(
    old: dict[str, tuple[str, ...]], changed: int
) -> None:
    rest = _ordered((1, 2, 3, 4), old)
    plan = planned(rest)
    assert keys_of(plan, "a") == ["S1", "S2", "S3", "S4"]
    assert changed_stops(rest, plan) == changed


def test_a_stop_left_out_is_changed_and_its_people_are_told() -> None:
    rest = _ordered((1, 2, 3, 4), {"a": ("S1", "S2", "S3", "S4")})
    plan = planned(rest)
    told = told_windows(plan)
    without = replace(plan, routes=())
    assert changed_stops(rest, without) == 4
    assert (people_to_tell(rest, told, plan), people_to_tell(rest, told, without)) == (0, 4)


def test_two_hours_are_told_from_half_an_hour_before_at_a_quarter_and_both_ends_hold() -> None:
    problem = line_day([0, 20], [van()], [stop(1)])
    plan = planned(problem)
    (route,) = plan.routes
    begins = route.stops[0].begins
    opens, closes = told_windows(plan)["S1"]
    assert (opens % 900, closes - opens) == (0, 2 * 3600)
    assert opens <= begins - 1800 < opens + 900
    for window, people in (
        ((begins, begins + 1), 0),
        ((begins - 1, begins), 0),
        ((begins + 1, begins + 2), 1),
        ((at("00:00"), begins - 1), 1),
    ):
        assert people_to_tell(problem, {"S1": window}, plan) == people
