"""The measures of C3: exact numbers, targets, business hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.actor import Actor, Role
from core.reporting.engine.fields import may_see_margins
from core.reporting.engine.measuring import ALL, count_after_hours, measure, median, share
from core.reporting.engine.periods import resolve_period
from core.reporting.types import Facts, Measure, Measured, ReportPolicy, Unit

POLICY = ReportPolicy(9 * 60, 18 * 60, (1, 2, 3, 4, 5))
FACTS = Facts(
    orders=200,
    chat_orders=150,
    dealers=50,
    chat_dealers=40,
    chat_lines=1000,
    wrong_lines=15,
    processing=90,
    decision=3600,
    after_hours=33,
    untouched=121,
    wanted=10_000,
    served=9_850,
    receivable=4_000_000,
    invoiced=9_000_000,
    priced=1_000_000,
    cost=880_000,
)


def measures(facts: Facts, policy: ReportPolicy = POLICY) -> dict[Measure, Measured]:
    return {one.measure: one for one in measure(facts, Facts(), policy, with_margin=True)}


def test_each_measure_is_what_its_definition_says() -> None:
    assert {one: found.value for one, found in measures(FACTS).items()} == {
        Measure.CHAT_SHARE: 7_500,
        Measure.ACTIVE_DEALERS: 8_000,
        Measure.ERROR_RATE: 150,
        Measure.PROCESSING: 90,
        Measure.AFTER_HOURS: 2_200,
        Measure.SELF_SERVICE: 6_050,
        Measure.DECISION: 3600,
        Measure.DSO: 40,
        Measure.FILL_RATE: 9_850,
        Measure.MARGIN: 1_200,
    }


def test_the_targets_are_those_of_the_capability_list() -> None:
    found = measures(FACTS, replace(POLICY, baseline_seconds=200))
    targets = {one: (each.target, each.is_met) for one, each in found.items() if each.target is not None}
    assert targets == {
        Measure.CHAT_SHARE: (7_000, True),
        Measure.ACTIVE_DEALERS: (8_000, True),
        Measure.ERROR_RATE: (200, True),
        Measure.PROCESSING: (100, True),
        Measure.AFTER_HOURS: (2_000, True),
        Measure.SELF_SERVICE: (6_000, True),
    }


def test_a_target_is_missed_by_the_smallest_step() -> None:
    found = measures(replace(FACTS, chat_dealers=39, wrong_lines=21, untouched=119))
    missed = [one for one, each in found.items() if each.is_met is False]
    assert missed == [Measure.ACTIVE_DEALERS, Measure.ERROR_RATE, Measure.SELF_SERVICE]


def test_without_a_baseline_processing_has_no_target() -> None:
    assert measures(FACTS)[Measure.PROCESSING].target is None
    assert measures(FACTS)[Measure.PROCESSING].unit is Unit.SECONDS


def test_where_nothing_happened_nothing_is_measured() -> None:
    assert {one.value for one in measures(Facts()).values()} == {None}


def test_the_margin_is_left_out_for_those_who_may_not_see_it() -> None:
    found = measure(FACTS, FACTS, POLICY, with_margin=False)
    assert Measure.MARGIN not in {one.measure for one in found}
    allowed = {role for role in Role if may_see_margins(Actor(None, frozenset({role})))}
    assert allowed == {Role.DIRECTOR, Role.FINANCE, Role.GENERAL_MANAGER, Role.SYSTEM}


def test_the_median_is_the_middle() -> None:
    assert median([]) is None
    assert median([7]) == 7
    assert median([9, 1, 5]) == 5
    assert median([1, 2, 10, 4]) == 3


def test_hours_are_counted_in_the_zone_of_the_house() -> None:
    week = resolve_period("2025-10-13..2025-10-19", datetime(2025, 10, 20, tzinfo=UTC), "America/New_York")
    moments = [
        datetime(2025, 10, 13, 12, 59, tzinfo=UTC),  # Monday 8:59 in New York: before
        datetime(2025, 10, 13, 13, 0, tzinfo=UTC),  # 9:00: open
        datetime(2025, 10, 13, 21, 59, tzinfo=UTC),  # 17:59: open
        datetime(2025, 10, 13, 22, 0, tzinfo=UTC),  # 18:00: closed
        datetime(2025, 10, 18, 16, 0, tzinfo=UTC),  # Saturday noon: closed
        datetime(2025, 10, 19, 16, 0, tzinfo=UTC),  # Sunday noon: closed
    ]
    assert count_after_hours(moments, week, POLICY, "America/New_York") == 4
    assert count_after_hours(moments, week, replace(POLICY, days=tuple(range(1, 8))), "America/New_York") == 2


_COUNTS = st.integers(0, 10_000)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(_COUNTS, _COUNTS)
def test_a_part_of_a_whole_is_between_nothing_and_all(one: int, other: int) -> None:
    part, whole = sorted((one, other))
    found = share(part, whole)
    assert (found is None) is (whole == 0)
    assert found is None or 0 <= found <= ALL


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=1))
def test_the_median_does_not_care_for_the_order(values: list[int]) -> None:
    assert median(values) == median(sorted(values, reverse=True))
    assert min(values) <= (median(values) or 0) <= max(values)
