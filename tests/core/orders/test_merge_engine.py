"""One freight for what goes together, to the cent and with its tax."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis.strategies import integers, lists, tuples

from core.kernel.ids import OrderId
from core.orders.engine.merging import merged_fees, saving_of
from core.orders.split_types import Fee

A, B, C = (OrderId(UUID(int=at)) for at in (1, 2, 3))


def test_the_first_order_that_can_bear_it_keeps_the_freight_and_the_others_pay_none() -> None:
    fees = [(A, (Fee(2_900),)), (B, (Fee(2_900),)), (C, (Fee(2_900),))]
    assert merged_fees(fees, 2_900) == {A: (Fee(2_900),), B: (Fee(0),), C: (Fee(0),)}
    assert merged_fees(fees, 0) == {A: (Fee(0),), B: (Fee(0),), C: (Fee(0),)}


def test_it_never_costs_more_than_the_dearest_freight_that_was_promised() -> None:
    fees = [(A, (Fee(1_000),)), (B, (Fee(2_000),))]
    assert merged_fees(fees, 4_500) == {A: (Fee(0),), B: (Fee(2_000),)}
    assert merged_fees(fees, 1_500) == {A: (Fee(0),), B: (Fee(1_500),)}


def test_taxes_go_with_their_freight() -> None:
    taxed = (Fee(1_000, 100), Fee(550, 50, tax_included=True), Fee(50))
    after = merged_fees([(A, taxed), (B, taxed)], 800)
    assert after == {A: (Fee(500, 50), Fee(275, 25, tax_included=True), Fee(25)), B: tuple(
        Fee(0, 0, fee.tax_included) for fee in taxed
    )}  # fmt: skip
    # 1,600 with 100 of tax on top, twice, against 800 with 50.
    assert saving_of(taxed, after[A]) + saving_of(taxed, after[B]) == 2 * 1_700 - 850


amounts = lists(tuples(integers(0, 5_000), integers(0, 5_000)), min_size=2, max_size=5)


@given(amounts, integers(0, 12_000))
@settings(max_examples=200, derandomize=True)
def test_what_is_paid_in_all_is_the_freight_of_one_and_nobody_pays_more(
    given_fees: list[tuple[int, int]], together: int
) -> None:
    fees = [
        (OrderId(UUID(int=at)), (Fee(one, one // 10), Fee(other)))
        for at, (one, other) in enumerate(given_fees)
    ]
    after = merged_fees(fees, together)
    dearest = max(one + other for one, other in given_fees)
    assert sum(fee.amount for some in after.values() for fee in some) == min(together, dearest)
    for order_id, before in fees:
        assert saving_of(before, after[order_id]) >= 0
        assert all(fee.amount >= 0 and fee.tax >= 0 for fee in after[order_id])
