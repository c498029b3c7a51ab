"""Somebody of the house decides about an order in review; one decision wins (B1, E5 first step).

Everything is judged again at the tap: credit may have changed since the order was placed.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals import repository as approvals
from core.approvals.types import Approval, ApprovalState
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditStanding, CreditVerdict, EntryState
from core.dealers.repository import person_name
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ApprovalId
from core.kernel.texts import storable
from core.orders.errors import AlreadyDecided, CreditRefused
from core.orders.events import OrderDecided
from core.orders.repository import placed
from core.orders.types import Order, OrderState
from core.pricing.flow import give_back_uses
from core.stock import repository as stock


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """What is needed to decide: the order, the account, the verdict as of now, the state of the request."""

    approval: Approval
    order: Order
    standing: CreditStanding
    verdict: CreditVerdict
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class ShowApproval(Query[ApprovalCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_approval(snap: Snapshot, query: ShowApproval) -> ApprovalCard:
    return await _card(snap, await approvals.load_request(snap, query.approval_id))


async def _card(snap: Snapshot, approval: Approval) -> ApprovalCard:
    order = await placed.load_order(snap, approval.order_id)
    standing, policy = await credit.load_standing(snap, approval.dealer_id, approval.amount.currency)
    verdict = judge_credit(standing, approval.amount, policy)
    return ApprovalCard(approval, order, standing, verdict, await person_name(snap, approval.decided_by))


@dataclass(frozen=True, slots=True)
class ListApprovals(Query[tuple[ApprovalCard, ...]]):
    permission = Permission.APPROVAL_DECIDE
    limit: int = 10


async def list_approvals(snap: Snapshot, query: ListApprovals) -> tuple[ApprovalCard, ...]:
    return tuple([await _card(snap, one) for one in await approvals.list_open(snap, query.limit)])


@dataclass(frozen=True, slots=True)
class DecideOrder(Command[OrderState]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    approve: bool
    reason: str | None = None


async def decide_order(tx: Transaction, command: DecideOrder) -> OrderState:
    seen = await approvals.load_request(tx, command.approval_id)
    # The dealer's account first, as everywhere; then the request: a second decider waits, then sees.
    standing, policy = await credit.load_standing(tx, seen.dealer_id, seen.amount.currency, lock=True)
    approval = await approvals.load_request(tx, command.approval_id, lock=True)
    if approval.state is not ApprovalState.OPEN:
        by = await person_name(tx, approval.decided_by)
        raise AlreadyDecided(state=approval.state.value, by=by)
    order = await placed.load_order(tx, approval.order_id)
    reason = None if command.reason is None else storable(command.reason)
    if command.approve:
        verdict = judge_credit(standing, approval.amount, policy)
        if verdict.outcome is CreditOutcome.REFUSE:
            raise CreditRefused(fits=verdict.fits)
    state = OrderState.APPROVED if command.approve else OrderState.DECLINED
    await approvals.decide(
        tx, approval, ApprovalState.APPROVED if command.approve else ApprovalState.DECLINED, reason
    )
    await placed.move_order(tx, order.id, state, reason)
    await credit.move_entry(tx, order.id, EntryState.HELD if command.approve else EntryState.RELEASED)
    if not command.approve:
        await give_back_uses(tx, await placed.load_promotion_uses(tx, order.id))
        await stock.release(tx, order.id)
    tx.record(
        OrderDecided(
            approval.id,
            order.id,
            approval.dealer_id,
            tx.person_id,
            order.number,
            command.approve,
            reason,
        )
    )
    return state
