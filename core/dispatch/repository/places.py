"""Where dealers' places lie."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update

from core.dealers.tables import DealerRow, ShipToRow
from core.dispatch.repository.vans import position_of
from core.dispatch.types import Position
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId


async def set_position(tx: Transaction, ship_to_id: uuid.UUID, position: Position) -> None:
    await tx.execute(
        update(ShipToRow)
        .where(ShipToRow.id == ship_to_id)
        .values(latitude=position.latitude, longitude=position.longitude)
    )


async def find_place(snap: Snapshot, dealer_id: DealerId) -> tuple[str, Position | None] | None:
    """A dealer's name, and where its usual place lies; None for no such dealer."""
    rows = await snap.all(
        select(DealerRow.name, ShipToRow.latitude, ShipToRow.longitude)
        .outerjoin(ShipToRow, ShipToRow.dealer_id == DealerRow.id)
        .where(DealerRow.id == dealer_id)
        .order_by(ShipToRow.is_default.desc(), ShipToRow.code)
    )
    known = [position_of(row.latitude, row.longitude) for row in rows]
    return (rows[0].name, next(filter(None, known), None)) if rows else None


async def list_positions(snap: Snapshot) -> list[Position]:
    """Where the places of dealers lie, each once."""
    rows = await snap.all(
        select(ShipToRow.latitude, ShipToRow.longitude)
        .where(ShipToRow.latitude.is_not(None), ShipToRow.longitude.is_not(None))
        .distinct()
        .order_by(ShipToRow.latitude, ShipToRow.longitude)
    )
    return [Position(row.latitude, row.longitude) for row in rows]
