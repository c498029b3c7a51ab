"""Many warehouses and stock rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.infra.bulk import insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.tables import StockRow, WarehouseRow


class WarehouseValue(NamedTuple):
    code: str
    name: str
    region: str
    zone: str
    cut_off: str
    lead_days: int
    lead_days_elsewhere: int


class StockValue(NamedTuple):
    """What lies in a warehouse, in base units."""

    product_id: ProductId
    warehouse_id: WarehouseId
    on_hand: int
    incoming: int
    incoming_on: date | None


class StockState(NamedTuple):
    """A stock row as it is, by the names of its product and warehouse."""

    sku: str
    warehouse: str
    on_hand: int
    incoming: int
    incoming_on: date | None
    reserved: int


async def warehouse_ids(snap: Snapshot) -> dict[str, WarehouseId]:
    """code -> id."""
    return {row.code: row.id for row in await snap.all(select(WarehouseRow.code, WarehouseRow.id))}


async def dump_warehouses(snap: Snapshot) -> dict[str, WarehouseValue]:
    columns = [WarehouseRow.__table__.c[name] for name in WarehouseValue._fields]
    return {row.code: WarehouseValue(*row) for row in await snap.all(select(*columns))}


async def load_warehouses(
    tx: Transaction, new: Sequence[WarehouseValue], changed: Sequence[WarehouseValue]
) -> None:
    await insert_rows(tx, WarehouseRow, ("id", *WarehouseValue._fields), [(tx.new_id(), *one) for one in new])
    await update_rows(tx, WarehouseRow, [one._asdict() for one in changed], ["code"])


async def dump_stock(snap: Snapshot, *, lock: bool = False) -> list[StockState]:
    """All stock rows. With ``lock`` none of them changes until the transaction ends; locked in the order
    in which placing an order locks them, so the two cannot wait for each other."""
    statement = (
        select(
            ProductRow.sku,
            WarehouseRow.code,
            StockRow.on_hand,
            StockRow.incoming,
            StockRow.incoming_on,
            StockRow.reserved,
        )
        .join(ProductRow, ProductRow.id == StockRow.product_id)
        .join(WarehouseRow, WarehouseRow.id == StockRow.warehouse_id)
    )
    if lock:
        statement = statement.order_by(StockRow.product_id, StockRow.warehouse_id)
        statement = statement.with_for_update(of=StockRow)
    return [StockState(*row) for row in await snap.all(statement)]


async def load_stock(tx: Transaction, new: Sequence[StockValue], changed: Sequence[StockValue]) -> None:
    """Insert and update stock; what is reserved is never touched."""
    rows = [(*one, 0) for one in sorted(new)]
    await insert_rows(tx, StockRow, (*StockValue._fields, "reserved"), rows)
    await update_rows(tx, StockRow, [one._asdict() for one in changed], ["product_id", "warehouse_id"])
