"""Price bands and own prices as people see and change them."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice


@dataclass(frozen=True, slots=True)
class BandView:
    """A band. target: SKU, category path or brand, "" for everything; basis points below and above."""

    scope: str
    target: str
    below_bp: int
    above_bp: int


@dataclass(frozen=True, slots=True)
class BandChange:
    """A band before and after, as (basis points below, above); None: no band of its own."""

    scope: str
    target: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """What a dealer asks of those below it for one base unit. price None: nothing set.

    low, high: what the band allows around the guide price, None where any price is allowed. A price outside
    counts as the nearest end.
    """

    product_id: ProductId
    sku: str
    name: str
    price: UnitPrice | None
    guide: UnitPrice | None
    low: UnitPrice | None
    high: UnitPrice | None

    @property
    def counts(self) -> UnitPrice | None:
        """What those below really pay."""
        if self.price is None or self.low is None or self.high is None:
            return self.price
        return min(max(self.price, self.low, key=_micros), self.high, key=_micros)


def _micros(price: UnitPrice) -> int:
    return price.micros
