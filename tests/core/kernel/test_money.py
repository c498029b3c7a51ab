"""Money: whole minor units, one rounding, splits that add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.money import (
    CurrencyMismatch,
    Money,
    UnitPrice,
    currency_exponent,
    divide_half_up,
    split_by_largest_remainder,
    total,
)

amounts = st.integers(min_value=-(10**15), max_value=10**15)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1040.00", "USD", 104_000),
        ("1040.5", "USD", 104_050),
        ("-0.01", "USD", -1),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
    ],
)
def test_a_plain_decimal_is_read_to_minor_units_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(("text", "currency"), [("1.001", "USD"), ("1.5", "JPY"), ("0.0001", "KWD")])
def test_more_digits_than_the_currency_has_are_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more digits"):
        Money.parse(text, currency)


def test_two_currencies_never_meet_in_a_sum_or_a_comparison() -> None:
    dollar, euro = Money(1, "USD"), Money(1, "EUR")
    for meet in (
        lambda: dollar + euro,
        lambda: dollar - euro,
        lambda: dollar < euro,
        lambda: dollar <= euro,
        lambda: dollar > euro,
        lambda: dollar >= euro,
        lambda: total([dollar, euro], "USD"),
    ):
        with pytest.raises(CurrencyMismatch):
            meet()


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (-2, 3, -1), (0, 7, 0)],
)
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert divide_half_up(numerator, denominator) == expected


def test_a_denominator_that_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        divide_half_up(1, 0)


@pytest.mark.parametrize(
    ("price", "quantity", "currency", "minor"),
    [
        ("1040", 25, "USD", 2_600_000),
        ("0.333333", 3, "USD", 100),  # 0.999999: rounded once, at the end
        ("0.333333", 1, "USD", 33),
        ("0.005", 1, "USD", 1),  # a half goes up
        ("0.004999", 1, "USD", 0),
        ("0.125", 2, "KWD", 250),
        ("10.5", 1, "JPY", 11),
    ],
)
def test_price_times_quantity_is_rounded_once(price: str, quantity: int, currency: str, minor: int) -> None:
    assert UnitPrice.parse(price, currency).for_quantity(quantity) == Money(minor, currency)


def test_a_dozen_costs_twelve_pieces_and_not_a_hundred_and_forty_four() -> None:
    piece = UnitPrice.parse("1.25", "USD")
    assert piece.for_quantity(12) == Money.parse("15.00", "USD")


def test_a_unit_price_of_money_keeps_its_value_in_every_currency() -> None:
    for currency, text in (("USD", "19.99"), ("JPY", "1500"), ("KWD", "1.234")):
        assert UnitPrice.from_money(Money.parse(text, currency)) == UnitPrice.parse(text, currency)


def test_cost_plus_is_rounded_to_a_millionth() -> None:
    assert UnitPrice.parse("1000", "USD").times_ratio(10_400, 10_000) == UnitPrice.parse("1040", "USD")
    assert UnitPrice.parse("0.000001", "USD").times_ratio(1, 2) == UnitPrice(1, "USD")


def test_the_first_of_equal_remainders_gets_the_odd_cent() -> None:
    assert split_by_largest_remainder(100, [1, 1, 1]) == (34, 33, 33)
    assert split_by_largest_remainder(-100, [1, 1, 1]) == (-34, -33, -33)
    assert split_by_largest_remainder(7, [0, 0]) == (7, 0)
    assert Money(10, "USD").split([1, 2]) == (Money(3, "USD"), Money(7, "USD"))


@pytest.mark.parametrize("bad", [[], [1, -1]])
def test_a_split_needs_weights_that_are_not_negative(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_largest_remainder(10, bad)


@settings(derandomize=True, max_examples=300)
@given(amounts, weights)
def test_the_parts_of_a_split_add_up_and_are_off_by_less_than_one(amount: int, parts: list[int]) -> None:
    result = split_by_largest_remainder(amount, parts)
    assert sum(result) == amount
    whole = sum(parts)
    if whole:
        assert all(
            abs(part * whole - amount * weight) < whole for part, weight in zip(result, parts, strict=True)
        )


@settings(derandomize=True, max_examples=300)
@given(amounts, st.sampled_from(["USD", "JPY", "KWD"]))
def test_money_survives_the_way_through_text(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money.to_decimal()), currency) == money


@settings(derandomize=True, max_examples=200)
@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**6))
def test_a_line_total_is_never_off_by_more_than_half_a_cent(micros: int, quantity: int) -> None:
    exact = micros * quantity * 100
    minor = UnitPrice(micros, "USD").for_quantity(quantity).minor
    assert abs(minor * 1_000_000 - exact) <= 500_000


def test_minor_units_of_currencies() -> None:
    assert [currency_exponent(code) for code in ("USD", "TRY", "CNY", "MYR", "JPY", "KWD")] == [
        2,
        2,
        2,
        2,
        0,
        3,
    ]
