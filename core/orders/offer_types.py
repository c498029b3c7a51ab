"""What an approver would agree to instead of an order as it was asked for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.kernel.ids import ApprovalId, DealerId, LineId, OrderId, PersonId
from core.kernel.money import Money, UnitPrice


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line as it is offered: base units, and the price of one."""

    line_id: LineId
    quantity: int
    unit_price: UnitPrice


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """What an approver would agree to instead; lines of the order that are not named would go."""

    id: uuid.UUID
    order_id: OrderId
    dealer_id: DealerId
    approval_id: ApprovalId
    state: OfferState
    lines: tuple[OfferedLine, ...]
    total: Money
    note: str | None
    made_by: PersonId
    expires_at: datetime
