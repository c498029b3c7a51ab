"""A vendor does not deliver: the house takes another one, its own goods, or cancels them, in one act."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.orders.backorders import part_missing
from core.orders.deciding import renew_promise
from core.orders.repository import placed
from core.orders.use_cases.cancel_order import CancelOrder, cancel_order
from core.vendors.errors import DirectUnfit, PurchaseMoved
from core.vendors.flow import buy, cancel_purchase, lock_for_change, plan_order
from core.vendors.repository.purchases import Stored
from core.vendors.types import OPEN, Frozen, PurchaseState, Redirect


@dataclass(frozen=True, slots=True)
class RedirectPurchase(Command[tuple[uuid.UUID, ...]]):
    """The purchase order is withdrawn, and its goods come from elsewhere or not at all.

    to vendor: bought from ``vendor_id`` instead, all of it (the new purchase orders come back); stock: from
    our own warehouses, what is not there waits for it as a back-order; cancel: the dealer does not get them.
    Raises Outdated, PurchaseMoved, PurchaseFrozen, DirectUnfit (other).
    """

    permission = Permission.VENDOR_EDIT
    purchase_id: uuid.UUID
    version: int
    to: Redirect
    vendor_id: uuid.UUID | None = None


async def redirect_purchase(tx: Transaction, command: RedirectPurchase) -> tuple[uuid.UUID, ...]:
    found = await lock_for_change(tx, command.purchase_id, command.version, moves_money=True)
    if found.purchase.state not in OPEN | {PurchaseState.DECLINED}:
        raise PurchaseMoved(number=found.purchase.number)
    if command.to is Redirect.VENDOR:
        return await _other_vendor(tx, found, command.vendor_id)
    if command.to is Redirect.STOCK:
        await cancel_purchase(tx, found, Frozen.REDIRECTED)
        await part_missing(tx, found.order_id, buys=False)
        order = await placed.load_order(tx, found.order_id)
        await renew_promise(tx, order)
        return ()
    await cancel_purchase(tx, found, Frozen.ORDER_CANCELLED)
    await cancel_order(tx, CancelOrder(found.order_id, found.purchase.reason))
    return ()


async def _other_vendor(tx: Transaction, found: Stored, vendor_id: uuid.UUID | None) -> tuple[uuid.UUID, ...]:
    """All of it from that vendor, or nothing changes."""
    bought = await plan_order(tx, found.order_id, vendor_id=vendor_id)
    lines = sum(len(part.lines) for part in bought)
    if vendor_id in (None, found.purchase.vendor_id) or lines != len(found.purchase.lines):
        raise DirectUnfit(why="other")
    await cancel_purchase(tx, found, Frozen.REDIRECTED)
    return tuple(await buy(tx, found.order_id, bought))
