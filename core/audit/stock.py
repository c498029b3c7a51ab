"""Whether the stock levels are what the ledger of goods and the reservations come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core.catalog.tables import ProductRow
from core.infra.transaction import Snapshot
from core.stock.repository import HELD, PICKED
from core.stock.tables import ReservationRow, StockLotRow, StockMovementRow, StockRow, WarehouseRow
from core.stock.types import Place

_Sums = Mapping[tuple[Any, ...], int]


@dataclass(frozen=True, slots=True)
class StockDifference:
    """What a level says, and what its entries come to, in base units. level: "reserved" or a place, as
    "on_hand"; entries: "reservations" or "movements"."""

    product: str
    warehouse: str
    lot: str
    level: str
    said: int
    entries: str
    counted: int


async def find_stock_differences(snap: Snapshot) -> list[StockDifference]:
    """Levels and lots that are not the sum of their entries, by product and warehouse."""
    key = (StockMovementRow.product_id, StockMovementRow.warehouse_id)
    reserved = await _reservations(snap)
    moved = await _movements(snap, *key)
    in_lots = await _movements(snap, *key, StockMovementRow.lot, StockMovementRow.owner)
    found: list[StockDifference] = []
    names = (ProductRow.sku, WarehouseRow.code)
    for row in await snap.all(_named(StockRow, *names)):
        at = (row.product_id, row.warehouse_id)
        checks = [("reserved", row.reserved, "reservations", reserved[(*at, HELD)])]
        checks += [("picked", row.picked, "reservations", reserved[(*at, PICKED)])]
        checks += [(place, getattr(row, place), "movements", moved[(*at, place)]) for place in Place]
        found += [StockDifference(row.sku, row.code, "", *one) for one in checks if one[1] != one[3]]
    for row in await snap.all(_named(StockLotRow, *names)):
        lot = (row.product_id, row.warehouse_id, row.lot, row.owner)
        found += [
            StockDifference(row.sku, row.code, row.lot, place, getattr(row, place), "movements", counted)
            for place in Place
            if (counted := in_lots[(*lot, place)]) != getattr(row, place)
        ]
    return sorted(found, key=lambda one: (one.product, one.warehouse, one.lot))


def _named(table: type[StockRow] | type[StockLotRow], *names: Any) -> Any:
    return (
        select(*names, *table.__table__.columns)
        .join(ProductRow, ProductRow.id == table.product_id)
        .join(WarehouseRow, WarehouseRow.id == table.warehouse_id)
    )


async def _reservations(snap: Snapshot) -> _Sums:
    key = (ReservationRow.product_id, ReservationRow.warehouse_id, ReservationRow.state)
    rows = await snap.all(
        select(*key, func.sum(ReservationRow.quantity).label("sum"))
        .where(ReservationRow.state.in_((HELD, PICKED)))
        .group_by(*key)
    )
    return Counter({tuple(row[:3]): int(row[3]) for row in rows})


async def _movements(snap: Snapshot, *key: Any) -> _Sums:
    """What came to a place less what left it, by the key and the place."""
    sums: Counter[tuple[Any, ...]] = Counter()
    ends: tuple[tuple[ColumnElement[str | None], int], ...] = (
        (StockMovementRow.__table__.c.source, -1),
        (StockMovementRow.__table__.c.target, +1),
    )
    for end, sign in ends:
        rows = await snap.all(
            select(*key, end, func.sum(StockMovementRow.quantity)).where(end.is_not(None)).group_by(*key, end)
        )
        for *at, quantity in rows:
            sums[tuple(at)] += sign * int(quantity)
    return sums
