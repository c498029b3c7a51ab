"""SQL over other domains' ledgers that nobody but an auditor asks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from core.credit.tables import CreditAccountRow
from core.infra.columns import Base
from core.infra.transaction import Snapshot
from core.orders.tables import OrderCounterRow, OrderRow
from core.stock.tables import StockRow


async def find_missing_orders(snap: Snapshot) -> tuple[int, list[str]]:
    """How many orders have a number of the house's own, and the numbers that were given and are not there."""
    prefix = snap.settings.order_prefix
    counters = await snap.all(select(OrderCounterRow.year, OrderCounterRow.last))
    like = OrderRow.number.like(f"{prefix}-%")
    there = {row.number for row in await snap.all(select(OrderRow.number).where(like))}
    given = [f"{prefix}-{row.year}-{at}" for row in counters for at in range(1, row.last + 1)]
    return len(there), [number for number in given if number not in there]


async def count_accounts(snap: Snapshot) -> int:
    return await _count(snap, CreditAccountRow)


async def count_stock(snap: Snapshot) -> int:
    return await _count(snap, StockRow)


async def _count(snap: Snapshot, table: type[Base]) -> int:
    row: Any = await snap.one_or_none(select(func.count().label("rows")).select_from(table))
    return int(row.rows)
