"""Goods that are not there: the part of an order that waits for them, and how it goes when they come (G3).

An agreed order whose goods are not all reserved is parted: what is there goes, the rest waits as an order of
its own; where the dealer wants it all at once, or nothing is there, the whole order waits. Locks: order rows
by key, then stock rows by key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.orders import buying
from core.orders.buying import Shares
from core.orders.direct import buy_shares
from core.orders.engine import split_by_quantities
from core.orders.engine.supplying import serve_back_orders
from core.orders.events import BackOrderReleased, OrderSplit, PromiseChanged
from core.orders.moving import names_in_rest, record_waiting, settle_moves
from core.orders.parting import shipping_fees, split_lines, split_order
from core.orders.repository import parts, placed, supply
from core.orders.repository.parts import StoredOrder
from core.orders.split_types import Split
from core.orders.supply_types import BackOrder, Served, WhenShort, last_day
from core.orders.types import OrderMark, OrderState
from core.stock import repository as stock
from core.stock.engine import arrival_date
from core.stock.stirring import (
    CLOSED,
    COUNTED,
    DELIVERY,
    LATE,
    LOST,
    NO_MOVE,
    SHARED,
    Due,
    Freed,
    MoveDecided,
    Serving,
)

NO_DAY, LATER, EARLIER, DIRECT = "no_day", "later", "earlier", "direct"
# The house does not work on the day that was promised.
HOLIDAY = "holiday"
# Another dealer gives the goods up, or was to and does not.
PARTNER, NO_PARTNER = "partner", "no_partner"
# Beside the plain ones: why it is another day (``core.stock.stirring``).
PROMISE_REASONS = (
    NO_DAY, LATER, EARLIER, DIRECT, PARTNER, NO_PARTNER, LATE, LOST, CLOSED, COUNTED, NO_MOVE, DELIVERY,
    SHARED, HOLIDAY,
)  # fmt: skip


async def part_missing(tx: Transaction, order_id: OrderId, *, buys: bool = True) -> tuple[str, ...]:
    """Settle what an order that was just agreed lacks; the numbers of the parts that were parted off it.

    The dealer's account is locked, the order is approved, its hold counts. What is better bought of vendors
    and other dealers is bought at once (``buys``), whatever lies free on our shelves; of the rest what has
    come meanwhile is taken.
    """
    (order,) = await supply.list_back_orders(tx, order_id, lock=True)
    if not any(line.missing for line in order.lines):
        return _named(await settle_moves(tx, order))
    served, shares = await _serve_or_buy(tx, order, buys=buys)
    if not served.missing:
        day = await _leaves(tx, order)
        if day is not None and (order.promised_on is None or day > order.promised_on):
            await supply.set_promise(tx, order_id, day)
        return ()
    stored = await parts.load_stored(tx, order_id)
    split = _split(stored, served)
    if split is None:
        await _wait(tx, served)
        return ()
    number = await _part(tx, stored, split, shares)
    # What stays is all reserved by now; some of it may have to be moved first.
    (order,) = await supply.list_back_orders(tx, order_id)
    return (number, *_named(await settle_moves(tx, order)))


def _named(number: str | None) -> tuple[str, ...]:
    return () if number is None else (number,)


async def _serve_or_buy(tx: Transaction, order: BackOrder, *, buys: bool) -> tuple[Served, Shares]:
    """Reserve for the order what is not better bought, and what is; with what it lacks then."""
    if not buys or not await buying.may_buy(tx, order.order_id):
        (served,) = await _serve(tx, [order])
        return served, {}
    products = {line.product_id for line in order.lines if line.missing}
    levels = await stock.load_stock(tx, products, lock=True)
    queue = await supply.pieces_waited_for(tx, products, order.order_id)
    free = serve_back_orders([order], levels, await stock.list_warehouses(tx), tx.now, queue)
    shares = await buying.choose(tx, order, free[0].missing, levels, queue)
    return await _serve_beside(tx, order, shares), shares


async def _serve_beside(tx: Transaction, order: BackOrder, shares: Shares) -> Served:
    """Reserve what is free for all that is not bought; what is bought is missing all the same."""
    bought = {line_id: sum(one.quantity for one in mine) for line_id, mine in shares.items()}
    less = [replace(line, quantity=line.quantity - bought.get(line.line_id, 0)) for line in order.lines]
    (served,) = await _serve(tx, [replace(order, lines=tuple(less))])
    missing = buying.with_shares(order, served.missing, shares)
    return replace(served, order=order, missing=missing)


async def send_share(tx: Transaction, order_id: OrderId) -> None:
    """A waiting order was given a part of what it waits for: what it has by now can go, the rest waits on.

    Locked as for ``part_missing``. Where all is to go together, or no whole pack is there, it stays as it is.
    """
    (order,) = await supply.list_back_orders(tx, order_id)
    (served,) = await _serve(tx, [order])
    stored = await parts.load_stored(tx, order_id)
    split = _split(stored, served) if served.missing else None
    if split is not None:
        await _part(tx, stored, split, {})


async def _part(tx: Transaction, stored: StoredOrder, split: Split, shares: Shares) -> str:
    """The rest waits as an order of its own, and what is bought of it is; its number."""
    rest_id, number = await split_order(tx, stored, split, OrderState.BACK_ORDERED)
    named = await names_in_rest(tx, rest_id, split)
    (rest,) = await supply.list_back_orders(tx, rest_id)
    mine = {named[line_id]: bought for line_id, bought in shares.items()}
    if shares:
        await _promise_of_stay(tx, stored, shares)
    await _promise_of_rest(tx, await _serve_beside(tx, rest, mine))
    row = stored.row
    tx.record(
        OrderSplit(
            OrderId(row["id"]),
            row["dealer_id"],
            row["number"],
            split.now.total,
            rest_id,
            number,
            split.rest.total,
            row["currency"],
        )
    )
    return number


async def plan_anew(tx: Transaction, order_id: OrderId, why: str) -> None:
    """An agreed order lost goods that were reserved for it: they come from elsewhere, or that part waits.

    Locked as for ``part_missing``. Another day is told with ``why``; what is not concerned stays as it was.
    """
    (before,) = await supply.list_back_orders(tx, order_id)
    await part_missing(tx, order_id, buys=False)
    (order,) = await supply.list_back_orders(tx, order_id)
    stand = await placed.lock_order(tx, order_id)
    if stand.state is OrderState.BACK_ORDERED:
        return  # it waits now, which has been told
    day = await _leaves(tx, order)
    if day is not None and (before.promised_on is None or day > before.promised_on):
        await _renew_promise(tx, before, day, why)


def _split(stored: StoredOrder, served: Served) -> Split | None:
    """What goes now and what waits; None where all of it has to wait."""
    if stored.row["when_short"] == WhenShort.WAIT:
        return None
    lacks = {one.line_id: one.quantity for one in served.missing}
    lines = split_lines(stored.lines)
    now: dict[LineId, int] = {}
    for line in lines:
        if not line.is_gift:
            there = line.quantity - lacks.get(line.line_id, 0)
            now[line.line_id] = there // line.step * line.step
    split = split_by_quantities(lines, shipping_fees(stored.row), now)
    return split if split.now.lines and split.rest.lines else None


async def _promise_of_stay(tx: Transaction, stored: StoredOrder, shares: Shares) -> None:
    """What is not bought comes on its own day: the plan of the whole order knew it, where it still holds."""
    order_id = OrderId(stored.row["id"])
    day = buying.day_of_rest(stored.row, shares, tx.now)
    if day is None:
        (order,) = await supply.list_back_orders(tx, order_id)
        day = await _leaves(tx, order)
    await supply.set_promise(tx, order_id, day)


async def _wait(tx: Transaction, served: Served) -> None:
    """All of the order waits."""
    await placed.move_order(tx, served.order.order_id, OrderState.BACK_ORDERED, None)
    await _promise_of_rest(tx, served)


async def _promise_of_rest(tx: Transaction, served: Served) -> None:
    """The order waits for the day that is known; what is to be bought is bought."""
    order, missing = served.order, served.missing
    day = last_day([one.on for one in missing])
    await supply.set_promise(tx, order.order_id, day)
    record_waiting(tx, order, day)
    await buy_shares(tx, order.order_id, missing)


async def release_waiting(tx: Transaction) -> list[str]:
    """Serve every order that waits with what is free now; the numbers of those that go.

    To do it again changes nothing. A promise that does not hold any more is made anew, and told.
    """
    orders = await supply.list_back_orders(tx, lock=True)
    if not orders:
        return []
    return await _settle(tx, await _serve(tx, orders, alone=True), {})


async def follow_goods(tx: Transaction) -> None:
    """At the end of every act that has freed goods or changed what is expected: who waits is served first.

    So nobody who orders a moment later takes what a back-order waits for, and whoever was promised something
    that does not hold any more is told in the same transaction, with the reason.
    """
    freed = {one for one in tx.stirred if isinstance(one, Freed)}
    due = {one.product_id: why for one, why in tx.stirred.items() if isinstance(one, Due)}
    moved = {OrderId(one.order_id): why for one, why in tx.stirred.items() if isinstance(one, MoveDecided)}
    shut = next((why for one, why in tx.stirred.items() if isinstance(one, Serving)), None)
    products = {one.product_id for one in freed} | due.keys()
    if not moved and shut is None and not await supply.is_waited_for(tx, products):
        return
    ids, is_all = await supply.lock_waiting(tx)
    orders = await supply.list_back_orders(tx, only=ids) if ids else []
    if not orders:
        return
    whys = {
        order.order_id: moved.get(order.order_id)
        or shut
        or next((due[line.product_id] for line in order.lines if due.get(line.product_id)), "")
        for order in orders
    }
    served = await _serve(tx, orders, alone=True, only={(one.product_id, one.warehouse_id) for one in freed})
    # Whoever is held by somebody else stands in the queue too: without them no day can be told.
    await _settle(tx, served, whys, tells=is_all)


async def _settle(
    tx: Transaction, found: Sequence[Served], whys: Mapping[OrderId, str], *, tells: bool = True
) -> list[str]:
    """What becomes of orders after they were served: they go, or wait on, for the day that is known now.

    whys: why the day of an order may be another one; "" or none: nobody has said.
    """
    gone: list[str] = []
    for served in found:
        order, why = served.order, whys.get(served.order.order_id, "")
        if served.waits:
            if tells and not served.is_kept:
                overdue = any(move.expected_on(tx.today) is None for move in order.moves)
                await _renew_promise(tx, order, served.on, LATE if overdue else why)
            continue
        day = await _leaves(tx, order)
        await placed.move_order(tx, order.order_id, OrderState.APPROVED, None)
        if why in (NO_MOVE, CLOSED):
            await _renew_promise(tx, order, day, why)
        else:
            await supply.set_promise(tx, order.order_id, day)
            tx.record(BackOrderReleased(order.order_id, order.dealer_id, order.number, _iso(day)))
        gone.append(order.number)
    return gone


async def _serve(
    tx: Transaction,
    orders: Sequence[BackOrder],
    *,
    alone: bool = False,
    only: Collection[tuple[ProductId, WarehouseId]] | None = None,
) -> list[Served]:
    """Reserve for these orders what is free; with ``alone`` they are all that wait, and nobody is ahead.

    only: nothing but what lies on these shelves, whose rows are held; else all rows of their products are.
    """
    products = {line.product_id for order in orders for line in order.lines if line.missing}
    levels = await stock.load_stock(tx, products, lock=only is None)
    if only is not None:
        levels = {
            product: tuple(
                at if (product, at.warehouse_id) in only else replace(at, available=0) for at in places
            )
            for product, places in levels.items()
        }
    warehouses = await stock.list_warehouses(tx)
    queue = {} if alone else await supply.pieces_waited_for(tx, products, orders[0].order_id)
    houses = await stock.list_warehouses(tx, closed=True) if any(one.moves for one in orders) else None
    found = serve_back_orders(orders, levels, warehouses, tx.now, queue, houses)
    for served in found:
        if served.takes:
            await stock.reserve(tx, served.order.order_id, served.takes)
    await tx.flush()
    return found


async def _renew_promise(tx: Transaction, order: BackOrder, day: date | None, why: str = "") -> None:
    """``why``: what happened, told where the day is a worse one."""
    before = order.promised_on
    if day == before:
        return
    if day is not None and before is not None and day < before:
        reason = EARLIER
    else:
        plain = NO_DAY if day is None else EARLIER if before is None else LATER
        reason = why if why in PROMISE_REASONS and plain != EARLIER else plain
    await placed.mark_order(tx, order.order_id, OrderMark.PROMISED, reason, **placed.promised(day))
    tx.record(PromiseChanged(order.order_id, order.dealer_id, order.number, _iso(before), _iso(day), reason))


async def _leaves(tx: Transaction, order: BackOrder) -> date | None:
    """The day that its goods, all reserved now, can be with the dealer."""
    used = await stock.reserved_warehouses(tx, order.order_id)
    warehouses = await stock.list_warehouses(tx, closed=True)
    return max(
        (arrival_date(one, order.region, tx.now) for one in warehouses if one.id in used), default=None
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
