"""What every way of deciding about a waiting order shares: approve, decline, part, and the promise afresh.

Whoever calls has locked the dealer's account and the request, and has judged. Locks go on in the one order:
account, request, order, stock.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.approvals.repository import changes
from core.approvals.types import Approval, ApprovalState, TriggerKind
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditVerdict, EntryState
from core.dealers import repository as dealers
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ApprovalId, DealerId, OrderId
from core.kernel.money import Money
from core.orders.backorders import part_missing
from core.orders.engine.exceptions import is_covered
from core.orders.errors import CreditRefused, Overdue
from core.orders.repository import offers, parts, placed
from core.orders.types import Order, OrderState
from core.pricing.flow import give_back_uses
from core.stock import repository as stock
from core.stock.engine import arrival_date
from core.stock.posting import unpick


async def judge_again(
    tx: Transaction, dealer_id: DealerId, amount: Money, *, lock: bool = False
) -> CreditVerdict:
    """What credit says about this amount right now, with nothing of it counted yet."""
    standing, policy = await credit.load_standing(tx, dealer_id, amount.currency, lock=lock)
    return judge_credit(standing, amount, policy)


def refuse_uncovered(verdict: CreditVerdict, asked: Iterable[TriggerKind]) -> None:
    """Stop where credit has come to forbid what nobody was asked about."""
    if verdict.is_blocked:
        raise Overdue(overdue=verdict.pay_to_unblock)
    if not is_covered(verdict, asked):
        raise CreditRefused(fits=verdict.fits)


async def approve_order(tx: Transaction, order: Order, reason: str | None) -> None:
    """The order goes: its hold counts from now on, the promise is made afresh, what is not there waits."""
    await placed.move_order(tx, order.id, OrderState.APPROVED, reason)
    await credit.move_entry(tx, order.id, EntryState.HELD)
    await renew_promise(tx, order)
    await part_missing(tx, order.id)


async def void_order(tx: Transaction, order: Order, to: OrderState, reason: str | None) -> None:
    """The order is declined or cancelled: credit, stock and capped promotions are given back."""
    await placed.move_order(tx, order.id, to, reason)
    await credit.move_entry(tx, order.id, EntryState.RELEASED)
    await give_back_uses(tx, await placed.load_promotion_uses(tx, order.id))
    await offers.withdraw_offers(tx, order.id)
    if order.state in (OrderState.PICKING, OrderState.PACKED):
        await unpick(tx, order.id)
    await stock.release(tx, order.id)


async def renew_promise(tx: Transaction, order: Order) -> None:
    """While an order waited its day or its window may have passed: promise the day that its warehouses can
    keep now, or any hour of it."""
    used = await stock.reserved_warehouses(tx, order.id)
    places = await dealers.list_ship_tos(tx, order.dealer_id)
    place = next((one for one in places if one.id == order.ship_to_id), places[0] if places else None)
    region = place.region if place else ""
    days = [arrival_date(one, region, tx.now) for one in await stock.list_warehouses(tx) if one.id in used]
    if days and (order.promised_on is None or max(days) > order.promised_on):
        await parts.change_order(tx, order.id, placed.promised(max(days)))
    elif order.window is not None and order.window[1] <= tx.now:
        await parts.change_order(tx, order.id, placed.promised(order.promised_on))


async def close_with(tx: Transaction, approval: Approval, state: ApprovalState, reason: str | None) -> None:
    """The request has its one decision; an offer that still waits for the dealer is void."""
    await changes.close_request(tx, approval, state, reason)
    await offers.withdraw_offers(tx, OrderId(approval.subject_id))


async def load_decided_order(snap: Snapshot, approval: Approval) -> Order:
    return await placed.load_order(snap, OrderId(approval.subject_id))


def approval_of(approval: Approval | None) -> ApprovalId | None:
    return None if approval is None else approval.id
