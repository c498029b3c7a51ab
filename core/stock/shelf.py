"""All SQL of looking at and correcting single stock rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from core.catalog.tables import ProductRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.shelf_types import StockLevel
from core.stock.tables import StockRow, WarehouseRow


async def find_product(snap: Snapshot, product_id: ProductId) -> Any:
    """(sku, name, packs, sales_unit) of a product, None for none."""
    return await snap.one_or_none(
        select(ProductRow.sku, ProductRow.name, ProductRow.packs, ProductRow.sales_unit).where(
            ProductRow.id == product_id
        )
    )


async def find_warehouse(snap: Snapshot, code: str) -> WarehouseId | None:
    row = await snap.one_or_none(select(WarehouseRow.id).where(WarehouseRow.code == code))
    return None if row is None else WarehouseId(row.id)


async def list_levels(snap: Snapshot, product_id: ProductId) -> list[StockLevel]:
    """What of a product lies where, in every warehouse, in base units."""
    rows = await snap.all(
        select(
            WarehouseRow.code,
            WarehouseRow.name,
            StockRow.on_hand,
            StockRow.reserved,
            StockRow.incoming,
            StockRow.incoming_on,
        )
        .outerjoin(StockRow, (StockRow.warehouse_id == WarehouseRow.id) & (StockRow.product_id == product_id))
        .order_by(WarehouseRow.code)
    )
    return [
        StockLevel(
            row.code, row.name, row.on_hand or 0, row.reserved or 0, row.incoming or 0, row.incoming_on
        )
        for row in rows
    ]


async def lock_level(
    snap: Snapshot, product_id: ProductId, warehouse_id: WarehouseId, *, lock: bool
) -> tuple[int, int] | None:
    """(on hand, reserved) of one row; with ``lock`` it is held until the transaction ends."""
    statement = select(StockRow.on_hand, StockRow.reserved).where(
        StockRow.product_id == product_id, StockRow.warehouse_id == warehouse_id
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else (row.on_hand, row.reserved)


async def insert_level(
    tx: Transaction, product_id: ProductId, warehouse_id: WarehouseId, on_hand: int
) -> None:
    await tx.execute(
        insert(StockRow).values(
            product_id=product_id,
            warehouse_id=warehouse_id,
            on_hand=on_hand,
            reserved=0,
            incoming=0,
            incoming_on=None,
        )
    )


async def set_on_hand(
    tx: Transaction, product_id: ProductId, warehouse_id: WarehouseId, on_hand: int
) -> None:
    """The row must be locked by this transaction."""
    await tx.execute(
        update(StockRow)
        .where(StockRow.product_id == product_id, StockRow.warehouse_id == warehouse_id)
        .values(on_hand=on_hand)
    )
