"""What is due by the dealer's own rhythm (M3, U1 to U6)."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forecasting.engine import also_taken, choose_due, occasions_of, rank_due
from core.forecasting.engine.rhythm import Model, evidence_of, pasts_of
from core.forecasting.types import AlsoPolicy, Demand, Due, Occasion
from tests.core.forecasting.past import MONDAY, product, take, weekly

NOBODY = Demand()


def letters(found: Iterable[Due]) -> str:
    return "".join(chr(due.product_id.int) for due in found)


def next_of(occasions: tuple[Occasion, ...], days: int = 7) -> date:
    return occasions[-1].on + timedelta(days=days)


def usual(occasions: tuple[Occasion, ...], today: date) -> str:
    return "".join(sorted(letters(choose_due(rank_due(occasions, today, NOBODY), occasions))))


def test_orders_of_one_day_are_one_occasion_and_add_up() -> None:
    day = date(2025, 6, 2)
    found = occasions_of(
        [(day, [take("A", 3)]), (date(2025, 5, 1), [take("B")]), (day, [take("A", 4), take("C")])]
    )
    assert found == (
        Occasion(date(2025, 5, 1), (take("B"),)),
        Occasion(day, (take("A", 7), take("C"))),
    )


def test_in_another_unit_the_later_one_of_the_day_stands() -> None:
    day = date(2025, 6, 2)
    found = occasions_of([(day, [take("A", 24, "case")]), (day, [take("A", 2)])])
    assert found == (Occasion(day, (take("A", 2),)),)


def test_what_comes_every_other_week_is_usual_only_in_its_week() -> None:
    past = weekly(*["A B", "A C"] * 8)
    assert usual(past, next_of(past)) == "AB"
    assert usual(past[:-1], next_of(past[:-1])) == "AC"


def test_what_comes_each_fourth_time_waits_for_its_turn() -> None:
    past = weekly(*["A B", "A", "A", "A"] * 6)
    due = {chr(one.product_id.int): one.chance for one in rank_due(past, next_of(past), NOBODY)}
    early = {chr(one.product_id.int): one.chance for one in rank_due(past[:-3], next_of(past[:-3]), NOBODY)}
    assert due["B"] > 3 * early["B"]
    assert early["B"] < 0.2


def test_the_chance_is_the_mean_of_the_prior_and_the_gaps_that_lasted() -> None:
    # B was taken at 0, 2, 4 and 6; two weeks ago. Of three gaps all lasted two orders and 14 days, and ended.
    past = weekly("A B", "A", "A B", "A", "A B", "A", "A B", "A")
    assert evidence_of(pasts_of(past)[product("B")], len(past), next_of(past)) == (6.0, 6.0)
    even = Model((0.0, 0.0, 0.0, 0.0, 0.0), 20.0)  # a prior of one half, whatever was
    chances = {one.product_id: one.chance for one in rank_due(past, next_of(past), NOBODY, even)}
    assert chances[product("B")] == pytest.approx((20 * 0.5 + 6) / (20 + 6))


def test_what_the_whole_house_sells_now_is_due_sooner() -> None:
    past = weekly("A B", "A B", "C", "C")
    season = Demand(200, {product("B"): 40})
    assert letters(rank_due(past, next_of(past), NOBODY)).index("A") < 2
    found = letters(rank_due(past, next_of(past), season))
    assert found.index("B") < found.index("A")


def test_one_order_is_all_that_is_known_so_it_is_the_usual() -> None:
    past = weekly("A B C")
    assert usual(past, next_of(past)) == "ABC"


def test_without_history_there_is_no_usual() -> None:
    assert choose_due(rank_due((), MONDAY, NOBODY), ()) == ()


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        ([6, 6, 12], 6),  # two of three
        ([1, 2, 3], 2),  # none often: the middle one
        ([1, 2, 3, 100], 2),  # of an even number the smaller middle one
        ([9, 9, 9, 1, 2, 3, 4, 5, 6], 4),  # only the last seven count
        ([5], 5),
    ],
)
def test_how_much_is_what_is_usually_taken(quantities: list[int], expected: int) -> None:
    past = tuple(
        Occasion(MONDAY + timedelta(days=at), (take("A", quantity),))
        for at, quantity in enumerate(quantities)
    )
    (due,) = rank_due(past, next_of(past), NOBODY)
    assert (due.quantity, due.unit, due.unit_quantity) == (expected, "each", Decimal(expected))


def test_the_unit_is_the_one_taken_most_often() -> None:
    units = ["case", "each", "case", "pallet", "case"]
    past = tuple(
        Occasion(MONDAY + timedelta(days=at), (take("A", 24, unit),)) for at, unit in enumerate(units)
    )
    (due,) = rank_due(past, next_of(past), NOBODY)
    assert (due.unit, due.times, due.occasions, due.every_days) == ("case", 5, 5, 1)


def test_what_went_along_is_named_and_no_more_than_two() -> None:
    past = weekly(*["A B C D", "E F"] * 6)
    ranked = rank_due(past, next_of(past), NOBODY)
    named = letters(also_taken(ranked, past, [product("A")], AlsoPolicy(least_chance=0.6)))
    assert (len(named), set(named) < set("BCD")) == (2, True)
    all_three = letters(also_taken(ranked, past, [product("A")], AlsoPolicy(most=9, least_chance=0.6)))
    assert set(all_three) == set("BCD")


def test_nothing_is_named_that_is_in_hand_rare_or_unlikely() -> None:
    past = weekly("A B", "A B", "A C", "A C", "A D", "A")
    ranked = rank_due(past, next_of(past), NOBODY)
    policy = AlsoPolicy(most=9, least_chance=0.0, least_times=2)
    assert set(letters(also_taken(ranked, past, [product("A")], policy))) == set("BC")
    assert also_taken(ranked, past, [product("A")], AlsoPolicy(least_chance=0.9)) == ()
    assert also_taken(ranked, past, [product("A")], AlsoPolicy(most=0, least_chance=0.0)) == ()


histories = st.lists(
    st.tuples(st.integers(0, 400), st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=5)),
    min_size=1,
    max_size=20,
)


@given(histories, st.integers(0, 50), st.integers(0, 60))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_whatever_was_ordered_chances_are_chances_and_the_usual_was_taken(
    orders: list[tuple[int, list[str]]], later: int, sold: int
) -> None:
    past = occasions_of((MONDAY + timedelta(days=day), [take(one) for one in held]) for day, held in orders)
    today = past[-1].on + timedelta(days=later)
    demand = Demand(50, {product(letter): min(sold, 50) for letter in "ABCD"})
    ranked = rank_due(past, today, demand)
    assert {due.product_id for due in ranked} == {
        one.product_id for occasion in past for one in occasion.takes
    }
    assert all(0 < due.chance < 1 for due in ranked)
    assert [due.chance for due in ranked] == sorted((due.chance for due in ranked), reverse=True)
    assert rank_due(past, today, demand) == ranked
    chosen = choose_due(ranked, past)
    assert chosen == ranked[: len(chosen)] != ()
