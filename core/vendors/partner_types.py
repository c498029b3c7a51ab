"""Values of partners: dealers that give up goods of their own for other dealers' orders (G2, K1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money, UnitPrice
from core.vendors.types import Place, Purchase


@dataclass(frozen=True, slots=True)
class PartnerPolicy:
    """How the house has goods from partners.

    answer_minutes: within that a partner says yes or no, else the goods come from elsewhere; half of it
    before, a reminder. lead_days: working days until the goods are with the buyer. fetch: what it costs to
    fetch them, once an order; weighed in orders of its currency only, nothing in others. across_regions:
    goods may go to another region than their holder's. sends: a partner may send goods himself; only then
    he is told where to.
    """

    fetch: Money
    answer_minutes: int = 240
    lead_days: int = 2
    across_regions: bool = False
    sends: bool = False

    @property
    def answer_within(self) -> timedelta:
        return timedelta(minutes=self.answer_minutes)


@dataclass(frozen=True, slots=True)
class StatedOffer:
    """What a dealer said to give up. taken: what orders were promised of it and have not had before it was
    said; valid_until: its last day. Quantities are base units, cost is of one."""

    vendor_id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    region: str
    product_id: ProductId
    sku: str
    name: str
    unit: str
    quantity: int
    taken: int
    cost: UnitPrice
    valid_until: date | None
    stated_at: datetime

    @property
    def left(self) -> int:
        return max(self.quantity - self.taken, 0)


@dataclass(frozen=True, slots=True)
class GiveRequest:
    """What a partner is asked for: nothing of the buyer but, where he may send it himself, the place.

    answer_by: until when he can say yes or no.
    """

    purchase: Purchase
    answer_by: datetime
    place: Place | None
    sends: bool
