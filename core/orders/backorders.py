"""Goods that are not there: the part of an order that waits for them, and how it goes when they come (G3).

An agreed order whose goods are not all reserved is parted: what is there goes, the rest waits as an order of
its own; where the dealer wants it all at once, or nothing is there, the whole order waits. Locks: order rows
by key, then stock rows by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.engine import split_by_quantities
from core.orders.engine.supplying import serve_back_orders
from core.orders.events import BackOrderReleased, OrderBackOrdered, OrderSplit, PromiseChanged
from core.orders.parting import shipping_fees, split_lines, split_order
from core.orders.repository import parts, placed, supply
from core.orders.repository.parts import StoredOrder
from core.orders.split_types import Split
from core.orders.supply_types import BackOrder, Served, WhenShort, last_day
from core.orders.types import OrderMark, OrderState
from core.stock import repository as stock
from core.stock.engine import arrival_date

NO_DAY, LATER, EARLIER, DIRECT = "no_day", "later", "earlier", "direct"
PROMISE_REASONS = (NO_DAY, LATER, EARLIER, DIRECT)


async def part_missing(tx: Transaction, order_id: OrderId) -> str | None:
    """Settle what an order that was just agreed lacks; the number of the part that waits, if it was parted.

    The dealer's account is locked, the order is approved, its hold counts. What has come meanwhile is taken.
    """
    (order,) = await supply.list_back_orders(tx, order_id, lock=True)
    if not any(line.missing for line in order.lines):
        return None
    (served,) = await _serve(tx, [order])
    if not served.missing:
        return None
    stored = await parts.load_stored(tx, order_id)
    split = _split(stored, served)
    if split is None:
        await _wait_whole(tx, served)
        return None
    rest_id, number = await split_order(tx, stored, split, OrderState.BACK_ORDERED)
    await _promise_of_rest(tx, rest_id)
    row = stored.row
    tx.record(
        OrderSplit(
            order_id,
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


async def _wait_whole(tx: Transaction, served: Served) -> None:
    order = served.order
    day = last_day([one.on for one in served.missing])
    await placed.move_order(tx, order.order_id, OrderState.BACK_ORDERED, None)
    await supply.set_promise(tx, order.order_id, day)
    _record_waiting(tx, order, day)


async def _promise_of_rest(tx: Transaction, rest_id: OrderId) -> None:
    (rest,) = await supply.list_back_orders(tx, rest_id)
    (served,) = await _serve(tx, [rest])
    day = last_day([one.on for one in served.missing])
    await supply.set_promise(tx, rest_id, day)
    _record_waiting(tx, rest, day)


def _record_waiting(tx: Transaction, order: BackOrder, day: date | None) -> None:
    by_dealer = tx.actor.dealer_id is not None
    tx.record(OrderBackOrdered(order.order_id, order.dealer_id, order.number, _iso(day), by_dealer))


async def release_waiting(tx: Transaction) -> list[str]:
    """Serve every order that waits with what is free now; the numbers of those that go.

    To do it again changes nothing. A promise that does not hold any more is made anew, and told.
    """
    orders = await supply.list_back_orders(tx, lock=True)
    if not orders:
        return []
    gone: list[str] = []
    for served in await _serve(tx, orders, alone=True):
        order = served.order
        if served.missing:
            await _renew_promise(tx, order, last_day([one.on for one in served.missing]))
            continue
        day = await _leaves(tx, order)
        await placed.move_order(tx, order.order_id, OrderState.APPROVED, None)
        await supply.set_promise(tx, order.order_id, day)
        tx.record(BackOrderReleased(order.order_id, order.dealer_id, order.number, _iso(day)))
        gone.append(order.number)
    return gone


async def _serve(tx: Transaction, orders: Sequence[BackOrder], *, alone: bool = False) -> list[Served]:
    """Reserve for these orders what is free; with ``alone`` they are all that wait, and nobody is ahead."""
    products = {line.product_id for order in orders for line in order.lines if line.missing}
    levels = await stock.load_stock(tx, products, lock=True)
    warehouses = await stock.list_warehouses(tx)
    queue = {} if alone else await supply.pieces_waited_for(tx, products, orders[0].order_id)
    found = serve_back_orders(orders, levels, warehouses, tx.now, queue)
    for served in found:
        if served.takes:
            await stock.reserve(tx, served.order.order_id, served.takes)
    await tx.flush()
    return found


async def _renew_promise(tx: Transaction, order: BackOrder, day: date | None) -> None:
    before = order.promised_on
    if day == before:
        return
    reason = NO_DAY if day is None else LATER if before is not None and day > before else EARLIER
    await placed.mark_order(tx, order.order_id, OrderMark.PROMISED, reason, promised_on=day)
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
