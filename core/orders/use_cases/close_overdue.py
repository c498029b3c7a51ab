"""When the time to decide is over the rule says what happens (B3). The clock starts this."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.flow import escalate
from core.approvals.repository import changes, requests
from core.approvals.types import Approval, ApprovalState, EndAction, SubjectKind
from core.credit import repository as credit
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId, OrderId
from core.orders.deciding import approve_order, close_with, judge_again, refuse_uncovered, void_order
from core.orders.events import CounterAnswered, OrderDecided
from core.orders.repository import offers, placed
from core.orders.types import CounterOffer, OfferState, OrderState

AT_ONCE = 50
TIME_OVER = "time_over"


@dataclass(frozen=True, slots=True)
class CloseOverdueApprovals(Command[int]):
    """Escalate, approve or refuse what is due, and end offers that nobody took. How many things were done."""

    permission = Permission.INTERNAL


async def close_overdue_approvals(tx: Transaction, _command: CloseOverdueApprovals) -> int:
    done = 0
    for offer in await offers.list_expired(tx, AT_ONCE):
        await credit.load_standing(tx, offer.dealer_id, offer.total.currency, lock=True)
        done += await _expire(tx, offer)
    for approval_id, _ in await requests.list_due(tx, SubjectKind.ORDER, AT_ONCE):
        seen = await requests.load_request(tx, approval_id)
        await credit.load_standing(tx, seen.dealer_id, seen.amount.currency, lock=True)
        done += await _close(tx, approval_id)
    return done


async def _expire(tx: Transaction, seen: CounterOffer) -> bool:
    approval = await requests.find_open_request(tx, seen.order_id, lock=True)
    offer = await offers.load_offer(tx, seen.id, lock=True)
    if offer.state is not OfferState.OPEN or approval is None:
        return False
    await offers.close_offer(tx, offer.id, OfferState.EXPIRED)
    await changes.resume(tx, approval)
    tx.record(
        CounterAnswered(
            offer.id,
            approval.id,
            offer.order_id,
            offer.dealer_id,
            offer.made_by,
            approval.label,
            OfferState.EXPIRED.value,
        )
    )
    return True


async def _close(tx: Transaction, approval_id: ApprovalId) -> bool:
    """Do what the due steps say; of several the first in the order's own sequence."""
    approval = await requests.load_request(tx, approval_id, lock=True)
    due = [step for step in approval.open_steps if step.due_at is not None and step.due_at <= tx.now]
    if approval.state is not ApprovalState.OPEN or not due:
        return False
    if any(step.at_end is EndAction.REFUSE for step in due):
        await _finish(tx, approval, OrderState.DECLINED)
    elif all(step.at_end is EndAction.APPROVE for step in approval.steps if not step.is_done):
        try:
            async with tx.attempt():
                await _finish(tx, approval, OrderState.APPROVED)
        except Refused:
            # Credit does not allow it any more: then somebody has to look.
            await escalate(tx, approval)
    else:
        await escalate(tx, approval)
    return True


async def _finish(tx: Transaction, approval: Approval, state: OrderState) -> None:
    order = await placed.load_order(tx, OrderId(approval.subject_id))
    if state is OrderState.APPROVED:
        refuse_uncovered(await judge_again(tx, order.dealer_id, order.total), approval.triggers)
        await close_with(tx, approval, ApprovalState.APPROVED, TIME_OVER)
        await approve_order(tx, order, TIME_OVER)
    else:
        await close_with(tx, approval, ApprovalState.DECLINED, TIME_OVER)
        await void_order(tx, order, OrderState.DECLINED, TIME_OVER)
    tx.record(
        OrderDecided(approval.id, order.id, order.dealer_id, None, order.number, state.value, TIME_OVER)
    )
