"""An order in two: whole lines first, then quantities, and every cent in one of the parts (E5)."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import LineId
from core.orders.engine import propose_split, split_by_quantities
from core.orders.split_types import Fee, SplitLine


def line(
    number: int, quantity: int, total: int, *, step: int = 1, discount: int = 0, tax: int = 0
) -> SplitLine:
    return SplitLine(LineId(uuid.UUID(int=number)), quantity, step, total, discount, tax, is_gift=not total)


def kept(lines: list[SplitLine], shipping: int, amount: int) -> list[tuple[int, int]]:
    """Line number and quantity of what goes now."""
    return [
        (one.line_id.int, one.quantity) for one in propose_split(lines, [Fee(shipping)], amount).now.lines
    ]


def test_whole_lines_come_first_and_then_as_many_packs_as_fit() -> None:
    lines = [line(1, 10, 6_000), line(2, 48, 4_800, step=24), line(3, 5, 3_000)]
    assert kept(lines, 0, 13_800) == [(1, 10), (2, 48), (3, 5)]
    assert kept(lines, 0, 12_000) == [(1, 10), (2, 48), (3, 2)]  # 6,000 + 4,800, then 2 x 600
    assert kept(lines, 0, 9_000) == [(1, 10), (3, 5)]  # line 2 does not fit whole, line 3 does
    assert kept(lines, 0, 8_500) == [(1, 10), (2, 24)]  # neither fits whole: one case of 24 for 2,400
    assert kept(lines, 0, 8_399) == [(1, 10), (3, 3)]
    assert kept(lines, 0, 599) == []


def test_a_line_of_one_kind_is_parted_at_the_amount_itself() -> None:
    split = propose_split([line(1, 85, 8_500_000)], [], 3_000_000)
    assert [(one.quantity, one.total) for one in split.now.lines] == [(30, 3_000_000)]
    assert [(one.quantity, one.total) for one in split.rest.lines] == [(55, 5_500_000)]
    assert (split.now.total, split.rest.total) == (3_000_000, 5_500_000)


def test_the_shipping_share_counts_against_the_amount() -> None:
    lines = [line(1, 10, 10_000)]
    assert kept(lines, 1_000, 5_500) == [(1, 5)]
    assert kept(lines, 1_000, 5_499) == [(1, 4)]
    split = propose_split(lines, [Fee(1_000, 80)], 5_531)
    assert (split.now.shipping, split.rest.shipping) == (400, 600)  # 5,000 and 540 would be too much
    assert (split.now.tax_on_top, split.rest.tax_on_top) == (32, 48)
    assert (split.now.total, split.rest.total) == (4_432, 6_648)


def test_discounts_and_taxes_go_with_their_goods_to_the_cent() -> None:
    split = split_by_quantities([line(1, 3, 1_000, discount=100, tax=73)], [], {LineId(uuid.UUID(int=1)): 1})
    (now,), (rest,) = split.now.lines, split.rest.lines
    assert (now.total, now.discount, now.tax) == (333, 33, 24)
    assert (rest.total, rest.discount, rest.tax) == (667, 67, 49)


def test_gifts_follow_the_goods_in_whole_pieces() -> None:
    lines = [line(1, 30, 3_000), line(2, 5, 0)]
    assert kept(lines, 0, 1_000) == [(1, 10), (2, 1)]
    assert kept(lines, 0, 3_000) == [(1, 30), (2, 5)]
    split = propose_split(lines, [], 1_000)
    assert [(one.line_id.int, one.quantity) for one in split.rest.lines] == [(1, 20), (2, 4)]


def test_a_chosen_quantity_must_lie_within_its_line() -> None:
    for quantity in (-1, 4):
        with pytest.raises(ValueError):
            split_by_quantities([line(1, 3, 300)], [], {LineId(uuid.UUID(int=1)): quantity})


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[SplitLine], list[Fee]]:
    lines = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        step = draw(st.sampled_from([1, 6, 24]))
        total = draw(st.integers(0, 2_000_000))
        discount = draw(st.integers(0, total))
        lines.append(
            SplitLine(
                LineId(uuid.UUID(int=number)),
                step * draw(st.integers(1, 400)),
                step,
                total,
                discount,
                draw(st.integers(0, 40_000)) if total else 0,
                tax_included=draw(st.booleans()),
                is_gift=not total,
            )
        )
    taxed = Fee(draw(st.integers(0, 20_000)), draw(st.integers(0, 900)), draw(st.booleans()))
    return lines, [taxed, Fee(draw(st.integers(0, 20_000)))]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(orders(), st.integers(0, 5_000_000))
def test_the_two_parts_are_the_order_and_the_first_is_as_large_as_it_may_be(
    order: tuple[list[SplitLine], list[Fee]], amount: int
) -> None:
    lines, fees = order
    split = propose_split(lines, fees, amount)
    assert split.now.total <= amount or not split.now.lines
    whole = sum(one.payable for one in (*lines, *fees))
    assert split.now.total + split.rest.total == whole
    assert split.now.shipping + split.rest.shipping == sum(fee.amount for fee in fees)
    now = {one.line_id: one for one in split.now.lines}
    rest = {one.line_id: one for one in split.rest.lines}
    for one in lines:
        parts = [part[one.line_id] for part in (now, rest) if one.line_id in part]
        assert sum(part.quantity for part in parts) == one.quantity
        assert sum(part.total for part in parts) == one.total
        assert sum(part.discount for part in parts) == one.discount
        assert sum(part.tax for part in parts) == one.tax
        assert one.is_gift or all(part.quantity % one.step == 0 for part in parts)
        assert all(0 <= part.discount <= part.total for part in parts)
    if split.now.lines and split.rest.lines:
        quantities = {key: part.quantity for key, part in now.items()}
        for one in lines:
            if one.is_gift or quantities.get(one.line_id, 0) == one.quantity:
                continue
            more = {**quantities, one.line_id: quantities.get(one.line_id, 0) + one.step}
            # Rounding of what is split may give a cent each; a whole step more never fits beyond that.
            assert split_by_quantities(lines, fees, more).now.total > amount - 5
