"""Rebates in steps, to the cent (RB1-RB7): 5,000,000 a quarter 3 %, 10,000,000 5 %."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.channel.engine.rebates import (
    bought_in,
    earned_by,
    faults_of,
    span_of,
    spans_between,
    spread_credit,
    stand,
)
from core.channel.rebate_types import (
    Creditable,
    Movement,
    RebateBasis,
    RebatePeriod,
    RebateStep,
    RebateTerms,
    Span,
)
from core.kernel.money import Money

STEPS = (RebateStep(500_000_000, 300), RebateStep(1_000_000_000, 500))
WHOLE = RebateTerms("USD", RebatePeriod.QUARTER, RebateBasis.WHOLE, STEPS)
ABOVE = RebateTerms("USD", RebatePeriod.QUARTER, RebateBasis.ABOVE, STEPS)
Q4 = Span(date(2025, 10, 1), date(2026, 1, 1))


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


@pytest.mark.parametrize(
    ("bought", "whole", "above"),
    [
        ("0", "0", "0"),
        ("4999999.99", "0", "0"),
        ("5000000", "150000", "0"),
        ("5000000.33", "150000.01", "0.01"),
        ("9999999.99", "300000", "150000"),
        ("10000000", "500000", "150000"),
        ("12000000", "600000", "250000"),
        ("-10", "0", "0"),
    ],
)
def test_a_step_is_reached_by_exactly_its_amount(bought: str, whole: str, above: str) -> None:
    assert Money(earned_by(usd(bought).minor, WHOLE), "USD") == usd(whole)
    assert Money(earned_by(usd(bought).minor, ABOVE), "USD") == usd(above)


def test_the_standing_says_what_is_missing_and_what_it_would_bring() -> None:
    found = stand(WHOLE, Q4, usd("4999999.99").minor, date(2025, 12, 31))
    assert (found.basis_points, found.earned, found.days_left) == (0, usd("0"), 1)
    assert found.next_step is not None
    assert (found.next_step.missing, found.next_step.brings) == (usd("0.01"), usd("150000"))
    found = stand(WHOLE, Q4, usd("8000000").minor, date(2025, 11, 22))
    assert (found.basis_points, found.earned, found.days_left) == (300, usd("240000"), 40)
    assert found.next_step is not None
    assert (found.next_step.least, found.next_step.basis_points) == (usd("10000000"), 500)
    assert (found.next_step.missing, found.next_step.brings) == (usd("2000000"), usd("260000"))
    assert stand(WHOLE, Q4, usd("10000000").minor, date(2025, 11, 22)).next_step is None


def test_periods_are_those_of_the_calendar() -> None:
    assert span_of(date(2025, 12, 31), RebatePeriod.QUARTER) == Q4
    assert span_of(date(2024, 2, 29), RebatePeriod.QUARTER) == Span(date(2024, 1, 1), date(2024, 4, 1))
    assert span_of(date(2025, 6, 1), RebatePeriod.YEAR) == Span(date(2025, 1, 1), date(2026, 1, 1))
    over = spans_between(date(2025, 7, 1), date(2026, 2, 3), RebatePeriod.QUARTER)
    assert over == [Span(date(2025, 7, 1), date(2025, 10, 1)), Q4]
    assert spans_between(date(2025, 10, 1), date(2025, 12, 31), RebatePeriod.QUARTER) == []


def test_what_comes_back_counts_in_its_invoices_period_until_that_is_settled() -> None:
    q1 = span_of(date(2026, 1, 5), RebatePeriod.QUARTER)
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    sold = Movement(date(2025, 12, 30), 700, datetime(2025, 12, 30, tzinfo=UTC))
    back = Movement(date(2026, 1, 5), -200, noon, date(2025, 12, 30))
    same = Movement(date(2025, 12, 31), -50, datetime(2025, 12, 31, tzinfo=UTC), date(2025, 12, 30))
    moved = [sold, back, same]

    def bought(span: Span, settled: datetime | None) -> int:
        at = {} if settled is None else {Q4.starts_on: settled}
        return bought_in(span, moved, at, RebatePeriod.QUARTER)

    assert (bought(Q4, None), bought(q1, None)) == (450, 0)
    later = datetime(2026, 1, 6, tzinfo=UTC)
    assert (bought(Q4, later), bought(q1, later)) == (450, 0), "it was settled without what came back"
    before = datetime(2026, 1, 4, tzinfo=UTC)
    assert (bought(Q4, before), bought(q1, before)) == (650, -200)


def test_a_rebate_is_credited_with_the_tax_that_the_invoices_bear() -> None:
    taxed = [Creditable("A", 10_000, 12_000, 12_000), Creditable("B", 5_000, 6_000, 3_000)]
    assert spread_credit(5_000, taxed) == (("A", 6_000),)
    assert spread_credit(11_000, taxed) == (("A", 12_000), ("B", 1_200))
    assert spread_credit(13_000, taxed) is None
    assert spread_credit(0, []) == ()


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((), "steps"),
        (((100, 300), (100, 500)), "steps"),
        (((200, 300), (100, 500)), "steps"),
        (((-1, 300),), "steps"),
        (((100, 0),), "rates"),
        (((100, 500), (200, 300)), "rates"),
        (((100, 10_000),), "rates"),
        (((0, 100), (100, 500)), None),
    ],
)
def test_terms_that_make_no_sense_are_told_apart(steps: tuple[tuple[int, int], ...], why: str | None) -> None:
    made = tuple(RebateStep(*one) for one in steps)
    assert faults_of(RebateTerms("USD", RebatePeriod.YEAR, RebateBasis.WHOLE, made)) == why


_ladders = st.lists(
    st.tuples(st.integers(0, 10**9), st.integers(1, 3_000)),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one[0],
).map(
    lambda found: tuple(
        RebateStep(least, points)
        for least, points in zip(
            sorted(one[0] for one in found), sorted(one[1] for one in found), strict=True
        )
    )
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_ladders, st.integers(0, 2 * 10**9), st.sampled_from(RebateBasis))
def test_more_goods_never_earn_less_and_the_next_step_brings_what_it_says(
    steps: tuple[RebateStep, ...], bought: int, basis: RebateBasis
) -> None:
    terms = RebateTerms("USD", RebatePeriod.QUARTER, basis, steps)
    found = stand(terms, Q4, bought, date(2025, 11, 1))
    assert 0 <= earned_by(bought, terms) <= earned_by(bought + 1, terms) <= bought + 1
    if found.next_step is not None:
        at_next = found.bought + found.next_step.missing
        assert at_next == found.next_step.least
        assert earned_by(at_next.minor, terms) == (found.earned + found.next_step.brings).minor
