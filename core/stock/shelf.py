"""All SQL of looking at the stock of one product."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.infra.transaction import Snapshot
from core.kernel.ids import ProductId, WarehouseId
from core.stock.repository import load_stock
from core.stock.shelf_types import StockLevel
from core.stock.tables import StockRow, WarehouseRow
from core.stock.types import Level


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
            StockRow.picked,
            StockRow.damaged,
            StockRow.quarantine,
            StockRow.kept,
            StockRow.warehouse_id,
        )
        .outerjoin(StockRow, (StockRow.warehouse_id == WarehouseRow.id) & (StockRow.product_id == product_id))
        .order_by(WarehouseRow.code)
    )
    stock = (await load_stock(snap, [product_id])).get(product_id, ())
    arrivals = {place.warehouse_id: place.arrivals for place in stock}
    return [
        StockLevel(
            row.code,
            row.name,
            Level(*(getattr(row, field.name) or 0 for field in fields(Level))),
            arrivals.get(row.warehouse_id, ()),
        )
        for row in rows
    ]
