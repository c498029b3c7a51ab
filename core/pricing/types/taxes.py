"""Taxes: rules as data, and what they come to on a cart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.kernel.ids import LineId
from core.kernel.money import Money
from core.pricing.types.targets import ALWAYS, FULL_BP, Path, Period, check_bp


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRule:
    """A rate for goods of a category delivered to a region; () is everything, everywhere.

    category: the code of UNCL 5305 that documents print (S, Z, E, ...). included: prices contain the tax,
    else it comes on top.
    """

    rule_id: str
    category: str
    basis_points: int
    included: bool = False
    region: Path = ()
    goods: Path = ()
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        if not self.category:
            raise ValueError("Expected a tax category.")
        check_bp(self.basis_points, "tax rate", most=10 * FULL_BP)


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """Tax of one category and rate. base: without tax."""

    category: str
    basis_points: int
    included: bool
    base: Money
    tax: Money

    def to_json(self) -> dict[str, Any]:
        return {
            "category": self.category,
            "basis_points": self.basis_points,
            "included": self.included,
            "base": self.base.minor,
            "tax": self.tax.minor,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], currency: str) -> Self:
        return cls(
            stored["category"],
            stored["basis_points"],
            stored["included"],
            Money(stored["base"], currency),
            Money(stored["tax"], currency),
        )


@dataclass(frozen=True, slots=True)
class Taxes:
    """The tax of a cart. lines: of each taxed line; shipping: of the fee, by category and rate.

    on_top: what is to be added to goods and shipping; goods_on_top: the part of it that is the goods'.
    included: what the prices contain already.
    """

    lines: Mapping[LineId, TaxAmount]
    shipping: tuple[TaxAmount, ...]
    on_top: Money
    goods_on_top: Money
    included: Money
