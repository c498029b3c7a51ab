"""Facts of returns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId


@dataclass(frozen=True, slots=True)
class ReturnRequested(Event):
    """A dealer sent a request. Amount in minor units, with tax."""

    name: ClassVar[str] = "return_requested"
    return_id: uuid.UUID
    dealer_id: DealerId
    order_id: OrderId
    number: str
    order_number: str
    reason: str
    photos: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ReturnAgreed(Event):
    """The goods may come back or stay (``outcome``). approval_id None: the policy agreed, at once."""

    name: ClassVar[str] = "return_agreed"
    return_id: uuid.UUID
    approval_id: ApprovalId | None
    dealer_id: DealerId
    person_id: PersonId
    number: str
    order_number: str
    outcome: str
    credit_note: str | None


@dataclass(frozen=True, slots=True)
class ReturnDeclined(Event):
    name: ClassVar[str] = "return_declined"
    return_id: uuid.UUID
    approval_id: ApprovalId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    order_number: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReturnReceived(Event):
    """Base units that came, and how; credit_note None: nothing came, nothing is credited."""

    name: ClassVar[str] = "return_received"
    return_id: uuid.UUID
    dealer_id: DealerId
    person_id: PersonId
    number: str
    order_number: str
    good: int
    damaged: int
    missing: int
    credit_note: str | None


@dataclass(frozen=True, slots=True)
class ReturnPolicySet(Event):
    """Days, and the amount in minor units that passes at once."""

    name: ClassVar[str] = "return_policy_set"
    currency: str
    days: int
    at_once_minor: int


@dataclass(frozen=True, slots=True)
class ReturnFeeSet(Event):
    """What dealers of a currency pay for the way back, by reason, in minor units with tax; 0: we do."""

    name: ClassVar[str] = "return_fee_set"
    currency: str
    reason: str
    fee_minor: int
    person_id: PersonId | None
