"""First expired, first out: what is taken adds up, is not expired, and never passes over an older lot."""

import uuid
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import ProductId, WarehouseId
from core.stock.engine.lots import choose_lots, loose_in, place_of_receipt
from core.stock.types import Lot, LotPart, Place

TODAY = date(2025, 10, 14)
PRODUCT, WAREHOUSE = ProductId(uuid.UUID(int=1)), WarehouseId(uuid.UUID(int=2))


def lot(code: str, on_hand: int, days: int | None, owner: str = "") -> Lot:
    expires_on = None if days is None else TODAY + timedelta(days=days)
    return Lot(PRODUCT, WAREHOUSE, code, owner, expires_on, on_hand)


def test_the_first_to_expire_goes_first_then_the_undated_then_loose_goods() -> None:
    lots = [lot("C", 5, None), lot("B", 5, 9), lot("OLD", 50, -1), lot("A", 5, 0)]
    parts = choose_lots(lots, 5, 18, TODAY)
    assert parts is not None
    assert [(part.lot, part.quantity) for part in parts] == [("A", 5), ("B", 5), ("C", 5), ("", 3)]
    assert choose_lots(lots, 5, 21, TODAY) is None
    assert choose_lots([], 0, 0, TODAY) == ()


def test_of_equal_dates_the_houses_own_goods_go_first() -> None:
    lots = [lot("A", 5, 9, "vendor:ACME"), lot("B", 5, 9)]
    assert choose_lots(lots, 0, 6, TODAY) == (
        LotPart("B", "", 5, TODAY + timedelta(days=9)),
        LotPart("A", "vendor:ACME", 1, TODAY + timedelta(days=9)),
    )


def test_what_comes_in_is_put_where_it_may_lie() -> None:
    day = timedelta(days=1)
    assert place_of_receipt("", TODAY, TODAY) is Place.ON_HAND
    assert place_of_receipt("", TODAY - day, TODAY) is Place.QUARANTINE
    assert place_of_receipt("dealer:D17", None, TODAY) is Place.KEPT
    assert place_of_receipt("dealer:D17", TODAY - day, TODAY) is Place.QUARANTINE
    assert place_of_receipt("vendor:ACME", None, TODAY) is Place.ON_HAND
    assert loose_in(20, [lot("A", 5, 1), lot("B", 7, None)]) == 8


shelves = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(-5, 30), st.sampled_from(["", "vendor:V"])),
    max_size=6,
).map(lambda drawn: [lot(f"L{at}", *one) for at, one in enumerate(drawn)])


@settings(derandomize=True, max_examples=300)
@given(shelves, st.integers(0, 20), st.integers(0, 80))
def test_what_is_taken_adds_up_and_passes_over_no_older_lot(
    lots: list[Lot], loose: int, quantity: int
) -> None:
    usable = {one.lot: one for one in lots if not one.is_expired(TODAY)}
    there = sum(one.on_hand for one in usable.values()) + loose
    parts = choose_lots(lots, loose, quantity, TODAY)
    if parts is None:
        assert quantity > there
        return
    assert quantity <= there
    assert sum(part.quantity for part in parts) == quantity
    taken = {part.lot: part.quantity for part in parts}
    assert all(0 < pieces <= (usable[code].on_hand if code else loose) for code, pieces in taken.items())
    latest = max((part.expires_on or date.max for part in parts), default=date.min)
    left_behind = [one for one in usable.values() if one.on_hand > taken.get(one.lot, 0)]
    assert all((one.expires_on or date.max) >= latest for one in left_behind)
    assert choose_lots(lots[::-1], loose, quantity, TODAY) == parts
