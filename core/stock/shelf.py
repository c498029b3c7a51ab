"""All SQL of looking at the stock of one product."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.infra.transaction import Snapshot
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId, WarehouseId
from core.stock.ledger import list_lots
from core.stock.marks import load_marks
from core.stock.repository import load_stock
from core.stock.shelf_types import FoundWarehouse, StockLevel
from core.stock.tables import StockRow, WarehouseRow
from core.stock.types import Level, Place


async def get_product(snap: Snapshot, product_id: ProductId) -> Any:
    """(sku, name, packs, sales_unit) of a product. Raises NotFound."""
    row = await snap.one_or_none(
        select(ProductRow.sku, ProductRow.name, ProductRow.packs, ProductRow.sales_unit).where(
            ProductRow.id == product_id
        )
    )
    if row is None:
        raise NotFound(what="product")
    return row


async def get_warehouse(snap: Snapshot, code: str) -> FoundWarehouse:
    """The warehouse of a code. Raises NotFound."""
    row = await snap.one_or_none(
        select(WarehouseRow.id, WarehouseRow.code, WarehouseRow.name, WarehouseRow.closed_at).where(
            WarehouseRow.code == code
        )
    )
    if row is None:
        raise NotFound(what="warehouse")
    return FoundWarehouse(WarehouseId(row.id), row.code, row.name, row.closed_at is not None)


async def list_levels(snap: Snapshot, product_id: ProductId) -> list[StockLevel]:
    """What of a product lies where, in every warehouse, in base units."""
    marks = await load_marks(snap, product_id)
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
            WarehouseRow.id.label("house_id"),
        )
        .outerjoin(StockRow, (StockRow.warehouse_id == WarehouseRow.id) & (StockRow.product_id == product_id))
        .order_by(WarehouseRow.code)
    )
    stock = (await load_stock(snap, [product_id])).get(product_id, ())
    arrivals = {place.warehouse_id: place.arrivals for place in stock}
    lots = await list_lots(snap, [(product_id, place.warehouse_id) for place in stock])
    return [
        StockLevel(
            row.code,
            row.name,
            Level(*(getattr(row, field.name) or 0 for field in fields(Level))),
            arrivals.get(row.warehouse_id, ()),
            tuple(
                lot
                for lot in lots.get((product_id, row.warehouse_id), ())
                if any(getattr(lot, place) for place in Place)
            ),
            marks.get((product_id, row.house_id)),
        )
        for row in rows
    ]
