"""Values of goods that other dealers give up for an order (G2). Quantities are base units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice


@dataclass(frozen=True, slots=True)
class PartnerOffer:
    """A dealer gives up so much of a product (``left``: what of it nobody else was promised).

    partner_id: who sells it to us; partner: for the house, the buyer is never told. cost: asked for a base
    unit; own_cost: what one of ours costs us, None where nobody has said. fetch: what it costs to have
    goods fetched from this partner, once an order. on: the day that they are with the buyer.
    """

    partner_id: UUID
    partner: str
    product_id: ProductId
    cost: UnitPrice
    own_cost: UnitPrice | None
    left: int
    fetch: Money
    on: date


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
class PartnerShare:
    """So much of a line comes from a partner."""

    offer: PartnerOffer
    quantity: int


@dataclass(frozen=True, slots=True)
class SupplyWay:
    """A way for goods that are not there, as the buyer may see it.

    kind: a code of ``allocation.types.OptionKind``; quantity: base units that come this way; on: when the
    last of them is there, None while no day is known. extra: what this way costs the house more than goods
    of its own, None where that is not said. Nobody is named.
    """

    kind: str
    quantity: int
    on: date | None
    extra: Money | None
    is_chosen: bool
