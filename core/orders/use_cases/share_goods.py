"""All orders that hold or wait for a scarce product are planned together: a fair share to each (G3).

What lies reserved for orders that nobody has begun to pick is shared out with what is free. Who gets less
than it held goes with what it has, and the rest waits; who waits goes with its share. Everybody concerned is
told. Locks: accounts by dealer, orders by key, stock rows by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog.repository import load_products
from core.credit import repository as credit
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId, ProductId
from core.orders.backorders import plan_anew, send_share
from core.orders.engine.sharing import goods_of, share_out
from core.orders.events import GoodsShared
from core.orders.repository import placed
from core.orders.repository.claimants import list_claimants
from core.orders.repository.lanes import load_ways, load_weights
from core.orders.sharing_types import Claimant, Shared, Sharing
from core.stock import repository as stock
from core.stock.stirring import SHARED, Freed
from core.stock.types import Take


@dataclass(frozen=True, slots=True)
class PreviewShares(Query[Sharing]):
    """What ``ShareGoods`` would do. Raises NotFound (product)."""

    permission = Permission.DEALER_EDIT
    product_id: ProductId


@dataclass(frozen=True, slots=True)
class ShareGoods(Command[Sharing]):
    """Share the product out, as ``PreviewShares`` says it; asked again it changes nothing more."""

    permission = Permission.DEALER_EDIT
    product_id: ProductId


async def preview_shares(snap: Snapshot, query: PreviewShares) -> Sharing:
    return await _plan(snap, query.product_id, await list_claimants(snap, query.product_id))


async def share_goods(tx: Transaction, command: ShareGoods) -> Sharing:
    seen = await list_claimants(tx, command.product_id)
    for dealer_id in sorted({one.order.dealer_id for one in seen}):
        await credit.lock_account(tx, dealer_id)
    held = await placed.lock_orders(tx, [one.order.order_id for one in seen])
    # Whoever was begun to be picked meanwhile is none of them any more.
    claimants = await list_claimants(tx, command.product_id, only=held.keys())
    found = await _plan(tx, command.product_id, claimants, lock=True)
    if found.changed:
        await _move(tx, found.product_id, found.changed)
        await _settle(tx, found.product_id, found.changed)
        numbers = tuple(dict.fromkeys(one.claimant.order.number for one in found.changed))
        tx.record(GoodsShared(found.product_id, found.sku, found.available, found.asked, numbers))
    return found


async def _plan(
    snap: Snapshot, product_id: ProductId, claimants: Sequence[Claimant], *, lock: bool = False
) -> Sharing:
    products = await load_products(snap, [product_id], snap.actor.language)
    if product_id not in products:
        raise NotFound(what="product")
    product = products[product_id]
    currency = snap.settings.default_currency
    lanes = {}
    for region in sorted({one.order.region for one in claimants}):
        ways = await load_ways(snap, region, currency)
        if ways is not None:
            lanes[region] = ways.lanes
    warehouses = await stock.list_warehouses(snap)
    weights = await load_weights(snap, [product_id])
    # What is parted is planned anew with all it lacks: all these rows are locked at once, by key.
    lacks = {line.product_id for one in claimants for line in one.order.lines if line.missing}
    free = (await stock.load_stock(snap, {product_id, *lacks}, lock=lock)).get(product_id, ())
    goods = goods_of(weights.get(product_id, 0), product.order_multiple)
    available, claims, freight = await snap.run_apart(
        lambda: share_out(product_id, claimants, free, warehouses, lanes, goods, snap.now, currency)
    )
    return Sharing(product_id, product.sku, product.name, available, claims, freight)


async def _move(tx: Transaction, product_id: ProductId, changed: Sequence[Shared]) -> None:
    """Take what is given up, then give it to the others; the stock rows are locked."""
    for one in changed:
        mine = one.claimant
        for warehouse, quantity in mine.held.items():
            less = quantity - one.places.get(warehouse, 0)
            if less > 0:
                await stock.give_up(tx, mine.order.order_id, mine.line_id, warehouse, less)
    await tx.flush()
    for one in changed:
        mine = one.claimant
        takes = [
            Take(mine.line_id, product_id, warehouse, more)
            for warehouse, quantity in one.places.items()
            if (more := quantity - mine.held.get(warehouse, 0)) > 0
        ]
        if takes:
            await stock.reserve(tx, mine.order.order_id, takes)
    await tx.flush()


async def _settle(tx: Transaction, product_id: ProductId, changed: Sequence[Shared]) -> None:
    """What is short of an order waits as a part of its own; what waited goes with its share."""
    waits: dict[OrderId, bool] = {one.claimant.order.order_id: one.claimant.waits for one in changed}
    for order_id, is_waiting in waits.items():
        if is_waiting:
            await send_share(tx, order_id)
        else:
            await plan_anew(tx, order_id, SHARED)
    # Whoever has all of it by now goes at the end of this transaction, as when goods come.
    for one in changed:
        for warehouse in one.places:
            tx.stir(Freed(product_id, warehouse), "")
