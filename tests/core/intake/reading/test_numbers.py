from decimal import Decimal

import pytest

from core.intake.engine.reading.numbers import read_chinese, read_digits, read_fraction, read_number_words


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("1200", "1200", None),
        ("1,200", "1200", "1.2"),
        ("1.200", "1.2", "1200"),
        ("1,5", "1.5", None),
        ("0.400", "0.4", None),
        ("0,400", "0.4", None),
        ("1.200,50", "1200.5", None),
        ("1,200.50", "1200.5", None),
        ("1,234,567", "1234567", None),
    ],
)
def test_separators_of_both_customs(text: str, value: str, other: str | None) -> None:
    found = read_digits(text)
    assert found is not None
    assert found.value == Decimal(value)
    assert found.other == (Decimal(other) if other else None)


@pytest.mark.parametrize("text", ["10.0.0.1", "25.12.2025", "1,2,3", "1.2.3,4.5"])
def test_separators_that_make_no_number(text: str) -> None:
    assert read_digits(text) is None


def test_only_proper_fractions_of_trade_are_fractions() -> None:
    assert read_fraction("1", "2") == Decimal("0.5")
    assert read_fraction("3", "16") == Decimal(3) / 16
    assert read_fraction("25", "12") is None
    assert read_fraction("24", "330") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty five", 25),
        ("one hundred and twenty", 120),
        ("two thousand five hundred", 2500),
        ("on bes", 15),
        ("iki yuz elli", 250),
        ("bin iki yuz", 1200),
        ("dua belas", 12),
        ("dua puluh lima", 25),
        ("seratus dua puluh", 120),
        ("lima ribu", 5000),
    ],
)
def test_number_words(text: str, value: int) -> None:
    words = text.split()
    assert read_number_words(words, 0) == (Decimal(value), len(words))


def test_two_numbers_in_a_row_stay_two() -> None:
    assert read_number_words(["one", "two"], 0) == (Decimal(1), 1)


@pytest.mark.parametrize(
    ("text", "value", "maximum"),
    [
        ("十二", "12", None),
        ("两百五", "250", None),
        ("一百零五", "105", None),
        ("廿四", "24", None),
        ("一万二", "12000", None),
        ("半", "0.5", None),
        ("俩", "2", None),
        ("壹佰", "100", None),
        ("两三", "2", "3"),
    ],
)
def test_chinese_numerals(text: str, value: str, maximum: str | None) -> None:
    found = read_chinese(text, 0)
    assert found is not None
    assert (found.value, found.end) == (Decimal(value), len(text))
    assert found.maximum == (Decimal(maximum) if maximum else None)


def test_several_in_chinese_has_no_value() -> None:
    found = read_chinese("十几箱", 0)
    assert found is not None
    assert (found.value, found.end) == (None, 2)
