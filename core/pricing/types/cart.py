"""What is to be priced: a dealer's facts, products' facts and quantities in base units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.types.targets import Path


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What pricing needs of a product; prices are per base unit, None where unknown (never 0)."""

    product_id: ProductId
    sku: str
    cost: UnitPrice | None = None
    list_price: UnitPrice | None = None
    brand: str | None = None
    category: Path = ()

    def __post_init__(self) -> None:
        if self.cost is not None and self.cost.micros <= 0:
            raise ValueError("Expected a cost above 0; None stands for an unknown cost.")
        if self.list_price is not None and self.list_price.micros <= 0:
            raise ValueError("Expected a list price above 0; None stands for no list price.")


@dataclass(frozen=True, slots=True)
class DealerFacts:
    """What pricing needs of a dealer. tier None: no tier yet, so no tier price and no tier benefit.

    parent_id: the dealer above, whose own prices this one pays (D6).
    """

    dealer_id: DealerId
    currency: str
    tier: str | None = None
    region: Path = ()
    parent_id: DealerId | None = None

    def __post_init__(self) -> None:
        if len(self.currency) != 3:
            raise ValueError("Expected a currency code of three letters.")


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line to price; quantity in base units of the product."""

    line_id: LineId
    product: ProductFacts
    quantity: int

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise ValueError("Expected a quantity of at least 1 base unit.")


@dataclass(frozen=True, slots=True)
class QuotedPrice:
    """A price that a quotation keeps for this dealer until ``ends``; left: base units, None for any number.

    is_special: agreed to on request, so that promotions come on top only where they say so.
    """

    rule_id: str
    name: str
    price: UnitPrice
    ends: datetime
    left: int | None = None
    is_special: bool = False


@dataclass(frozen=True, slots=True)
class Cart:
    """Everything that is priced together.

    ship_to: region of the delivery for the shipping fee; () means the dealer's own region.
    promotion_left: base units left of each capped promotion (by id); coupon_left: uses left of each limited
    coupon (by :func:`coupon_key`). ``PriceBook.capped_promotions`` and ``PriceBook.limited_coupons`` say
    which are asked for. quoted: what open quotations keep, by product. surcharge: what serving it in a
    special way costs; it goes with shipping, and free shipping does not waive it.
    """

    dealer: DealerFacts
    lines: tuple[CartLine, ...]
    coupons: tuple[str, ...] = ()
    ship_to: Path = ()
    promotion_left: Mapping[str, int] = field(default_factory=dict)
    coupon_left: Mapping[str, int] = field(default_factory=dict)
    quoted: Mapping[ProductId, tuple[QuotedPrice, ...]] = field(default_factory=dict)
    surcharge: Money | None = None

    def __post_init__(self) -> None:
        products: dict[ProductId, ProductFacts] = {}
        for line in self.lines:
            known = products.setdefault(line.product.product_id, line.product)
            if known is not line.product and known != line.product:
                raise ValueError("Expected the same facts on all lines of one product.")
        if len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("Expected each line id once.")
