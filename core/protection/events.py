"""Facts of price protection."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, PersonId, ProductId


@dataclass(frozen=True, slots=True)
class PriceProtectionOffered(Event):
    """Prices of what a dealer has bought fell: it can claim for these products."""

    name: ClassVar[str] = "price_protection_offered"
    dealer_id: DealerId
    products: tuple[ProductId, ...]
    found_on: date


@dataclass(frozen=True, slots=True)
class ProtectionClaimed(Event):
    """A dealer claims. Amount in minor units, with tax."""

    name: ClassVar[str] = "protection_claimed"
    claim_id: uuid.UUID
    dealer_id: DealerId
    number: str
    sku: str
    quantity: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ProtectionDecided(Event):
    """state: granted or declined; pieces, and minor units with tax, that were credited."""

    name: ClassVar[str] = "protection_decided"
    claim_id: uuid.UUID
    approval_id: ApprovalId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    state: str
    quantity: int
    granted: int
    granted_minor: int
    currency: str
    credit_notes: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class ProtectionPolicySet(Event):
    """Days 0: goods of that scope are not protected; open_days: to claim it in."""

    name: ClassVar[str] = "protection_policy_set"
    scope: str
    value: str
    days: int
    open_days: int
    person_id: PersonId | None
