"""Up to par: what is lacking, in whole packs and multiples."""

from __future__ import annotations

import uuid
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import ProductId
from core.templates.engine.filling import fill_up
from core.templates.types import TemplateLine

COKE, TEA, BOLT = (ProductId(uuid.UUID(int=at)) for at in (1, 2, 3))


def par(product: ProductId, units: int, pack: int = 1, unit: str = "each") -> TemplateLine:
    return TemplateLine(1, product, unit, Decimal(units), units * pack, None)


def filled(lines: list[TemplateLine], left: dict[ProductId, int], **multiples: int) -> list[tuple[int, str]]:
    found = fill_up(lines, left, {COKE: multiples.get("coke", 1)})
    return [(line.quantity, str(line.unit_quantity)) for line in found]


def test_the_difference_is_ordered_in_whole_packs() -> None:
    cases = par(COKE, 10, 24, "case")
    assert filled([cases], {COKE: 3 * 24}) == [(168, "7")]
    assert filled([cases], {COKE: 3 * 24 + 1}) == [(168, "7")]
    assert filled([cases], {COKE: 0}) == [(240, "10")]


def test_enough_orders_nothing_and_what_nobody_spoke_of_is_full() -> None:
    assert filled([par(COKE, 10), par(TEA, 5)], {COKE: 10}) == []
    assert filled([par(COKE, 10), par(TEA, 5)], {COKE: 12}) == []
    assert filled([par(COKE, 10), par(TEA, 5)], {TEA: 1}) == [(4, "4")]


def test_it_is_rounded_up_to_the_order_multiple_as_well() -> None:
    assert filled([par(COKE, 10)], {COKE: 3}, coke=6) == [(12, "12")]
    assert filled([par(COKE, 2, 10, "case")], {COKE: 5}, coke=4) == [(20, "2")]


def test_parts_of_a_unit_are_counted_in_base_units() -> None:
    half = TemplateLine(1, COKE, "kg", Decimal("2.5"), 5, None)
    assert filled([half], {COKE: 1}) == [(4, "2")]
    third = TemplateLine(1, COKE, "box", Decimal("1.5"), 5, None)
    assert filled([third], {COKE: 1}) == [(4, "4")]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    units=st.integers(1, 40), pack=st.sampled_from([1, 6, 12, 24]), left=st.integers(0, 1000),
    multiple=st.sampled_from([1, 4, 6, 10]),
)  # fmt: skip
def test_it_always_reaches_par_by_less_than_a_step(units: int, pack: int, left: int, multiple: int) -> None:
    line = par(COKE, units, pack)
    found = fill_up([line], {COKE: left}, {COKE: multiple})
    if left >= line.quantity:
        assert found == ()
        return
    (one,) = found
    assert one.quantity % pack == one.quantity % multiple == 0
    assert left + one.quantity >= line.quantity
    assert one.unit_quantity * pack == one.quantity
    assert left + one.quantity - line.quantity < pack * multiple
