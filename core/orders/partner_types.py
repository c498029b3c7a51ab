"""Values of goods that are bought for an order, of other dealers and of vendors (G2). Quantities are base
units.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice


@dataclass(frozen=True, slots=True)
class SellerOffer:
    """Somebody sells us goods that go straight to the buyer: another dealer gives them up, or a vendor sends
    them.

    seller_id: who sells it to us; seller: for the house, the buyer is never told. cost: asked for a base
    unit; own_cost: what one of ours costs us, None where nobody has said. left: what of it nobody else was
    promised, None: any number; minimum: the least that is sold at once. fetch: what it costs to have goods
    fetched there, once an order. on: the day that they are with the buyer.
    """

    seller_id: UUID
    seller: str
    product_id: ProductId
    cost: UnitPrice
    own_cost: UnitPrice | None
    left: int | None
    minimum: int
    fetch: Money
    on: date
    is_partner: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a dealer lacks, and where it is to go. besides: an order of its own that is replaced by what is
    asked for, so that what was promised to it counts as free."""

    dealer_id: DealerId
    region: str
    currency: str
    products: Collection[ProductId]
    besides: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a line is bought of somebody."""

    offer: SellerOffer
    quantity: int


@dataclass(frozen=True, slots=True)
class Bought:
    """A share as it is kept with an order: base units of a line, of whom, and what one of them costs."""

    line_id: LineId
    seller_id: UUID
    quantity: int
    cost_micros: int


@dataclass(frozen=True, slots=True)
class SupplyWay:
    """A way for goods that are bought, or could be, as the buyer may see it.

    kind: a code of ``allocation.types.OptionKind``; quantity: base units that come this way; on: when the
    last of them is there, None while no day is known. extra: what this way costs the house more than the
    cheapest of the ways, None where that is not said. Nobody is named.
    """

    kind: str
    quantity: int
    on: date | None
    extra: Money | None
    is_chosen: bool
