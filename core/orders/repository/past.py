"""What a dealer ordered before: its last orders, their goods, and repeats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import bindparam, case, distinct, func, select

from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import UnitPrice
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID

REPEAT_WINDOW = timedelta(hours=24)
_TOGETHER_IN = 500  # the last orders of a product that are looked at
_order = table_of(OrderRow)
_find_repeat = (
    select(_order.c.number)
    .where(
        _order.c.dealer_id == bindparam("of_dealer"),
        _order.c.content_digest == bindparam("digest"),
        _order.c.placed_at > bindparam("after"),
        _order.c.state.not_in(VOID),
    )
    .order_by(_order.c.placed_at.desc())
    .limit(1)
)


async def last_orders(snap: Snapshot, dealer_id: DealerId, limit: int) -> list[tuple[OrderId, str]]:
    """Ids and numbers of the dealer's latest orders that were not declined, newest first."""
    rows = await snap.all(
        select(OrderRow.id, OrderRow.number)
        .where(OrderRow.dealer_id == dealer_id, OrderRow.state.not_in(VOID))
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
        .limit(limit)
    )
    return [(OrderId(row.id), row.number) for row in rows]


async def find_of_days(
    snap: Snapshot, dealer_id: DealerId, days: Sequence[date], zone: tzinfo
) -> OrderId | None:
    """The dealer's latest order of the first of these days (in its zone) that has one."""
    for day in days:
        begins = datetime.combine(day, time(), zone).astimezone(UTC)
        row = await snap.one_or_none(
            select(OrderRow.id)
            .where(
                OrderRow.dealer_id == dealer_id,
                OrderRow.state.not_in(VOID),
                OrderRow.placed_at >= begins,
                OrderRow.placed_at < datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC),
            )
            .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
            .limit(1)
        )
        if row is not None:
            return OrderId(row.id)
    return None


async def has_ordered(snap: Snapshot, dealer_id: DealerId, *, besides: OrderId | None = None) -> bool:
    """Whether the dealer has any order that came to be, ``besides`` one."""
    return any(order_id != besides for order_id, _ in await last_orders(snap, dealer_id, 2))


async def last_prices(
    snap: Snapshot, dealer_id: DealerId, products: Sequence[ProductId]
) -> dict[ProductId, UnitPrice]:
    """What a dealer paid for a base unit of each product in the last order that came to be."""
    if not products:
        return {}
    rows = await snap.all(
        select(OrderLineRow.product_id, OrderLineRow.unit_price_micros, OrderRow.currency)
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(
            OrderRow.dealer_id == dealer_id,
            OrderRow.state.not_in(VOID),
            OrderLineRow.product_id.in_(products),
            OrderLineRow.unit_price_micros > 0,
        )
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
    )
    found: dict[ProductId, UnitPrice] = {}
    for row in rows:
        found.setdefault(ProductId(row.product_id), UnitPrice(row.unit_price_micros, row.currency))
    return found


async def find_repeat(snap: Snapshot, dealer_id: DealerId, digest: str) -> str | None:
    """Number of an order of the last 24 hours with exactly these products and quantities."""
    row = await snap.one_or_none(
        _find_repeat, {"of_dealer": dealer_id, "digest": digest, "after": snap.now - REPEAT_WINDOW}
    )
    return None if row is None else str(row.number)


async def bought_together(
    snap: Snapshot, dealer_id: DealerId, product_id: ProductId, limit: int
) -> list[ProductId]:
    """What stood in the same orders as the product, the most frequent first.

    Twice at least, and with two dealers or the own one: nobody learns what a single other dealer buys.
    """
    line, order = OrderLineRow, OrderRow
    having = (
        select(order.id, order.dealer_id)
        .join(line, line.order_id == order.id)
        .where(line.product_id == product_id, order.state.not_in(VOID))
        .order_by(order.placed_at.desc())
        .limit(_TOGETHER_IN)
        .subquery()
    )
    orders = func.count(distinct(having.c.id))
    own = func.max(case((having.c.dealer_id == dealer_id, 1), else_=0))
    rows = await snap.all(
        select(line.product_id)
        .join(having, having.c.id == line.order_id)
        .where(line.product_id != product_id)
        .group_by(line.product_id)
        .having(orders >= 2, (func.count(distinct(having.c.dealer_id)) >= 2) | (own == 1))
        .order_by(orders.desc(), line.product_id)
        .limit(limit)
    )
    return [ProductId(row.product_id) for row in rows]
