"""Orders that wait for credit alone go through as soon as credit allows it (E4).

Whoever changes what credit is judged by (a payment, a limit, the policy) calls this in the same transaction,
with the dealer's account locked. A note for whoever reads the history: nobody has decided, money has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.approvals import repository as approvals
from core.approvals.tables import ApprovalRow
from core.approvals.types import ApprovalState
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, EntryState
from core.infra.transaction import Transaction
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.events import OrderReleased
from core.orders.repository import placed
from core.orders.tables import OrderRow
from core.orders.types import OrderState


@dataclass(frozen=True, slots=True)
class ReleasedOrder:
    order_id: OrderId
    number: str
    total: Money


async def release_held_orders(
    tx: Transaction, dealer_id: DealerId, reason: str = "payment"
) -> tuple[ReleasedOrder, ...]:
    """Approve what passes now of the dealer's waiting orders, the oldest first. reason: payment or limit."""
    released = []
    for row in await _waiting(tx, dealer_id):
        if not all(str(code).startswith("credit.") for code in row.reasons):
            continue
        total = Money(row.total_minor, row.currency)
        standing, policy = await credit.load_standing(tx, dealer_id, row.currency, lock=True)
        if judge_credit(standing, total, policy).outcome is not CreditOutcome.APPROVE:
            continue
        order_id, approval_id = OrderId(row.id), ApprovalId(row.approval_id)
        await approvals.close_request(tx, approval_id, ApprovalState.RELEASED, reason)
        await placed.move_order(tx, order_id, OrderState.APPROVED, reason)
        await credit.move_entry(tx, order_id, EntryState.HELD)
        person_id = PersonId(row.person_id) if row.person_id else None
        tx.record(OrderReleased(order_id, dealer_id, person_id, approval_id, row.number, reason))
        released.append(ReleasedOrder(order_id, row.number, total))
    return tuple(released)


async def _waiting(tx: Transaction, dealer_id: DealerId) -> list[Any]:
    return await tx.all(
        select(
            OrderRow.id,
            OrderRow.number,
            OrderRow.person_id,
            OrderRow.total_minor,
            OrderRow.currency,
            ApprovalRow.id.label("approval_id"),
            ApprovalRow.reasons,
        )
        .join(ApprovalRow, ApprovalRow.order_id == OrderRow.id)
        .where(
            OrderRow.dealer_id == dealer_id,
            OrderRow.state.in_([OrderState.IN_REVIEW, OrderState.HELD]),
            ApprovalRow.state == ApprovalState.OPEN,
        )
        .order_by(OrderRow.placed_at, OrderRow.id)
        .with_for_update(of=ApprovalRow)
    )
