"""A unit means later what it meant when the line was typed."""

import pytest

from core.orders.engine.packs import pack_of
from tests.core.orders.test_reorder import product


@pytest.mark.parametrize(
    ("unit", "size"),
    [(None, 1), ("each", 1), ("case", 24), ("carton", 24), ("crate", 24), ("can", 1), ("dozen", 12)],
)
def test_words_of_the_trade_for_the_same_pack(unit: str | None, size: int) -> None:
    assert pack_of(product({"case": 24}), unit) == size


def test_a_pallet_that_is_not_sold_holds_nothing() -> None:
    assert pack_of(product({"case": 24}), "pallet") is None
