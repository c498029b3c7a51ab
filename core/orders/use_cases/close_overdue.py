"""When the time to decide is over the rule says what happens (B3). The clock starts this."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.flow import Subject, close_due
from core.approvals.repository import changes, requests
from core.approvals.types import TIME_OVER, Approval, ApprovalState, SubjectKind
from core.credit import repository as credit
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import OrderId
from core.orders.deciding import approve_order, close_with, judge_again, refuse_uncovered, void_order
from core.orders.events import CounterAnswered, OrderDecided
from core.orders.offer_types import CounterOffer, OfferState
from core.orders.repository import offers, placed, price_requests
from core.orders.types import Order, OrderState
from core.orders.use_cases.decide_price_request import keep_price, refuse_price

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class CloseOverdueApprovals(Command[int]):
    """Escalate, approve or refuse orders and price requests that are due, and end offers that nobody took.

    The result: how many things were done.
    """

    permission = Permission.INTERNAL


async def close_overdue_approvals(tx: Transaction, _command: CloseOverdueApprovals) -> int:
    done = 0
    for offer in await offers.list_expired(tx, AT_ONCE):
        await credit.load_standing(tx, offer.dealer_id, offer.total.currency, lock=True)
        done += await _expire(tx, offer)
    return done + sum([await close_due(tx, subject) for subject in _SUBJECTS])


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


async def _lock_account(tx: Transaction, approval: Approval) -> None:
    await credit.load_standing(tx, approval.dealer_id, approval.amount.currency, lock=True)


async def _approve_order(tx: Transaction, approval: Approval) -> None:
    order = await placed.load_order(tx, OrderId(approval.subject_id))
    refuse_uncovered(await judge_again(tx, order.dealer_id, order.total), approval.triggers)
    await close_with(tx, approval, ApprovalState.APPROVED, TIME_OVER)
    await approve_order(tx, order, TIME_OVER)
    _record(tx, approval, order, OrderState.APPROVED)


async def _refuse_order(tx: Transaction, approval: Approval) -> None:
    order = await placed.load_order(tx, OrderId(approval.subject_id))
    await close_with(tx, approval, ApprovalState.DECLINED, TIME_OVER)
    await void_order(tx, order, OrderState.DECLINED, TIME_OVER)
    _record(tx, approval, order, OrderState.DECLINED)


def _record(tx: Transaction, approval: Approval, order: Order, state: OrderState) -> None:
    tx.record(
        OrderDecided(approval.id, order.id, order.dealer_id, None, order.number, state.value, TIME_OVER)
    )


async def _approve_price(tx: Transaction, approval: Approval) -> None:
    request = await price_requests.load_request(tx, approval.subject_id, lock=True)
    await keep_price(tx, approval, request, request.wanted, request.quantity)


async def _refuse_price(tx: Transaction, approval: Approval) -> None:
    request = await price_requests.load_request(tx, approval.subject_id, lock=True)
    await refuse_price(tx, approval, request, TIME_OVER)


_SUBJECTS = (
    Subject(SubjectKind.ORDER, _approve_order, _refuse_order, _lock_account),
    Subject(SubjectKind.PRICE_REQUEST, _approve_price, _refuse_price, _lock_account),
)
