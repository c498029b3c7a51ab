"""Money as whole minor units, and unit prices with more digits.

One rule of rounding holds everywhere: half up (away from zero), once, where a unit price
meets a quantity. Nothing else rounds a money amount; splits use the largest remainder, so
parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

MICROS = 1_000_000

# ISO 4217 currencies whose minor unit is not a hundredth: digits after the point. Source: ISO 4217 list one.
ODD_EXPONENTS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum or comparison."""


def currency_exponent(currency: str) -> int:
    """Digits after the point that the currency's minor unit stands for (USD 2, JPY 0)."""
    return ODD_EXPONENTS.get(currency, 2)


def divide_half_up(numerator: int, denominator: int) -> int:
    """Integer quotient rounded half away from zero; ``denominator`` must be positive."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    if numerator < 0:
        return -((-numerator * 2 + denominator) // (2 * denominator))
    return (numerator * 2 + denominator) // (2 * denominator)


def split_by_largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split ``total`` in proportion to ``weights`` so that the parts add up to it exactly.

    Ties go to the earlier part. All weights zero: everything falls on the first part.
    Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    whole = sum(weights)
    if whole == 0:
        return (total, *([0] * (len(weights) - 1)))
    sign = -1 if total < 0 else 1
    amount = abs(total)
    parts = [amount * weight // whole for weight in weights]
    remainders = [amount * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(sign * part for part in parts)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency (1,040.00 USD is ``Money(104000, "USD")``)."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read a plain decimal such as ``1040.5``; more digits than the currency has are refused."""
        scaled = Decimal(text).scaleb(currency_exponent(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{text} has more digits than {currency} has")
        return cls(int(scaled), currency)

    def to_decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-currency_exponent(self.currency))

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: Money) -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        return tuple(Money(part, self.currency) for part in split_by_largest_remainder(self.minor, weights))


def total(amounts: Sequence[Money], currency: str) -> Money:
    """Sum of amounts, zero of ``currency`` for none."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Price of one base unit in millionths of the currency's major unit (1.25 USD = 1_250_000)."""

    micros: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read a plain decimal with at most six digits after the point."""
        scaled = Decimal(text).scaleb(6)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{text} has more than six digits after the point")
        return cls(int(scaled), currency)

    @classmethod
    def from_money(cls, money: Money) -> Self:
        return cls(money.minor * MICROS // 10 ** currency_exponent(money.currency), money.currency)

    def to_decimal(self) -> Decimal:
        return Decimal(self.micros).scaleb(-6)

    def times_ratio(self, numerator: int, denominator: int) -> UnitPrice:
        """The price times a ratio, half up to a millionth (cost-plus, percentages)."""
        return UnitPrice(divide_half_up(self.micros * numerator, denominator), self.currency)

    def for_quantity(self, quantity: int) -> Money:
        """The one rounding: unit price times quantity of base units, half up to minor units."""
        minor = divide_half_up(self.micros * quantity * 10 ** currency_exponent(self.currency), MICROS)
        return Money(minor, self.currency)
