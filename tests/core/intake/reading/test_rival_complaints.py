"""What users of other order readers complained of, each as a case (rivals 4, traps of matching)."""

from decimal import Decimal

from core.intake.engine.reading.lines import read_line
from core.intake.types import LineReading, QuantityKind


def best(text: str) -> LineReading:
    return read_line(text).best


def test_15_grams_is_not_g_and_rams() -> None:
    reading = best("15 grams saffron")
    assert (reading.quantity, reading.unit, reading.item) == (15, "g", "saffron")
    assert best("15grams saffron").unit == "g"


def test_300g_is_not_300_billion() -> None:
    readings = read_line("coffee 300g").readings
    assert all(reading.quantity in (None, Decimal(300)) for reading in readings)
    assert {reading.size for reading in readings} == {Decimal(300), None}
    assert best("coffee 300g").size_unit == "g"


def test_l_is_litre_and_never_lakh() -> None:
    assert (best("oil 5L 3 tins").size, best("oil 5L 3 tins").size_unit) == (5, "l")
    assert best("oil 5L 3 tins").quantity == 3


def test_counts_of_two_articles_are_never_added_up() -> None:
    readings = read_line("2 coke 3 sprite").readings
    assert all(reading.quantity != 5 for reading in readings)


def test_an_invented_unit_leaves_no_bare_number_behind_unseen() -> None:
    reading = best("5 flurbs coke")
    assert (reading.quantity, reading.unit, reading.item) == (5, None, "flurbs coke")


def test_an_unreadable_quantity_is_not_zero() -> None:
    assert best("coke ??").quantity is None
    assert best("coke ??").quantity_kind is QuantityKind.MISSING


def test_leading_zeros_of_codes_are_kept() -> None:
    assert best("007 5 ctn").item == "007"
    assert best("5 x 000451").item == "000451"


def test_kilos_typed_as_grams_are_asked() -> None:
    assert best("0.400g cheese").quantity_kind is QuantityKind.INVALID


def test_a_fraction_with_an_inch_sign_is_a_size() -> None:
    reading = best('3/4" elbow 20 nos')
    assert (reading.size, reading.size_unit, reading.quantity) == (Decimal("0.75"), "in", 20)
