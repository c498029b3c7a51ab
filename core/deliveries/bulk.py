"""Many locations and carriers at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.deliveries.tables import CarrierRow, LocationRow
from core.infra.bulk import insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.tables import WarehouseRow


class LocationValue(NamedTuple):
    """Where a product lies in a warehouse."""

    product_id: ProductId
    warehouse_id: WarehouseId
    zone: str
    bin: str


class CarrierValue(NamedTuple):
    """link: to a shipment's page, with ``{number}`` for its number; "" for none."""

    code: str
    name: str
    link: str


async def dump_locations(snap: Snapshot) -> list[tuple[str, str, str, str]]:
    """sku, warehouse, zone, bin of each, in that order."""
    rows = await snap.all(
        select(ProductRow.sku, WarehouseRow.code, LocationRow.zone, LocationRow.bin)
        .join(ProductRow, ProductRow.id == LocationRow.product_id)
        .join(WarehouseRow, WarehouseRow.id == LocationRow.warehouse_id)
        .order_by(ProductRow.sku, WarehouseRow.code)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def load_locations(
    tx: Transaction, new: Sequence[LocationValue], changed: Sequence[LocationValue]
) -> None:
    await insert_rows(tx, LocationRow, LocationValue._fields, [tuple(one) for one in sorted(new)])
    rows = [one._asdict() for one in sorted(changed)]
    await update_rows(tx, LocationRow, rows, ["product_id", "warehouse_id"])


async def dump_carriers(snap: Snapshot) -> list[CarrierValue]:
    rows = await snap.all(select(CarrierRow.code, CarrierRow.name, CarrierRow.link).order_by(CarrierRow.code))
    return [CarrierValue(*row) for row in rows]


async def load_carriers(
    tx: Transaction, new: Sequence[CarrierValue], changed: Sequence[CarrierValue]
) -> None:
    await insert_rows(tx, CarrierRow, CarrierValue._fields, [tuple(one) for one in new])
    await update_rows(tx, CarrierRow, [one._asdict() for one in changed], ["code"])
