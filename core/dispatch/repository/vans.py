"""Vans, depots, and how places take goods in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from core.dealers.tables import PersonRow
from core.dispatch.plan_types import Receiving
from core.dispatch.tables import DepotRow, EveningToldRow, ReceivingRow, RouteRow, VanRow
from core.dispatch.types import Depot, Position, RouteState, Van
from core.infra.transaction import Snapshot, Transaction
from core.kernel.clock import local_day
from core.kernel.ids import PersonId, WarehouseId
from core.kernel.money import Money
from core.stock.tables import WarehouseRow


def _vans() -> Select[Any]:
    return (
        select(
            VanRow.__table__,
            WarehouseRow.code.label("warehouse"),
            func.coalesce(PersonRow.name, "").label("driver"),
        )
        .join(WarehouseRow, WarehouseRow.id == VanRow.warehouse_id)
        .outerjoin(PersonRow, PersonRow.id == VanRow.driver_id)
        .order_by(WarehouseRow.code, VanRow.code)
    )


async def list_vans(
    snap: Snapshot, *, warehouse_id: WarehouseId | None = None, is_archived: bool = False
) -> list[Van]:
    """All vans, spare ones too, by depot and code; or those that have left the fleet."""
    statement = _vans().where(VanRow.archived.is_(is_archived))
    if warehouse_id is not None:
        statement = statement.where(VanRow.warehouse_id == warehouse_id)
    return [read_van(row) for row in await snap.all(statement)]


async def vans_of(snap: Snapshot, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Van]:
    rows = await snap.all(_vans().where(VanRow.id.in_(set(ids))))
    return {row.id: read_van(row) for row in rows}


async def find_van(snap: Snapshot, code: str, *, lock: bool = False) -> Van | None:
    """By code, whatever the case it was written in; ``lock``: held until the transaction ends."""
    typed = func.upper(VanRow.code) == code.strip().upper()
    if lock:
        await snap.execute(select(VanRow.id).where(typed).with_for_update())
    row = await snap.one_or_none(_vans().where(typed))
    return None if row is None else read_van(row)


async def planned_on(snap: Snapshot, van_id: uuid.UUID) -> date | None:
    """The first day from today on, as it is at the depot, with a route of the van that is not over yet."""
    over = RouteRow.state == RouteState.CLOSED.value
    rows = await snap.all(
        select(RouteRow.day, WarehouseRow.zone)
        .join(WarehouseRow, WarehouseRow.id == RouteRow.warehouse_id)
        .where(RouteRow.van_id == van_id, ~over)
        .order_by(RouteRow.day)
    )
    return next((row.day for row in rows if row.day >= local_day(snap.now, row.zone)), None)


async def insert_van(tx: Transaction, values: Mapping[str, Any]) -> None:
    await tx.execute(insert(VanRow).values(**values))


async def change_van(tx: Transaction, van_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(VanRow).where(VanRow.id == van_id).values(**values))


def read_van(row: Any) -> Van:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return Van(
        id=row.id,
        code=row.code,
        name=row.name,
        plate=row.plate,
        warehouse_id=WarehouseId(row.warehouse_id),
        warehouse=row.warehouse,
        driver_id=None if row.driver_id is None else PersonId(row.driver_id),
        driver=row.driver,
        max_weight_g=row.max_weight_g,
        max_volume_ml=row.max_volume_ml,
        cost_per_km=money(row.cost_per_km_minor),
        cost_per_hour=money(row.cost_per_hour_minor),
        cost_per_day=money(row.cost_per_day_minor),
        co2_g_per_km=row.co2_g_per_km,
        skills=tuple(row.skills),
        shift_from=row.shift_from,
        shift_until=row.shift_until,
        break_minutes=row.break_minutes,
        is_active=row.active,
        is_archived=row.archived,
    )


async def depots(snap: Snapshot, *, warehouse_id: WarehouseId | None = None) -> list[Depot]:
    """Every warehouse as a place of vans, by code."""
    statement = (
        select(
            WarehouseRow.id,
            WarehouseRow.code,
            WarehouseRow.name,
            WarehouseRow.zone,
            DepotRow.address,
            DepotRow.latitude,
            DepotRow.longitude,
        )
        .outerjoin(DepotRow, DepotRow.warehouse_id == WarehouseRow.id)
        .order_by(WarehouseRow.code)
    )
    if warehouse_id is not None:
        statement = statement.where(WarehouseRow.id == warehouse_id)
    return [
        Depot(
            WarehouseId(row.id),
            row.code,
            row.name,
            row.zone,
            row.address or "",
            position_of(row.latitude, row.longitude),
        )
        for row in await snap.all(statement)
    ]


def position_of(latitude: float | None, longitude: float | None) -> Position | None:
    return None if latitude is None or longitude is None else Position(latitude, longitude)


async def put_depot(tx: Transaction, warehouse_id: WarehouseId, position: Position, address: str) -> None:
    await tx.execute(delete(DepotRow).where(DepotRow.warehouse_id == warehouse_id))
    await tx.execute(
        insert(DepotRow).values(
            warehouse_id=warehouse_id,
            address=address,
            latitude=position.latitude,
            longitude=position.longitude,
        )
    )


async def receiving_of(snap: Snapshot, ship_tos: Iterable[uuid.UUID]) -> dict[uuid.UUID, Receiving]:
    rows = await snap.all(select(ReceivingRow.__table__).where(ReceivingRow.ship_to_id.in_(set(ship_tos))))
    return {
        row.ship_to_id: Receiving(
            tuple((since, until) for since, until in row.windows), row.service_minutes, tuple(row.needs)
        )
        for row in rows
    }


async def put_receiving(tx: Transaction, ship_to_id: uuid.UUID, receiving: Receiving) -> None:
    await tx.execute(delete(ReceivingRow).where(ReceivingRow.ship_to_id == ship_to_id))
    await tx.execute(
        insert(ReceivingRow).values(
            ship_to_id=ship_to_id,
            windows=[list(window) for window in receiving.windows],
            service_minutes=receiving.service_minutes,
            needs=list(receiving.needs),
        )
    )


async def begin_telling(tx: Transaction, warehouse_id: WarehouseId, day: date) -> bool:
    """Note that the dealers of a day are told now; False where that was done already."""
    at = (EveningToldRow.warehouse_id == warehouse_id) & (EveningToldRow.day == day)
    if await tx.one_or_none(select(EveningToldRow.at).where(at)) is not None:
        return False
    await tx.execute(insert(EveningToldRow).values(warehouse_id=warehouse_id, day=day, at=tx.now))
    return True
