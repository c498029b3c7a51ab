"""Deliveries on their way to a warehouse: what is expected when, and what of it has come."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select, tuple_, update

from core.infra.columns import table_of
from core.infra.transaction import Transaction
from core.kernel.ids import WarehouseId
from core.stock.tables import StockIncomingRow
from core.stock.types import Received

_incoming = table_of(StockIncomingRow)


async def take_off(tx: Transaction, receipts: Sequence[Received]) -> None:
    """What has come is expected no longer: of vendors' deliveries, the first to come first.

    The stock rows are locked by the caller. More than was expected is no fault.
    """
    came: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
    for one in receipts:
        came[one.product_id, one.warehouse_id] = (
            came.get((one.product_id, one.warehouse_id), 0) + one.quantity
        )
    rows = await tx.all(
        select(_incoming.c.id, _incoming.c.product_id, _incoming.c.warehouse_id, _incoming.c.quantity)
        .where(
            tuple_(_incoming.c.product_id, _incoming.c.warehouse_id).in_(sorted(came)),
            _incoming.c.quantity > 0,
            _incoming.c.from_warehouse_id.is_(None),
        )
        .order_by(_incoming.c.expected_on, _incoming.c.id)
    )
    for row in rows:
        part = min(row.quantity, came[row.product_id, row.warehouse_id])
        came[row.product_id, row.warehouse_id] -= part
        await _set_left(tx, row.id, row.quantity - part)


async def send(
    tx: Transaction,
    parts: Sequence[Received],
    source_id: WarehouseId,
    document_id: uuid.UUID,
    expected_on: date,
) -> None:
    """Goods are on their way from another warehouse."""
    rows = [
        {
            "id": tx.new_id(),
            "at": tx.now,
            "product_id": one.product_id,
            "warehouse_id": one.warehouse_id,
            "quantity": one.quantity,
            "sent": one.quantity,
            "expected_on": expected_on,
            "from_warehouse_id": source_id,
            "document_id": document_id,
            "lot": one.lot,
            "owner": one.owner,
            "expires_on": one.expires_on,
        }
        for one in parts
    ]
    await tx.execute(insert(_incoming), rows)


async def close_transfer(tx: Transaction, document_id: uuid.UUID) -> list[tuple[Received, WarehouseId]]:
    """What of a transfer had not come yet, with where it is from; from now on nothing of it is expected.

    Two who book it in at once: the second finds nothing left.
    """
    mine = (_incoming.c.document_id == document_id) & (_incoming.c.quantity > 0)
    rows = await tx.all(
        select(
            _incoming.c.product_id,
            _incoming.c.warehouse_id,
            _incoming.c.quantity,
            _incoming.c.lot,
            _incoming.c.expires_on,
            _incoming.c.owner,
            _incoming.c.from_warehouse_id,
        )
        .where(mine)
        .order_by(_incoming.c.id)
        .with_for_update()
    )
    await tx.execute(update(_incoming).where(mine).values(quantity=0))
    return [(Received(*row[:2], *row[2:6]), WarehouseId(row.from_warehouse_id)) for row in rows]


async def _set_left(tx: Transaction, incoming_id: uuid.UUID, left: int) -> None:
    await tx.execute(update(_incoming).where(_incoming.c.id == incoming_id).values(quantity=left))
