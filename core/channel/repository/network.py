"""Dealers below a dealer, and what they bought."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, func, literal, select

from core.channel.repository.tiers import BOUGHT
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.tables import OrderRow

# Deeper than any channel; it also ends a ring of dealers that stand above each other by mistake.
_DEEPEST = 8

Below = tuple[uuid.UUID, uuid.UUID, str, int]
"""(dealer, the one directly above it, name, level)."""


async def list_below(snap: Snapshot, dealer_id: DealerId) -> list[Below]:
    """Every dealer at work below a dealer, directly or through others; level 1 is directly below."""
    columns = (DealerRow.id, DealerRow.parent_id, DealerRow.name)
    first = (
        select(*columns, literal(1, Integer()).label("level"))
        .where(DealerRow.parent_id == dealer_id, DealerRow.active)
        .cte("below", recursive=True)
    )
    below = first.union_all(
        select(*columns, first.c.level + 1)
        .join(first, DealerRow.parent_id == first.c.id)
        .where(first.c.level < _DEEPEST, DealerRow.active)
    )
    rows = await snap.all(select(below).order_by(below.c.level, below.c.name, below.c.id))
    found: dict[uuid.UUID, Below] = {}
    for row in rows:
        if row.id != dealer_id:
            found.setdefault(row.id, (row.id, row.parent_id, row.name, row.level))
    return list(found.values())


async def sum_orders(
    snap: Snapshot, dealers: list[uuid.UUID], since: datetime
) -> dict[uuid.UUID, tuple[int, tuple[Money, ...]]]:
    """Number and goods of the orders of each dealer since then, goods by currency."""
    rows: list[Any] = await snap.all(
        select(
            OrderRow.dealer_id,
            OrderRow.currency,
            func.count().label("orders"),
            func.sum(OrderRow.subtotal_minor - OrderRow.discount_minor).label("minor"),
        )
        .where(OrderRow.dealer_id.in_(dealers), OrderRow.placed_at >= since, OrderRow.state.in_(BOUGHT))
        .group_by(OrderRow.dealer_id, OrderRow.currency)
        .order_by(OrderRow.currency)
    )
    orders: dict[uuid.UUID, int] = defaultdict(int)
    sums: dict[uuid.UUID, list[Money]] = defaultdict(list)
    for row in rows:
        orders[row.dealer_id] += row.orders
        sums[row.dealer_id].append(Money(int(row.minor), row.currency))
    return {dealer: (orders[dealer], tuple(sums[dealer])) for dealer in orders}
