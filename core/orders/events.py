"""What happened to orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId


@dataclass(frozen=True, slots=True)
class OrderPlaced(Event):
    """``state`` tells whether it went through by itself (approved) or waits (in_review)."""

    name: ClassVar[str] = "order_placed"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    state: str
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ApprovalRequested(Event):
    name: ClassVar[str] = "approval_requested"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    approver_id: PersonId | None


@dataclass(frozen=True, slots=True)
class OrderDecided(Event):
    name: ClassVar[str] = "order_decided"
    approval_id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId
    number: str
    approved: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class OrderReleased(Event):
    """An order that waited for credit went through by itself; ``reason``: payment or limit."""

    name: ClassVar[str] = "order_released"
    order_id: OrderId
    dealer_id: DealerId
    person_id: PersonId | None
    approval_id: ApprovalId
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class AliasLearned(Event):
    name: ClassVar[str] = "alias_learned"
    dealer_id: DealerId
    phrase: str
    product_id: str
    source: str


@dataclass(frozen=True, slots=True)
class AliasForgotten(Event):
    name: ClassVar[str] = "alias_forgotten"
    dealer_id: DealerId
    phrase: str
