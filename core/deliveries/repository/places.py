"""Where products lie, and who carries goods."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.deliveries.carriers import services_of
from core.deliveries.tables import CarrierRow, LocationRow
from core.deliveries.types import Carrier, Location
from core.infra.transaction import Snapshot
from core.kernel.ids import ProductId, WarehouseId
from core.stock.tables import WarehouseRow


async def load_locations(
    snap: Snapshot, warehouse_id: WarehouseId, products: Iterable[ProductId]
) -> dict[ProductId, Location]:
    rows = await snap.all(
        select(LocationRow.product_id, LocationRow.zone, LocationRow.bin).where(
            LocationRow.warehouse_id == warehouse_id, LocationRow.product_id.in_(set(products))
        )
    )
    return {ProductId(row.product_id): Location(row.zone, row.bin) for row in rows}


async def list_carriers(snap: Snapshot) -> list[Carrier]:
    """All of them, by code."""
    services = services_of(snap)
    rows = await snap.all(select(CarrierRow.code, CarrierRow.name).order_by("code"))
    return [Carrier(row.code, row.name, row.code.upper() in services) for row in rows]


async def find_carrier(snap: Snapshot, code: str) -> str | None:
    """A carrier's code as it is stored, whatever the case it was written in."""
    wanted = code.strip().upper()
    return next((one.code for one in await list_carriers(snap) if one.code.upper() == wanted), None)


async def find_warehouse(snap: Snapshot, code: str) -> WarehouseId | None:
    row = await snap.one_or_none(select(WarehouseRow.id).where(WarehouseRow.code == code.strip().upper()))
    return None if row is None else WarehouseId(row.id)


async def load_skus(snap: Snapshot, products: Iterable[ProductId]) -> dict[ProductId, str]:
    rows = await snap.all(select(ProductRow.id, ProductRow.sku).where(ProductRow.id.in_(set(products))))
    return {ProductId(row.id): row.sku for row in rows}
