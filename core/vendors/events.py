"""What happened with vendors. Of partners only events of their own name a dealer: the partner itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, OrderId, PersonId, ProductId


@dataclass(frozen=True, slots=True)
class VendorSet(Event):
    name: ClassVar[str] = "vendor_set"
    vendor_id: uuid.UUID
    code: str
    vendor_name: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class VendorCutOffSet(Event):
    """cut_off: HH:MM in ``zone``, None for the house's."""

    name: ClassVar[str] = "vendor_cut_off_set"
    vendor_id: uuid.UUID
    cut_off: str
    zone: str | None
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class VendorContactAdded(Event):
    name: ClassVar[str] = "vendor_contact_added"
    vendor_id: uuid.UUID
    contact_id: PersonId
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class VendorOfferSet(Event):
    """cost_micros: of one base unit."""

    name: ClassVar[str] = "vendor_offer_set"
    vendor_id: uuid.UUID
    product_id: ProductId
    cost_micros: int
    currency: str
    ships: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PurchaseSent(Event):
    """Sums in minor units."""

    name: ClassVar[str] = "purchase_sent"
    purchase_id: uuid.UUID
    vendor_id: uuid.UUID
    number: str
    order_id: OrderId
    order_number: str
    sold: int
    bought: int
    currency: str
    expected_on: date
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PurchaseMovedOn(Event):
    """It came to another state, or to another day; by the vendor (``person_id``) or by the house."""

    name: ClassVar[str] = "purchase_moved_on"
    purchase_id: uuid.UUID
    vendor_id: uuid.UUID
    number: str
    order_id: OrderId
    state: str
    expected_on: date
    reason: str | None
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PurchaseUnanswered(Event):
    """Nobody answers. step: remind (the vendor) or escalate (to the house)."""

    name: ClassVar[str] = "purchase_unanswered"
    purchase_id: uuid.UUID
    vendor_id: uuid.UUID
    number: str
    order_id: OrderId
    step: str


@dataclass(frozen=True, slots=True)
class GoodsOffered(Event):
    """A dealer gives up goods. cost_micros: of one base unit; valid_until: an ISO day, None for no end."""

    name: ClassVar[str] = "goods_offered"
    dealer_id: DealerId
    product_id: ProductId
    sku: str
    quantity: int
    cost_micros: int
    currency: str
    valid_until: str | None
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class OfferEnded(Event):
    """A dealer gives these goods up no longer. why: withdrawn, cannot (it was asked for them), silent."""

    name: ClassVar[str] = "offer_ended"
    dealer_id: DealerId
    product_ids: tuple[ProductId, ...]
    why: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PartnerPaid(Event):
    """What a partner gave was credited to its account, by a receipt over the purchase order's sum."""

    name: ClassVar[str] = "partner_paid"
    dealer_id: DealerId
    number: str
    receipt: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerPolicySet(Event):
    """fetch: minor units."""

    name: ClassVar[str] = "partner_policy_set"
    answer_minutes: int
    lead_days: int
    fetch: int
    currency: str
    across_regions: bool
    sends: bool
