"""An order in two parts, as splitting sees it. Amounts are minor units, quantities base units."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.ids import LineId
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A line of an order as splitting sees it; amounts in minor units.

    step: base units that it may be parted at (its pack). total: before the order discount's share
    ``discount``. tax: on the line, contained in total where ``tax_included``. is_gift: costs nothing.
    """

    line_id: LineId
    quantity: int
    step: int
    total: int
    discount: int = 0
    tax: int = 0
    tax_included: bool = False
    is_gift: bool = False

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.step < 1 or self.quantity % self.step:
            raise ValueError("Expected a quantity of whole steps.")

    @property
    def payable(self) -> int:
        return self.total - self.discount + (0 if self.tax_included else self.tax)


@dataclass(frozen=True, slots=True)
class PartLine:
    """What of a line belongs to one part; amounts in minor units."""

    line_id: LineId
    quantity: int
    total: int
    discount: int
    tax: int = 0
    tax_included: bool = False

    @property
    def payable(self) -> int:
        return self.total - self.discount + (0 if self.tax_included else self.tax)


@dataclass(frozen=True, slots=True)
class Fee:
    """Shipping of one tax rate, in minor units; the amount contains ``tax`` where ``tax_included``."""

    amount: int
    tax: int = 0
    tax_included: bool = False

    @property
    def payable(self) -> int:
        return self.amount + (0 if self.tax_included else self.tax)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an order; amounts in minor units. fees: in the order's own sequence."""

    lines: tuple[PartLine, ...]
    fees: tuple[Fee, ...] = ()

    @property
    def shipping(self) -> int:
        return sum(fee.amount for fee in self.fees)

    @property
    def subtotal(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def tax_on_top(self) -> int:
        lines = sum(line.tax for line in self.lines if not line.tax_included)
        return lines + sum(fee.tax for fee in self.fees if not fee.tax_included)

    @property
    def total(self) -> int:
        return sum(line.payable for line in self.lines) + sum(fee.payable for fee in self.fees)


@dataclass(frozen=True, slots=True)
class Split:
    """An order in two. A part without lines: everything is in the other one."""

    now: Part
    rest: Part


@dataclass(frozen=True, slots=True)
class FreightChange:
    """What an order pays for shipping, and what it would."""

    number: str
    before: Money
    after: Money
