"""Orders that only credit held back go as soon as credit lets them (E4)."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.repository import requests
from core.approvals.types import ApprovalState, SubjectKind
from core.credit.types import CreditOutcome
from core.infra.transaction import Transaction
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.deciding import approve_order, close_with, judge_again
from core.orders.engine.exceptions import is_only_credit
from core.orders.events import OrderReleased
from core.orders.repository import placed
from core.orders.types import WAITING


@dataclass(frozen=True, slots=True)
class ReleasedOrder:
    order_id: OrderId
    number: str
    total: Money


async def release_held_orders(
    tx: Transaction, dealer_id: DealerId, reason: str = "payment"
) -> tuple[ReleasedOrder, ...]:
    """Approve what passes by itself now, oldest first; where one is too large, a younger one may still go.

    The dealer's account is locked by the caller. ``reason``: payment or limit, as the dealer is told.
    """
    released: list[ReleasedOrder] = []
    for approval in await requests.list_open_of_dealer(tx, dealer_id, SubjectKind.ORDER):
        if not is_only_credit(approval.triggers):
            continue
        verdict = await judge_again(tx, dealer_id, approval.amount)
        if verdict.outcome is not CreditOutcome.APPROVE:
            continue
        order = await placed.load_order(tx, OrderId(approval.subject_id))
        if order.state not in WAITING:
            continue
        await close_with(tx, approval, ApprovalState.RELEASED, reason)
        await approve_order(tx, order, reason)
        tx.record(
            OrderReleased(
                approval.id,
                order.id,
                dealer_id,
                order.number,
                order.total.minor,
                order.total.currency,
                reason,
            )
        )
        released.append(ReleasedOrder(order.id, order.number, order.total))
    return tuple(released)
