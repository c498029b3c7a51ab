"""What happened to price requests and quotations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, PersonId


@dataclass(frozen=True, slots=True)
class PriceRequested(Event):
    """Prices are millionths of the currency's major unit, of one base unit."""

    name: ClassVar[str] = "price_requested"
    request_id: uuid.UUID
    approval_id: ApprovalId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    quantity: int
    wanted_micros: int
    currency: str


@dataclass(frozen=True, slots=True)
class PriceRequestDecided(Event):
    """``decision``: granted, countered (``quotation_id`` keeps the price), declined or withdrawn."""

    name: ClassVar[str] = "price_request_decided"
    request_id: uuid.UUID
    approval_id: ApprovalId
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    decision: str
    reason: str | None
    quotation_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class QuotationSaved(Event):
    name: ClassVar[str] = "quotation_saved"
    quotation_id: uuid.UUID
    dealer_id: DealerId
    person_id: PersonId | None
    number: str
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class QuotationExpiring(Event):
    """Tomorrow the price is not kept any more."""

    name: ClassVar[str] = "quotation_expiring"
    quotation_id: uuid.UUID
    dealer_id: DealerId
    number: str


@dataclass(frozen=True, slots=True)
class QuotationDaysSet(Event):
    name: ClassVar[str] = "quotation_days_set"
    before: int
    after: int
