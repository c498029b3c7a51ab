"""An order's goods are bought from vendors, who send them straight to the dealer (J1).

By the house's word, or by the clock for products that we keep none of. What one vendor delivers is an order
of its own beside the rest, so the dealer sees one order with its parts and their days.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import OrderId
from core.kernel.texts import storable
from core.orders.repository import placed
from core.vendors.errors import DirectUnfit
from core.vendors.flow import buy, direct_lines, lock_order, plan_order, refuse_unbuyable
from core.vendors.repository import purchases, vendors
from core.vendors.types import DirectPart, DirectPlan


@dataclass(frozen=True, slots=True)
class PreviewDirect(Query[DirectPlan]):
    """What ``SendDirect`` would buy, with its margin; ``vendor``: from this one only, by code.

    Raises NotFound, DirectUnfit.
    """

    permission = Permission.VENDOR_EDIT
    number: str
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class SendDirect(Command[tuple[uuid.UUID, ...]]):
    """Buy what ``PreviewDirect`` shows; the purchase orders. Raises NotFound, DirectUnfit."""

    permission = Permission.VENDOR_EDIT
    order_id: OrderId
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class BuyAlways(Command[int]):
    """Buy what agreed orders have of products that we keep none of; how many purchase orders."""

    permission = Permission.INTERNAL


async def preview_direct(snap: Snapshot, query: PreviewDirect) -> DirectPlan:
    order_id = await placed.find_order_id(snap, storable(query.number))
    if order_id is None:
        raise NotFound(what="order")
    order = await placed.load_order(snap, order_id)
    stand = placed.Stand(order.number, order.dealer_id, order.state, order.version, order.invoiced_at)
    await refuse_unbuyable(snap, order_id, stand)
    bought = await _plan(snap, order_id, query.vendor)
    gone = {one.line.line_id for part in bought for one in part.lines}
    rest = tuple(line.name for line in await direct_lines(snap, order_id) if line.line_id not in gone)
    return DirectPlan(order_id, order.number, order.dealer_name, bought, rest)


async def _plan(snap: Snapshot, order_id: OrderId, vendor: str | None) -> tuple[DirectPart, ...]:
    vendor_id = None if vendor is None else await vendors.need_vendor(snap, storable(vendor))
    bought = await plan_order(snap, order_id, vendor_id=vendor_id)
    if not bought:
        raise DirectUnfit(why="no_offer")
    return bought


async def send_direct(tx: Transaction, command: SendDirect) -> tuple[uuid.UUID, ...]:
    order = await placed.load_order(tx, command.order_id)
    stand = await lock_order(tx, order.id, order.dealer_id)
    await refuse_unbuyable(tx, order.id, stand)
    return tuple(await buy(tx, order.id, await _plan(tx, order.id, command.vendor)))


async def buy_always(tx: Transaction, _command: BuyAlways) -> int:
    made = 0
    for order_id, dealer_id in await purchases.list_unbought(tx):
        stand = await lock_order(tx, order_id, dealer_id)
        try:
            await refuse_unbuyable(tx, order_id, stand)
        except Refused:
            continue  # somebody was faster since the list was read
        made += len(await buy(tx, order_id, await plan_order(tx, order_id, only_always=True)))
    return made
