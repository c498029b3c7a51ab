from decimal import Decimal

import pytest

from core.intake.engine.reading.guarding import base_quantity, guard_quantity
from core.intake.types import (
    AskWhy,
    Bought,
    Candidate,
    CatalogEntry,
    Decision,
    LineMatch,
    LineReading,
    QuantityKind,
)

COKE = CatalogEntry("coke", "CC330", ("Coke 330ml can",), packs={"each": 1, "case": 24, "pallet": 1920})
RICE = CatalogEntry("rice", "R25", ("Rice 25kg",), packs={"bag": 1})
FLOUR = CatalogEntry("flour", "F", ("Flour loose",), packs={"g": 1, "kg": 1000})
SUGAR = CatalogEntry("sugar", "S", ("Sugar loose",), packs={"kg": 1})
BATTERY = CatalogEntry("aa", "AA4", ("AA battery pack of 4",), packs={"each": 1})
UNKNOWN = CatalogEntry("x", "X", ("Thing",))


def reading(quantity: str, unit: str | None = None) -> LineReading:
    return LineReading("coke", quantity=Decimal(quantity), quantity_kind=QuantityKind.EXACT, unit=unit)


def matched(read: LineReading) -> LineMatch:
    return LineMatch("raw", read, Decision.ACCEPT, (Candidate("coke", "CC330", 0.99),), 0.99)


@pytest.mark.parametrize(
    ("entry", "quantity", "unit", "expected"),
    [
        (COKE, "10", None, 10),
        (COKE, "2", "case", 48),
        (COKE, "2", "carton", 48),
        (COKE, "0.5", "case", 12),
        (COKE, "1.5", "case", 36),
        (COKE, "1", "pallet", 1920),
        (COKE, "3", "can", 3),
        (COKE, "2", "dozen", 24),
        (COKE, "0.5", "dozen", 6),
        (COKE, "2", "box", None),
        (COKE, "5", "kg", None),
        (COKE, "2.5", None, None),
        (RICE, "4", "bag", 4),
        (RICE, "4", "sack", 4),
        (RICE, "4", "each", 4),
        (RICE, "100", "kg", None),
        (FLOUR, "2.5", "kg", 2500),
        (FLOUR, "500", "g", 500),
        (FLOUR, "1", "t", 1_000_000),
        (FLOUR, "3", "jin", 1500),
        (FLOUR, "3", "catty", None),
        (SUGAR, "4", "jin", 2),
        (SUGAR, "3", "jin", None),
        (COKE, "3", "jin", None),
        (FLOUR, "3", "each", None),
        (BATTERY, "3", "pack", 3),
        (BATTERY, "3", "box", None),
        (UNKNOWN, "7", "carton", 7),
    ],
)
def test_amounts_convert_to_base_units_exactly_or_not_at_all(
    entry: CatalogEntry, quantity: str, unit: str | None, expected: int | None
) -> None:
    assert base_quantity(reading(quantity, unit), entry) == expected


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (QuantityKind.MISSING, AskWhy.QUANTITY_MISSING),
        (QuantityKind.VAGUE, AskWhy.QUANTITY_VAGUE),
        (QuantityKind.RANGE, AskWhy.QUANTITY_RANGE),
        (QuantityKind.INVALID, AskWhy.QUANTITY_INVALID),
    ],
)
def test_an_amount_that_is_none_is_asked(kind: QuantityKind, why: AskWhy) -> None:
    found = guard_quantity(matched(LineReading("coke", quantity_kind=kind)), COKE, None)
    assert (found.decision, found.why_ask) == (Decision.ASK, (why,))


def test_a_unit_the_product_is_not_sold_in_is_asked() -> None:
    found = guard_quantity(matched(reading("2", "box")), COKE, None)
    assert (found.decision, found.why_ask) == (Decision.ASK, (AskWhy.UNIT_UNKNOWN,))


@pytest.mark.parametrize(
    ("quantity", "unit", "asked"),
    [
        ("239", None, False),
        ("240", None, True),
        ("10", None, False),
        ("9", None, True),
        ("9", "case", False),
        ("10", "case", True),
    ],
)
def test_five_times_above_or_below_the_habit_is_asked(quantity: str, unit: str | None, asked: bool) -> None:
    habit = Bought(times=4, typical_quantity=48)
    found = guard_quantity(matched(reading(quantity, unit)), COKE, habit)
    expected = (AskWhy.QUANTITY_UNUSUAL,) if asked else ()
    assert found.why_ask == expected


def test_an_amount_off_the_order_multiple_is_asked() -> None:
    assert guard_quantity(matched(reading("10")), COKE, None, order_multiple=12).why_ask == (
        AskWhy.QUANTITY_MULTIPLE,
    )
    assert guard_quantity(matched(reading("24")), COKE, None, order_multiple=12).why_ask == ()


def test_a_part_of_a_base_unit_is_asked() -> None:
    assert guard_quantity(matched(reading("2.5")), COKE, None).why_ask == (AskWhy.QUANTITY_MULTIPLE,)


def test_an_amount_that_is_right_leaves_the_match_as_it_is() -> None:
    match = matched(reading("2", "case"))
    assert guard_quantity(match, COKE, Bought(3, 48.0, 7)) is match


def test_a_match_that_asks_keeps_its_reason_first() -> None:
    match = LineMatch("raw", reading("0.5"), Decision.ASK, why_ask=(AskWhy.WHICH_PRODUCT,))
    assert guard_quantity(match, COKE, None).why_ask == (AskWhy.WHICH_PRODUCT, AskWhy.QUANTITY_MULTIPLE)


def test_what_was_not_found_stays_not_found() -> None:
    match = LineMatch("raw", LineReading("coke"), Decision.NOT_FOUND)
    assert guard_quantity(match, COKE, None) is match


def test_without_pack_data_a_carton_compares_with_no_habit() -> None:
    assert guard_quantity(matched(reading("2", "carton")), UNKNOWN, Bought(5, 48.0)).why_ask == ()
    assert guard_quantity(matched(reading("2")), UNKNOWN, Bought(5, 48.0)).why_ask == (
        AskWhy.QUANTITY_UNUSUAL,
    )
