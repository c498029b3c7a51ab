"""Many depots, vans and receiving hours at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from core.dealers.tables import DealerRow, PersonRow, ShipToRow
from core.dispatch.tables import DepotRow, ReceivingRow, RouteRow, VanRow
from core.dispatch.types import RouteState
from core.infra.bulk import insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.clock import local_day
from core.kernel.ids import WarehouseId
from core.stock.tables import WarehouseRow


class DepotValue(NamedTuple):
    warehouse_id: WarehouseId
    latitude: float
    longitude: float
    address: str


class VanValue(NamedTuple):
    """As the van's row, with its costs in minor units."""

    code: str
    name: str
    plate: str
    warehouse_id: WarehouseId
    driver_id: uuid.UUID | None
    max_weight_g: int
    max_volume_ml: int
    currency: str
    cost_per_km_minor: int
    cost_per_hour_minor: int
    cost_per_day_minor: int
    co2_g_per_km: int
    skills: list[str]
    shift_from: str
    shift_until: str
    break_minutes: int
    active: bool
    archived: bool


class ReceivingValue(NamedTuple):
    ship_to_id: uuid.UUID
    windows: list[list[str]]
    service_minutes: int
    needs: list[str]


async def dump_depots(snap: Snapshot) -> list[tuple[str, float, float, str]]:
    """warehouse, latitude, longitude, address of each."""
    rows = await snap.all(
        select(WarehouseRow.code, DepotRow.latitude, DepotRow.longitude, DepotRow.address)
        .join(WarehouseRow, WarehouseRow.id == DepotRow.warehouse_id)
        .order_by(WarehouseRow.code)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def load_depots(tx: Transaction, new: Sequence[DepotValue], changed: Sequence[DepotValue]) -> None:
    await insert_rows(tx, DepotRow, DepotValue._fields, [tuple(one) for one in new])
    await update_rows(tx, DepotRow, [one._asdict() for one in changed], ["warehouse_id"])


async def dump_vans(snap: Snapshot) -> list[Any]:
    """Rows of vans, with ``warehouse`` (its code) and ``driver_phone``, by code."""
    return await snap.all(
        select(VanRow.__table__, WarehouseRow.code.label("warehouse"), PersonRow.phone.label("driver_phone"))
        .join(WarehouseRow, WarehouseRow.id == VanRow.warehouse_id)
        .outerjoin(PersonRow, PersonRow.id == VanRow.driver_id)
        .order_by(VanRow.code)
    )


async def planned_vans(snap: Snapshot) -> dict[str, date]:
    """Vans with a route that is not over yet, by code: the first such day from today on."""
    found: dict[str, date] = {}
    for row in await snap.all(
        select(VanRow.code, RouteRow.day, WarehouseRow.zone)
        .join(RouteRow, RouteRow.van_id == VanRow.id)
        .join(WarehouseRow, WarehouseRow.id == RouteRow.warehouse_id)
        .where(RouteRow.state != RouteState.CLOSED.value)
        .order_by(RouteRow.day)
    ):
        if row.day >= local_day(snap.now, row.zone):
            found.setdefault(row.code, row.day)
    return found


async def load_vans(tx: Transaction, new: Sequence[VanValue], changed: Sequence[VanValue]) -> None:
    await insert_rows(tx, VanRow, ("id", *VanValue._fields), [(tx.new_id(), *one) for one in new])
    await update_rows(tx, VanRow, [one._asdict() for one in changed], ["code"])


async def place_ids(snap: Snapshot) -> dict[tuple[str, str], uuid.UUID]:
    """(dealer, place) -> id, by their codes."""
    rows = await snap.all(
        select(DealerRow.code, ShipToRow.code.label("place"), ShipToRow.id).join(
            DealerRow, DealerRow.id == ShipToRow.dealer_id
        )
    )
    return {(row.code, row.place): row.id for row in rows}


async def dump_receiving(snap: Snapshot) -> list[Any]:
    """Rows with ``dealer`` and ``place`` (their codes), by these."""
    return await snap.all(
        select(
            DealerRow.code.label("dealer"),
            ShipToRow.code.label("place"),
            ReceivingRow.windows,
            ReceivingRow.service_minutes,
            ReceivingRow.needs,
        )
        .join(ShipToRow, ShipToRow.id == ReceivingRow.ship_to_id)
        .join(DealerRow, DealerRow.id == ShipToRow.dealer_id)
        .order_by(DealerRow.code, ShipToRow.code)
    )


async def load_receiving(
    tx: Transaction, new: Sequence[ReceivingValue], changed: Sequence[ReceivingValue]
) -> None:
    await insert_rows(tx, ReceivingRow, ReceivingValue._fields, [tuple(one) for one in new])
    await update_rows(tx, ReceivingRow, [one._asdict() for one in changed], ["ship_to_id"])
