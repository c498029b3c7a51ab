"""All orders that hold or wait for scarce products are planned together: a fair share to each (G3).

What lies reserved for orders that nobody has begun to pick is shared out with what is free. Who gets less
than it held goes with what it has, and the rest waits; who waits goes with its share. Everybody concerned is
told once, whatever number of products it is about. The plan is made before anything is locked, and done only
if what it came from still holds. Locks: accounts by dealer, orders by key, stock rows by key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from core.allocation.types import Goods, Lane
from core.catalog.repository import load_products
from core.credit import repository as credit
from core.infra.solvers import solvers
from core.infra.transaction import Cache, Digest, Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.events import Event
from core.kernel.ids import OrderId, ProductId
from core.orders.backorders import follow_goods, plan_anew, send_share
from core.orders.engine.allocating import leaves_on
from core.orders.engine.sharing import SharePlan, digest, facts_of, goods_of, seen_of, share_out
from core.orders.errors import SharesChanged
from core.orders.events import (
    BackOrderReleased,
    GoodsShared,
    OrderBackOrdered,
    OrderShared,
    OrderSplit,
    PromiseChanged,
)
from core.orders.repository import placed
from core.orders.repository.claimants import list_claimants, list_days, list_short
from core.orders.repository.lanes import load_ways, load_weights
from core.orders.sharing_types import Claimant, Shared, SharedOut, SharedProduct, Sharing
from core.orders.types import OrderState
from core.stock import repository as stock
from core.stock.stirring import SHARED, Due, Freed
from core.stock.types import Stock, Take, Warehouse

# So few claims are planned in less time than a process takes to start.
_FEW = 150
# An act of sharing tells its own story of an order instead of these.
_TOLD = (OrderBackOrdered, BackOrderReleased, PromiseChanged)


@dataclass(frozen=True, slots=True)
class PreviewShares(Query[Sharing]):
    """What ``ShareGoods`` would do. products: none is all that orders wait for. Raises NotFound (product)."""

    permission = Permission.DEALER_EDIT
    products: tuple[ProductId, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareGoods(Command[SharedOut]):
    """Share products out, as ``PreviewShares`` says it; asked again it changes nothing more.

    seen: of the preview that was agreed to. Raises SharesChanged where that is not how it would be done any
    more, NotFound (product).
    """

    permission = Permission.DEALER_EDIT
    products: tuple[ProductId, ...] = ()
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Scarcity:
    """What a sharing is planned from. named: SKU and name of each product. cache: where this process keeps
    the plan it made last, known by ``version``."""

    claimants: Sequence[Claimant]
    free: Stock
    warehouses: Sequence[Warehouse]
    lanes: Mapping[str, Sequence[Lane]]
    goods: Mapping[ProductId, Goods]
    named: Mapping[ProductId, tuple[str, str]]
    now: datetime
    currency: str
    facts: str
    version: Digest
    cache: Cache


async def read_scarcity(snap: Snapshot, wanted: PreviewShares | ShareGoods) -> Scarcity:
    """Who holds and wants what of the products, and what there is for it."""
    keys = sorted(set(wanted.products)) or await list_short(snap)
    products = await load_products(snap, keys, snap.actor.language)
    if any(key not in products for key in keys):
        raise NotFound(what="product")
    currency = snap.settings.default_currency
    claimants = await list_claimants(snap, keys)
    lanes = {}
    for region in sorted({one.order.region for one in claimants}):
        ways = await load_ways(snap, region, currency)
        if ways is not None:
            lanes[region] = ways.lanes
    warehouses = await stock.list_warehouses(snap)
    weights = await load_weights(snap, keys)
    free = await stock.load_stock(snap, keys)
    goods = {key: goods_of(weights.get(key, 0), products[key].order_multiple) for key in keys}
    facts = facts_of(claimants, free)
    ranks = [(one.order.is_urgent, one.order.share, one.order.placed_at) for one in claimants]
    leaves = [leaves_on(one, snap.now) for one in warehouses]
    return Scarcity(
        claimants=claimants,
        free=free,
        warehouses=warehouses,
        lanes=lanes,
        goods=goods,
        named={key: (products[key].sku, products[key].name) for key in keys},
        now=snap.now,
        currency=currency,
        facts=facts,
        version=Digest(digest([facts, ranks, warehouses, leaves, lanes, goods, currency])),
        cache=snap.cache,
    )


async def plan_shares(found: Scarcity) -> Sharing:
    """Seconds of computing where much is short, done apart and with no transaction open.

    Whoever confirms what was shown, or asks again, does not wait for the same plan once more. Raises Busy.
    """
    plan = await found.cache.get(("shares",), found.version, partial(_solve, found))
    claims: dict[ProductId, list[Shared]] = {key: [] for key in found.goods}
    for claimant, places in zip(found.claimants, plan.places, strict=True):
        claims[claimant.product_id].append(Shared(claimant, places))
    products = [
        SharedProduct(key, *found.named[key], plan.available[key], tuple(mine))
        for key, mine in claims.items()
    ]
    products.sort(key=lambda one: (one.covered, one.available - one.asked, one.sku))
    shared = [one for mine in claims.values() for one in mine]
    return Sharing(tuple(products), plan.freight, found.facts, seen_of(found.facts, shared))


async def _solve(found: Scarcity) -> SharePlan:
    # What an order waits for besides is nothing to the plan, and goes on no journey.
    bare = {one.order.order_id: replace(one.order, lines=(), moves=()) for one in found.claimants}
    claims = [replace(one, order=bare[one.order.order_id]) for one in found.claimants]
    asked = claims, found.free, found.warehouses, found.lanes, found.goods, found.now, found.currency
    if len(claims) <= _FEW:
        return await asyncio.to_thread(share_out, *asked)
    return await solvers.run(share_out, *asked)


async def preview_shares(snap: Snapshot, query: PreviewShares, planned: Sharing) -> Sharing:
    return planned


async def share_goods(tx: Transaction, command: ShareGoods, planned: Sharing) -> SharedOut:
    if command.seen is not None and command.seen != planned.seen:
        raise SharesChanged
    changed = planned.changed
    if not changed:
        return SharedOut((), 0)
    await _lock(tx, planned)
    await _move(tx, changed)
    began = len(tx.events)
    for mine in planned.orders:
        if mine[0].claimant.waits:
            await send_share(tx, mine[0].claimant.order.order_id)
        else:
            await plan_anew(tx, mine[0].claimant.order.order_id, SHARED)
    # Whoever has all of it by now goes, as when goods come; whoever waits on may have another day.
    for one in changed:
        tx.stir(Due(one.claimant.product_id), SHARED)
        for warehouse in one.places:
            tx.stir(Freed(one.claimant.product_id, warehouse), "")
    await follow_goods(tx)
    await _tell(tx, planned, began)
    skus = tuple(one.sku for one in planned.products if one.changed)
    return SharedOut(skus, len(planned.orders))


async def _lock(tx: Transaction, planned: Sharing) -> None:
    """Hold all that is concerned, and see that it is as it was when it was planned."""
    keys = [one.product_id for one in planned.products]
    before = [one.claimant for product in planned.products for one in product.claims]
    for dealer_id in sorted({one.order.dealer_id for one in before}):
        await credit.lock_account(tx, dealer_id)
    await placed.lock_orders(tx, sorted({one.order.order_id for one in before}))
    claimants = await list_claimants(tx, keys)
    # What is parted is planned anew with all it lacks: all these rows are locked at once, by key.
    lacks = {line.product_id for one in claimants for line in one.order.lines if line.missing}
    levels = await stock.load_stock(tx, {*keys, *lacks}, lock=True)
    free: Stock = {key: levels[key] for key in keys if key in levels}
    if facts_of(claimants, free) != planned.facts:
        raise SharesChanged


async def _move(tx: Transaction, changed: Sequence[Shared]) -> None:
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
            Take(mine.line_id, mine.product_id, warehouse, more)
            for warehouse, quantity in one.places.items()
            if (more := quantity - mine.held.get(warehouse, 0)) > 0
        ]
        if takes:
            await stock.reserve(tx, mine.order.order_id, takes)
    await tx.flush()


async def _tell(tx: Transaction, planned: Sharing, began: int) -> None:
    """One event tells a dealer all about one order: what it has now, when it comes, and its rest."""
    names = {one.product_id: one for one in planned.products}
    cut = [mine for mine in planned.orders if any(one.gets != one.claimant.has for one in mine)]
    rests = {one.order_id: one for one in tx.events[began:] if isinstance(one, OrderSplit)}
    concerned = {mine[0].claimant.order.order_id for mine in cut}
    concerned |= {rest.rest_id for key, rest in rests.items() if key in concerned}
    tx.events[began:] = [_quiet(one, concerned) for one in tx.events[began:]]
    days = await list_days(tx, concerned)
    for mine in cut:
        order = mine[0].claimant.order
        rest = rests.get(order.order_id)
        state, day = days[order.order_id]
        tx.record(
            OrderShared(
                order_id=order.order_id,
                dealer_id=order.dealer_id,
                number=order.number,
                goods=_goods(mine, names),
                promised_on=_iso(day),
                waits=state is OrderState.BACK_ORDERED,
                rest_number=rest.rest_number if rest else None,
                rest_on=_iso(days[rest.rest_id][1]) if rest else None,
            )
        )
    for product in planned.products:
        if product.changed:
            numbers = tuple(dict.fromkeys(one.claimant.order.number for one in product.changed))
            tx.record(GoodsShared(product.product_id, product.sku, product.available, product.asked, numbers))


def _quiet(event: Event, concerned: Collection[OrderId]) -> Event:
    if isinstance(event, _TOLD) and event.order_id in concerned:
        return replace(event, is_quiet=True)
    return event


def _goods(
    mine: Sequence[Shared], products: Mapping[ProductId, SharedProduct]
) -> tuple[tuple[ProductId, str, int, int, int], ...]:
    """Of each product of an order that it gets more or less of: SKU, what it had, gets and asked for."""
    found: dict[ProductId, tuple[int, int, int]] = {}
    for one in mine:
        has, gets, asked = found.get(one.claimant.product_id, (0, 0, 0))
        now = (has + one.claimant.has, gets + one.gets, asked + one.claimant.asked)
        found[one.claimant.product_id] = now
    return tuple(
        (key, products[key].sku, has, gets, asked) for key, (has, gets, asked) in found.items() if has != gets
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
