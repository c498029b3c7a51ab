"""What was bought and when: of one dealer, and of the whole house lately."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import distinct, func, select

from core.forecasting.types import Demand, Take
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID

# The late orders that tell what is in season: enough to know, and a bounded work for the largest house.
MOST_LATE_ORDERS = 2000


async def load_bought(
    snap: Snapshot, dealer_id: DealerId, since: datetime, most: int
) -> list[tuple[datetime, list[Take]]]:
    """The dealer's latest ``most`` orders since then that came to be, newest first, without gifts."""
    latest = (
        select(OrderRow.id, OrderRow.placed_at)
        .where(OrderRow.dealer_id == dealer_id, OrderRow.placed_at >= since, OrderRow.state.not_in(VOID))
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
        .limit(most)
        .subquery()
    )
    rows = await snap.all(
        select(
            latest.c.id,
            latest.c.placed_at,
            OrderLineRow.product_id,
            OrderLineRow.quantity,
            OrderLineRow.unit,
            OrderLineRow.unit_quantity,
        )
        .join(OrderLineRow, OrderLineRow.order_id == latest.c.id)
        .where(OrderLineRow.unit_price_micros > 0)
        .order_by(latest.c.placed_at.desc(), latest.c.id.desc(), OrderLineRow.position)
    )
    found: dict[object, tuple[datetime, list[Take]]] = {}
    for row in rows:
        take = Take(row.product_id, row.quantity, row.unit, Decimal(row.unit_quantity))
        found.setdefault(row.id, (row.placed_at, []))[1].append(take)
    return list(found.values())


async def count_demand(snap: Snapshot, since: datetime, until: datetime) -> Demand:
    """The house's latest orders from ``since`` to before ``until``: how many, and how many held a product."""
    latest = (
        select(OrderRow.id)
        .where(OrderRow.placed_at >= since, OrderRow.placed_at < until, OrderRow.state.not_in(VOID))
        .order_by(OrderRow.placed_at.desc())
        .limit(MOST_LATE_ORDERS)
        .subquery()
    )
    orders = await snap.one_or_none(select(func.count().label("orders")).select_from(latest))
    rows = await snap.all(
        select(OrderLineRow.product_id, func.count(distinct(OrderLineRow.order_id)).label("holding"))
        .join(latest, latest.c.id == OrderLineRow.order_id)
        .group_by(OrderLineRow.product_id)
    )
    return Demand(orders.orders, {row.product_id: row.holding for row in rows})
