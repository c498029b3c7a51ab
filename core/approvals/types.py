"""Values of approvals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.kernel.money import Money


class ApprovalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    RELEASED = "released"  # nobody decided: what it was asked for holds no more


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to decide. approver_id None: anybody of the house who may decide."""

    id: ApprovalId
    order_id: OrderId
    dealer_id: DealerId
    approver_id: PersonId | None
    reasons: tuple[str, ...]
    amount: Money
    state: ApprovalState
    version: int
    asked_at: datetime
    decided_at: datetime | None
    decided_by: PersonId | None
    decision_reason: str | None
