"""All SQL of looking for lots by their last day, and of reservations that were for a time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from core.catalog.tables import ProductRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.ledger import Key, lock_levels, post
from core.stock.repository import HELD, RELEASED
from core.stock.tables import ReservationRow, StockLotRow, WarehouseRow


@dataclass(frozen=True, slots=True)
class ExpiringLot:
    """Goods of a lot on the shelf; ``expires_on``: the last day on which they may be sold."""

    product_id: ProductId
    warehouse_id: WarehouseId
    sku: str
    name: str
    warehouse: str
    zone: str
    lot: str
    owner: str
    expires_on: date
    quantity: int

    @property
    def key(self) -> Key:
        return self.product_id, self.warehouse_id

    def local(self, now: datetime) -> datetime:
        """The time at its warehouse."""
        return now.astimezone(ZoneInfo(self.zone))

    def is_over(self, now: datetime) -> bool:
        return self.expires_on < self.local(now).date()


async def list_expiring(snap: Snapshot, until: date, limit: int) -> list[ExpiringLot]:
    """Lots on the shelves with a last day up to ``until``, the first to expire first."""
    rows = await snap.all(
        select(
            StockLotRow.product_id,
            StockLotRow.warehouse_id,
            ProductRow.sku,
            ProductRow.name,
            WarehouseRow.code,
            WarehouseRow.zone,
            StockLotRow.lot,
            StockLotRow.owner,
            StockLotRow.expires_on,
            StockLotRow.on_hand,
        )
        .join(ProductRow, ProductRow.id == StockLotRow.product_id)
        .join(WarehouseRow, WarehouseRow.id == StockLotRow.warehouse_id)
        .where(StockLotRow.on_hand > 0, StockLotRow.expires_on <= until)
        .order_by(StockLotRow.expires_on, ProductRow.sku, WarehouseRow.code, StockLotRow.lot)
        .limit(limit)
    )
    return [ExpiringLot(*row) for row in rows]


async def release_expired(tx: Transaction, limit: int) -> dict[uuid.UUID, int]:
    """Give back what was reserved until now: document -> base units. Whoever comes second finds nothing."""
    due = (ReservationRow.state == HELD) & (ReservationRow.expires_at <= tx.now)
    key = (ReservationRow.product_id, ReservationRow.warehouse_id)
    keys = await tx.all(select(*key).where(due).limit(limit))
    held = {(ProductId(row[0]), WarehouseId(row[1])) for row in keys}
    if not held:
        return {}
    await lock_levels(tx, held)
    # Behind the lock, because a quotation may just have been ordered.
    rows = [
        row
        for row in await tx.all(
            select(
                ReservationRow.id,
                ReservationRow.order_id,
                ReservationRow.product_id,
                ReservationRow.warehouse_id,
                ReservationRow.quantity,
            ).where(due)
        )
        if (row.product_id, row.warehouse_id) in held
    ]
    await tx.execute(
        update(ReservationRow).where(ReservationRow.id.in_([row.id for row in rows])).values(state=RELEASED)
    )
    freed: dict[Key, int] = {}
    told: dict[uuid.UUID, int] = {}
    for row in rows:
        freed[row.product_id, row.warehouse_id] = (
            freed.get((row.product_id, row.warehouse_id), 0) - row.quantity
        )
        told[row.order_id] = told.get(row.order_id, 0) + row.quantity
    await post(tx, (), freed)
    return told
