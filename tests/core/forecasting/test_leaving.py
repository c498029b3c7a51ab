"""Silence against the dealer's own rhythm (L1 to L5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forecasting.engine.leaving import (
    UNKNOWN,
    by_day,
    house_rhythm,
    judge_leaving,
)
from core.forecasting.leaving_types import HouseRhythm, Leaving, Spent

TODAY = date(2025, 10, 14)


def every(days: int, times: int, *, last: int, value: int = 10_000) -> tuple[Spent, ...]:
    """So many orders, ``days`` apart, the last one ``last`` days ago."""
    return tuple(Spent(TODAY - timedelta(days=last + days * at), value) for at in reversed(range(times)))


def judged(spent: tuple[Spent, ...], house: HouseRhythm = UNKNOWN) -> Leaving:
    found = judge_leaving(spent, TODAY, house)
    assert found is not None
    return found


def test_who_never_ordered_is_not_judged() -> None:
    assert judge_leaving((), TODAY, UNKNOWN) is None


def test_orders_of_one_day_are_one_occasion() -> None:
    day = TODAY - timedelta(days=3)
    assert by_day([(TODAY, 5), (day, 1), (day, 2)]) == (Spent(day, 3), Spent(TODAY, 5))


@pytest.mark.parametrize(
    ("gap", "silent", "is_silent"),
    [(7, 6, False), (7, 12, False), (7, 40, True), (30, 40, False), (30, 130, True)],
)
def test_the_same_silence_is_long_for_one_and_not_for_another(gap: int, silent: int, is_silent: bool) -> None:
    found = judged(every(gap, 12, last=silent))
    assert (found.is_silent, found.usual_days, found.silent_days) == (is_silent, gap, silent)


def test_the_longer_the_silence_the_likelier_that_nothing_comes() -> None:
    chances = [judged(every(7, 20, last=last)).chance for last in (3, 14, 28, 60, 120)]
    assert chances == sorted(chances)
    assert chances[0] < 0.02 < 0.5 < chances[-1]


def test_two_orders_are_no_rhythm() -> None:
    found = judged(every(7, 2, last=200))
    assert found.usual_days is None
    assert (found.is_silent, found.is_falling, found.is_leaving) == (False, False, False)


def test_who_buys_less_than_half_of_what_is_expected_is_falling_though_orders_come() -> None:
    before = [Spent(TODAY - timedelta(days=at), 100_000) for at in range(280, 91, -7)]
    since = [Spent(TODAY - timedelta(days=at), 20_000) for at in range(90, 0, -7)]
    found = judged((*before, *since))
    assert found.share is not None
    assert 1_500 < found.share < 2_500
    assert found.is_falling
    assert not found.is_silent
    assert found.at_risk >= found.monthly * 7 // 10


def test_a_slack_season_of_the_whole_house_is_nobodys_fall() -> None:
    before = [Spent(TODAY - timedelta(days=at), 100_000) for at in range(280, 91, -7)]
    since = [Spent(TODAY - timedelta(days=at), 40_000) for at in range(90, 0, -7)]
    spent = (*before, *since)
    alone = judged(spent, HouseRhythm(2.0, 0.5, now=100.0, before=100.0))
    slack = judged(spent, HouseRhythm(2.0, 0.5, now=40.0, before=100.0))
    assert alone.is_falling
    assert not slack.is_falling
    assert slack.share is not None
    assert 8_500 < slack.share < 11_500


def test_the_same_days_of_a_year_ago_are_what_is_expected() -> None:
    """Half of the year nothing, every year: no fall, whatever the months before were like."""
    spent = [Spent(TODAY - timedelta(days=at), 1_000) for at in (455, 380, 300, 50)]
    busy = [Spent(TODAY - timedelta(days=at), 90_000) for at in range(270, 100, -10)]
    found = judged(tuple(sorted([*spent, *busy], key=lambda one: one.on)))
    assert found.share == 10_000
    assert not found.is_falling


def test_worth_is_what_was_bought_in_a_month() -> None:
    found = judged(every(7, 53, last=60, value=7_000))
    # The 52 orders of its last year, from the first of them to the last.
    assert found.monthly == 52 * 7_000 * 30 // 357
    assert found.at_risk <= found.monthly


def test_a_house_is_known_by_its_dealers_once_there_are_enough_gaps() -> None:
    few = house_rhythm([every(7, 5, last=1)], TODAY)
    many = house_rhythm([every(7, 20, last=1), every(7, 20, last=2)], TODAY)
    assert (few.log_gap, few.spread) == (UNKNOWN.log_gap, UNKNOWN.spread)
    assert round(many.log_gap, 3) == 1.946
    assert many.spread == 0.25
    assert many.now > 0
    assert many.before > 0
    assert house_rhythm([], TODAY).now == 0.0


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 450), st.integers(0, 10**9)), min_size=1, max_size=60),
    st.integers(0, 400),
)
def test_everything_stays_in_its_bounds_and_more_silence_never_lasts_longer(
    orders: list[tuple[int, int]], more: int
) -> None:
    spent = by_day((TODAY - timedelta(days=ago), value) for ago, value in orders)
    found = judged(spent)
    later = judge_leaving(spent, TODAY + timedelta(days=more), UNKNOWN)
    assert later is not None
    assert 0 <= found.chance <= 1
    assert 0 <= later.lasting <= found.lasting <= 1
    assert 0 <= found.at_risk <= found.monthly
    assert found.orders == len(spent)
