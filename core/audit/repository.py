"""SQL over other domains' ledgers that nobody but an auditor asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.catalog.tables import ProductRow
from core.credit.tables import CreditAccountRow
from core.infra.columns import Base
from core.infra.transaction import Snapshot
from core.orders.tables import OrderCounterRow, OrderRow
from core.stock.repository import HELD
from core.stock.tables import ReservationRow, StockRow, WarehouseRow


@dataclass(frozen=True, slots=True)
class StockDifference:
    """What a stock level says is reserved, and what its reservations come to, in base units."""

    product: str
    warehouse: str
    said: int
    counted: int


async def find_stock_differences(snap: Snapshot) -> list[StockDifference]:
    """Levels that are not the sum of their reservations, by product and warehouse."""
    sums = (
        select(
            ReservationRow.product_id,
            ReservationRow.warehouse_id,
            func.sum(ReservationRow.quantity).label("counted"),
        )
        .where(ReservationRow.state == HELD)
        .group_by(ReservationRow.product_id, ReservationRow.warehouse_id)
        .subquery()
    )
    counted = func.coalesce(sums.c.counted, 0)
    statement = (
        select(ProductRow.sku, WarehouseRow.code, StockRow.reserved, counted.label("counted"))
        .join(ProductRow, ProductRow.id == StockRow.product_id)
        .join(WarehouseRow, WarehouseRow.id == StockRow.warehouse_id)
        .outerjoin(
            sums,
            (sums.c.product_id == StockRow.product_id) & (sums.c.warehouse_id == StockRow.warehouse_id),
        )
        .where(StockRow.reserved != counted)
        .order_by(ProductRow.sku, WarehouseRow.code)
    )
    return [StockDifference(row[0], row[1], row[2], int(row[3])) for row in await snap.all(statement)]


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
