"""What is known of closed and slow roads around a depot."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from core.dispatch.plan_types import RoadTrouble
from core.dispatch.tables import RoadTroubleRow, RoutePlanRow
from core.dispatch.types import Position
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import WarehouseId


async def list_troubles(snap: Snapshot, warehouse_id: WarehouseId) -> dict[uuid.UUID, RoadTrouble]:
    """All that have not ended by now, in the order they were said."""
    rows = await snap.all(
        select(RoadTroubleRow.__table__)
        .where(RoadTroubleRow.warehouse_id == warehouse_id, RoadTroubleRow.until > snap.now)
        .order_by(RoadTroubleRow.id)
    )
    return {row.id: read_trouble(row._mapping) for row in rows}


async def add_trouble(tx: Transaction, warehouse_id: WarehouseId, one: RoadTrouble) -> None:
    values = stored_trouble(one) | {"since": one.since, "until": one.until}
    await tx.execute(insert(RoadTroubleRow).values(id=tx.new_id(), warehouse_id=warehouse_id, **values))


async def free_troubles(tx: Transaction, ids: Sequence[uuid.UUID]) -> None:
    """These roads are free; what has ended by itself is forgotten, the journal keeps it."""
    over = RoadTroubleRow.id.in_(list(ids)) | (RoadTroubleRow.until <= tx.now)
    await tx.execute(delete(RoadTroubleRow).where(over))


async def planned_days(snap: Snapshot, warehouse_id: WarehouseId, since: date) -> list[date]:
    """Days from then on that are planned, published or not."""
    rows = await snap.all(
        select(RoutePlanRow.day)
        .where(RoutePlanRow.warehouse_id == warehouse_id, RoutePlanRow.version > 0, RoutePlanRow.day >= since)
        .order_by(RoutePlanRow.day)
    )
    return [row.day for row in rows]


def stored_trouble(one: RoadTrouble) -> dict[str, Any]:
    """As it is kept with a plan."""
    return {
        "names": list(one.names),
        "spots": [[spot.latitude, spot.longitude] for spot in one.spots],
        "radius_m": one.radius_m,
        "percent": one.percent,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
    }


def read_trouble(stored: Mapping[str, Any]) -> RoadTrouble:
    since, until = stored["since"], stored["until"]
    return RoadTrouble(
        tuple(stored["names"]),
        tuple(Position(latitude, longitude) for latitude, longitude in stored["spots"]),
        stored["radius_m"],
        stored["percent"],
        date.fromisoformat(since) if isinstance(since, str) else since,
        datetime.fromisoformat(until) if isinstance(until, str) else until,
    )
