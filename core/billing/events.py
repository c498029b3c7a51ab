"""What happened to documents and accounts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, OrderId, PersonId


@dataclass(frozen=True, slots=True)
class InvoiceIssued(Event):
    name: ClassVar[str] = "invoice_issued"
    dealer_id: DealerId
    invoice_id: uuid.UUID
    order_id: OrderId
    number: str
    order_number: str
    total_minor: int
    open_minor: int
    currency: str
    due_on: date


@dataclass(frozen=True, slots=True)
class InvoicesDue(Event):
    """All that is due of a dealer, or soon: number, what is open, due day, days since (negative before)."""

    name: ClassVar[str] = "invoices_due"
    dealer_id: DealerId
    total_minor: int
    currency: str
    documents: tuple[tuple[str, int, str, int], ...]


@dataclass(frozen=True, slots=True)
class RemindersSet(Event):
    name: ClassVar[str] = "reminders_set"
    before: int
    again: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class PaymentRecorded(Event):
    """``settled``: documents paid in full, ``part_paid``: in part; ``released``: orders that it freed."""

    name: ClassVar[str] = "payment_recorded"
    dealer_id: DealerId
    payment_id: uuid.UUID
    number: str
    reference: str
    paid_on: date
    amount_minor: int
    discount_minor: int
    unapplied_minor: int
    currency: str
    settled: tuple[str, ...]
    part_paid: tuple[str, ...]
    released: tuple[str, ...]
    dealer_name: str
    rep_id: PersonId | None


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """What stood in a dealer's favour does no longer; ``reopened``: documents with something open again."""

    dealer_id: DealerId
    number: str
    amount_minor: int
    currency: str
    reason: str
    reopened: tuple[str, ...]
    dealer_name: str
    rep_id: PersonId | None


@dataclass(frozen=True, slots=True)
class PaymentReversed(_TakenBack, Event):
    name: ClassVar[str] = "payment_reversed"
    payment_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class CreditNoteReversed(_TakenBack, Event):
    name: ClassVar[str] = "credit_note_reversed"
    invoice_id: uuid.UUID  # of the credit note itself


@dataclass(frozen=True, slots=True)
class PaymentCorrected(Event):
    """Payment ``was_number`` was booked back, and ``number`` came in its place."""

    name: ClassVar[str] = "payment_corrected"
    dealer_id: DealerId
    payment_id: uuid.UUID
    number: str
    amount_minor: int
    was_number: str
    was_minor: int
    currency: str
    reason: str
    settled: tuple[str, ...]
    part_paid: tuple[str, ...]
    unapplied_minor: int
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreditNoteIssued(Event):
    name: ClassVar[str] = "credit_note_issued"
    dealer_id: DealerId
    invoice_id: uuid.UUID
    number: str
    invoice_number: str
    amount_minor: int
    unapplied_minor: int
    currency: str
    reason: str
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreditLimitSet(Event):
    name: ClassVar[str] = "credit_limit_set"
    dealer_id: DealerId
    before_minor: int
    after_minor: int
    currency: str
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreditPolicySet(Event):
    """``before`` and ``after``: the fields that changed."""

    name: ClassVar[str] = "credit_policy_set"
    before: dict[str, int | bool | None]
    after: dict[str, int | bool | None]
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvoiceMomentSet(Event):
    """When orders are invoiced: an InvoiceMoment before and after."""

    name: ClassVar[str] = "invoice_moment_set"
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AccountHeld(Event):
    name: ClassVar[str] = "account_held"
    dealer_id: DealerId
    reason: str


@dataclass(frozen=True, slots=True)
class AccountReleased(Event):
    name: ClassVar[str] = "account_released"
    dealer_id: DealerId
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SellerSet(Event):
    """The house signs its documents otherwise; ``bank_changed``: money is to go to another account."""

    name: ClassVar[str] = "seller_set"
    bank_changed: bool


@dataclass(frozen=True, slots=True)
class BillingPartySet(Event):
    name: ClassVar[str] = "billing_party_set"
    dealer_id: DealerId
