"""An order is taken back; credit and stock are free again at once (F4).

The dealer may until the cut-off of the warehouse or vendor, the house as long as the goods are in the house.
What is owed already is not taken back but credited.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.repository import changes, requests
from core.approvals.types import ApprovalState
from core.credit import repository as credit
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import OrderId
from core.kernel.texts import storable
from core.orders.amending import refuse_unchangeable
from core.orders.deciding import void_order
from core.orders.decisions import MOST_WORDS
from core.orders.direct import withdraw_unwanted
from core.orders.errors import CannotCancel, CannotChange
from core.orders.events import OrderCancelled
from core.orders.merged import freight_without, lock_together, settle_freight
from core.orders.release import release_held_orders
from core.orders.repository import placed
from core.orders.split_types import FreightChange
from core.orders.types import MOVES, UNTOUCHED, Order, OrderState
from core.stock.posting import unpick


@dataclass(frozen=True, slots=True)
class CancelOrder(Command[str]):
    """By the dealer's buyers, or by the house (a rep: for own dealers). The result is the order's number."""

    permission = Permission.ORDER_CANCEL
    order_id: OrderId
    reason: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewCancel(Query[tuple[FreightChange, ...]]):
    """What cancelling would change of other orders: the freight of those that go together with it."""

    permission = Permission.ORDER_CANCEL
    order_id: OrderId


async def preview_cancel(snap: Snapshot, query: PreviewCancel) -> tuple[FreightChange, ...]:
    order = await placed.load_order(snap, query.order_id)
    return await freight_without(snap, order.id)


async def cancel_order(tx: Transaction, command: CancelOrder) -> str:
    seen = await placed.load_order(tx, command.order_id)
    if tx.actor.roles <= {Role.REP} and (await load_dealer(tx, seen.dealer_id)).rep_id != tx.person_id:
        raise NotFound(what="order")
    await credit.load_standing(tx, seen.dealer_id, seen.total.currency, lock=True)
    approval = await requests.find_open_request(tx, seen.id, lock=True)
    others = await lock_together(tx, seen.id)
    order = await placed.load_order(tx, seen.id)
    if command.version is not None and order.version != command.version:
        raise Outdated(version=order.version)
    await _refuse(tx, order)
    reason = None if command.reason is None else storable(command.reason).strip()[:MOST_WORDS] or None
    if order.state not in UNTOUCHED:
        await unpick(tx, order.id)  # back on the shelf, to be given back with the rest
    await void_order(tx, order, OrderState.CANCELLED, reason)
    await withdraw_unwanted(tx, order.id)
    await settle_freight(tx, order.id, others)
    if approval is not None:
        await changes.close_request(tx, approval, ApprovalState.WITHDRAWN, reason)
    tx.record(
        OrderCancelled(
            order.id,
            order.dealer_id,
            tx.actor.person_id,
            order.number,
            approval.id if approval else None,
            reason,
        )
    )
    # What this order had taken of the limit may set another one free.
    await release_held_orders(tx, order.dealer_id, reason="limit")
    return order.number


async def _refuse(tx: Transaction, order: Order) -> None:
    """Raise why the order cannot be taken back by this actor any more."""
    if OrderState.CANCELLED not in MOVES[order.state] or order.invoiced_at is not None:
        raise CannotCancel(number=order.number, state=order.state.value)
    if tx.actor.dealer_id is not None:
        try:
            await refuse_unchangeable(tx, order)
        except CannotChange as refused:
            raise CannotCancel(number=order.number, state=refused.fields["state"]) from refused
