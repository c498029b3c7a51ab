"""What a day is planned from and what a plan means, without a database."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dispatch.engine.hours import read_hours, show_hours
from core.dispatch.engine.problem import build_problem, given_metres
from core.dispatch.engine.reading import Solved, read_plan
from core.dispatch.engine.windows import promises_of, told_window, window_now
from core.dispatch.errors import BadHours
from core.dispatch.flow import figures_of
from core.dispatch.plan_types import AS_USUAL, DayFacts, Drop, Receiving, Wishes, clock_seconds
from core.dispatch.types import Depot, Position, Van
from core.kernel.ids import DealerId, WarehouseId
from core.kernel.money import Money
from core.routing.engine.planning import plan_day
from core.routing.types import Budget

DAY = date(2025, 10, 15)
NOON = datetime(2025, 10, 15, 12, 7, tzinfo=UTC)
ID = uuid.UUID(int=1)
DEPOT = Depot(WarehouseId(ID), "LA", "Los Angeles", "UTC", "", Position(34.0, -118.2))


def van(code: str) -> Van:
    return Van(
        uuid.uuid5(ID, code), code, code, "", WarehouseId(ID), "LA", None, "", 1_000_000, 9_000_000,
        Money(50, "USD"), Money(2_000, "USD"), Money(5_000, "USD"), 250, (), "07:00", "19:00", 30, True,
    )  # fmt: skip


def drop(key: str, place: Position, weight_g: int = 80_000, receiving: Receiving | None = None) -> Drop:
    return Drop(
        key, DealerId(ID), f"Dealer {key}", None, "", place, (ID,), (f"B2B-2025-{key}",), weight_g, 0,
        receiving or Receiving(), False, NOON,
    )  # fmt: skip


def solved(facts: DayFacts, iterations: int = 300) -> Solved:
    problem = build_problem(facts, Wishes())
    plan = plan_day(problem, 1, Budget(iterations=iterations, explains=0))
    return read_plan(facts, problem, plan, given_metres(problem))


def test_a_day_of_27_stops_needs_far_fewer_kilometres_than_the_order_they_came_in() -> None:
    chance = random.Random(27)
    drops = tuple(
        drop(str(at), Position(34 + chance.uniform(-0.3, 0.3), -118.2 + chance.uniform(-0.3, 0.3)))
        for at in range(27)
    )
    facts = DayFacts(DEPOT, DAY, (van("V1"), van("V2"), van("V3")), drops, 0, {})
    found = solved(facts)
    assert found.left_out == ()
    assert figures_of(found, "USD").saved_basis_points >= 1_800


@settings(max_examples=12, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=1, max_size=7, unique=True))
def test_every_drop_stands_once_and_shares_add_up_to_the_route(places: list[tuple[float, float]]) -> None:
    drops = tuple(
        drop(str(at), Position(34 + north, -118.2 + east)) for at, (north, east) in enumerate(places)
    )
    found = solved(DayFacts(DEPOT, DAY, (van("V1"), van("V2")), drops, 0, {}), iterations=20)
    stops = [stop.key for route in found.routes for stop in route.stops]
    assert sorted(stops + [one.drop for one in found.left_out]) == sorted(one.key for one in drops)
    for route in found.routes:
        assert sum(stop.cost.minor for stop in route.stops) == route.cost.minor
        assert sum(stop.co2_g for stop in route.stops) == route.co2_g
        assert sum(stop.share_m for stop in route.stops) == route.metres


@pytest.mark.parametrize(
    ("hours", "chosen", "since", "until"),
    [
        ((), None, "11:30", "13:30"),
        ((("12:00", "12:30"),), None, "12:00", "12:30"),
        ((("08:00", "17:00"),), None, "11:30", "13:30"),
        ((), ("12:00", "14:00"), "12:00", "14:00"),
        ((), ("13:00", "15:00"), "11:30", "13:30"),
    ],
)
def test_a_window_begins_half_an_hour_before_within_the_hours_of_the_place(
    hours: tuple[tuple[str, str], ...], chosen: tuple[str, str] | None, since: str, until: str
) -> None:
    def at(clock: str) -> datetime:
        return datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(
            seconds=clock_seconds(clock, DAY, "UTC")
        )

    spans = [(at(first), at(last)) for first, last in hours]
    taken = None if chosen is None else (at(chosen[0]), at(chosen[1]))
    assert told_window(NOON, spans, taken) == (at(since), at(until))


def test_who_was_told_a_window_keeps_it_while_the_van_comes_in_it_or_nearly() -> None:
    told = (NOON, NOON + timedelta(hours=2))
    near = (NOON + timedelta(minutes=14), NOON + timedelta(hours=3))
    far = (NOON + timedelta(minutes=15), NOON + timedelta(hours=3))
    inside, outside = NOON + timedelta(hours=1), NOON + timedelta(hours=2, minutes=1)
    assert window_now(None, outside, near, AS_USUAL.least_move) == near
    assert window_now(told, inside, far, AS_USUAL.least_move) == told
    assert window_now(told, outside, near, AS_USUAL.least_move) == told
    assert window_now(told, outside, far, AS_USUAL.least_move) == far


def test_promised_windows_are_kept_by_who_serves_within_them() -> None:
    opens = datetime(2025, 10, 15, 9, tzinfo=UTC)
    window = (opens, opens + timedelta(hours=2))
    drops = [replace(drop(key, Position(34, -118)), dealer=key, chosen=window) for key in "abcd"]
    other_day = replace(drop("e", Position(34, -118)), chosen=(opens + timedelta(days=1), opens))
    etas = {"a": opens, "b": window[1], "c": window[1] + timedelta(seconds=1)}
    found = promises_of([*drops, other_day], etas, date(2025, 10, 15), "UTC")
    assert found == (2, ("c", "d"))
    too_soon = etas | {"a": opens - timedelta(seconds=1)}
    assert promises_of(drops, too_soon, date(2025, 10, 15), "UTC") == (1, ("a", "c", "d"))


def test_the_clock_of_a_day_counts_from_its_midnight_also_when_it_is_moved() -> None:
    assert clock_seconds("08:30", DAY, "UTC") == 30_600
    # On 9 March 2025 the clocks of Los Angeles skip an hour at two in the morning.
    assert clock_seconds("08:30", date(2025, 3, 9), "America/Los_Angeles") == 27_000


def test_hours_are_read_as_people_write_them() -> None:
    assert read_hours("8:00-12:00; 13:00 – 24:00") == (("08:00", "12:00"), ("13:00", "24:00"))
    assert show_hours(read_hours("8:00-12:00,13:00-17:30")) == "08:00-12:00, 13:00-17:30"
    assert read_hours(" ") == ()


@pytest.mark.parametrize(
    "typed", ["12:00-08:00", "8:00-8:00", "8-12", "8:00-12:00, 11:00-13:00", "23:00-24:30"]
)
def test_hours_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(BadHours):
        read_hours(typed)
