"""Where dealers' places lie."""

from __future__ import annotations

import uuid

from sqlalchemy import update

from core.dealers.tables import ShipToRow
from core.dispatch.types import Position
from core.infra.transaction import Transaction


async def set_position(tx: Transaction, ship_to_id: uuid.UUID, position: Position) -> None:
    await tx.execute(
        update(ShipToRow)
        .where(ShipToRow.id == ship_to_id)
        .values(latitude=position.latitude, longitude=position.longitude)
    )
