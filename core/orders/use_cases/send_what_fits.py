"""A dealer does not wait for the whole order: what credit lets through now goes, the rest waits on (E5).

Nobody has to agree to it, as nothing goes that would not pass by itself; so only an order that waits for
credit alone can be parted so.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.repository import changes, requests
from core.approvals.types import CREDIT_TRIGGERS, Approval, ApprovalState, TriggerKind
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditVerdict
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.deciding import approve_order, close_with
from core.orders.engine import propose_split
from core.orders.engine.exceptions import credit_triggers, is_only_credit
from core.orders.errors import BadSplit, CannotCancel
from core.orders.events import OrderReleased, OrderSplit
from core.orders.parting import shipping_fees, split_lines, split_order
from core.orders.repository import parts, placed
from core.orders.split_types import Split
from core.orders.types import WAITING


@dataclass(frozen=True, slots=True)
class WaysOut:
    """What would set a waiting order free. fits, line_count: the part that would go at once, None for none;
    pay: what must be paid so that credit does not hold it any more, None where no payment helps. left: every
    reason that is left, as of now; anything but credit is for the house to decide, whatever is paid."""

    fits: Money | None
    line_count: int
    pay: Money | None
    left: tuple[TriggerKind, ...] = ()

    @property
    def is_only_credit(self) -> bool:
        return is_only_credit(self.left)


@dataclass(frozen=True, slots=True)
class ShowWaysOut(Query[WaysOut]):
    permission = Permission.ORDER_READ
    order_id: OrderId


async def show_ways_out(snap: Snapshot, query: ShowWaysOut) -> WaysOut:
    order = await placed.load_order(snap, query.order_id)
    approval = await requests.find_open_request(snap, order.id)
    if order.state not in WAITING or approval is None:
        return WaysOut(None, 0, None)
    standing, policy = await credit.load_standing(snap, order.dealer_id, order.total.currency)
    verdict = judge_credit(standing, order.total, policy)
    left = (*(trigger.kind for trigger in credit_triggers(verdict)), *_others_left(approval))
    pay = verdict.pay_to_free or None
    if not is_only_credit(approval.triggers):
        return WaysOut(None, 0, pay, left)
    lines = split_lines(await parts.load_stored_lines(snap, order.id))
    split = _what_goes(
        verdict, propose_split(lines, shipping_fees(await parts.load_row(snap, order.id)), verdict.fits.minor)
    )
    fits = None if split is None else Money(split.now.total, order.total.currency)
    return WaysOut(fits, 0 if split is None else len(split.now.lines), pay, left)


def _others_left(approval: Approval) -> tuple[TriggerKind, ...]:
    """Reasons besides credit that somebody has still to decide about."""
    waiting = {kind for step in approval.steps if not step.is_done for kind in step.triggers}
    return tuple(kind for kind in approval.triggers if kind in waiting and kind not in CREDIT_TRIGGERS)


def _what_goes(verdict: CreditVerdict, split: Split) -> Split | None:
    if verdict.outcome is CreditOutcome.APPROVE or not split.now.lines or not split.rest.lines:
        return None
    return split


@dataclass(frozen=True, slots=True)
class SendWhatFits(Command[str]):
    """The order keeps what goes; the result is the number of the part that waits."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId


async def send_what_fits(tx: Transaction, command: SendWhatFits) -> str:
    seen = await placed.load_order(tx, command.order_id)
    if seen.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    standing, policy = await credit.load_standing(tx, seen.dealer_id, seen.total.currency, lock=True)
    approval = await requests.find_open_request(tx, seen.id, lock=True)
    order = await placed.load_order(tx, seen.id)
    if approval is None or order.state not in WAITING:
        raise CannotCancel(number=order.number, state=order.state.value)
    verdict = judge_credit(standing, order.total, policy)
    stored = await parts.load_stored(tx, order.id)
    proposed = propose_split(split_lines(stored.lines), shipping_fees(stored.row), verdict.fits.minor)
    split = _what_goes(verdict, proposed) if is_only_credit(approval.triggers) else None
    if split is None:
        raise BadSplit(why="nothing")
    rest_id, rest_number = await split_order(tx, stored, split)
    await close_with(tx, approval, ApprovalState.RELEASED, "fits")
    await approve_order(tx, order, None)
    currency = order.total.currency
    part, rest = Money(split.now.total, currency), Money(split.rest.total, currency)
    await changes.copy_request(tx, approval, rest_id, rest_number, rest)
    tx.record(
        OrderSplit(
            order.id, order.dealer_id, order.number, part.minor, rest_id, rest_number, rest.minor, currency
        )
    )
    tx.record(
        OrderReleased(approval.id, order.id, order.dealer_id, order.number, part.minor, currency, "fits")
    )
    return rest_number
