"""Deliveries on their way to a warehouse: what is expected when, and what of it has come."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.orm import aliased

from core.catalog.tables import ProductRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, WarehouseId
from core.stock.ledger import Key
from core.stock.stirring import DELIVERY, Due
from core.stock.tables import StockIncomingRow, WarehouseRow
from core.stock.types import Received

_incoming = table_of(StockIncomingRow)


@dataclass(frozen=True, slots=True)
class GoodsOnTheWay:
    """Goods of one transfer that have not come yet."""

    document_id: uuid.UUID
    sku: str
    name: str
    source: str
    target: str
    quantity: int
    arrives_on: date


async def list_transfers(
    snap: Snapshot, limit: int, document_id: uuid.UUID | None = None
) -> list[GoodsOnTheWay]:
    """Transfers on their way, the first to come first; or the one that is asked for."""
    source, target = aliased(WarehouseRow), aliased(WarehouseRow)
    key = (
        StockIncomingRow.document_id, ProductRow.sku, ProductRow.name, source.code, target.code
    )  # fmt: skip
    statement = (
        select(*key, func.sum(StockIncomingRow.quantity), func.min(StockIncomingRow.expected_on))
        .join(ProductRow, ProductRow.id == StockIncomingRow.product_id)
        .join(source, source.id == StockIncomingRow.from_warehouse_id)
        .join(target, target.id == StockIncomingRow.warehouse_id)
        .where(StockIncomingRow.quantity > 0)
        .group_by(*key)
        .order_by(func.min(StockIncomingRow.expected_on), StockIncomingRow.document_id)
        .limit(limit)
    )
    if document_id is not None:
        statement = statement.where(StockIncomingRow.document_id == document_id)
    return [GoodsOnTheWay(*row) for row in await snap.all(statement)]


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
        tx.stir(Due(row.product_id), DELIVERY)
        await _set_left(tx, row.id, row.quantity - part)


async def send(
    tx: Transaction,
    parts: Sequence[Received],
    source_id: WarehouseId,
    document_id: uuid.UUID,
    expected_on: date,
    *,
    order_id: OrderId | None = None,
    line_id: LineId | None = None,
) -> None:
    """Goods are on their way from another warehouse; ``order_id``: for that order only."""
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
            "order_id": order_id,
            "line_id": line_id,
        }
        for one in parts
    ]
    for one in parts:
        tx.stir(Due(one.product_id), DELIVERY)
    await tx.execute(insert(_incoming), rows)


async def expect(tx: Transaction, key: Key, quantity: int, document_id: uuid.UUID) -> None:
    """Goods were ordered of a vendor, who has not said yet when they come."""
    row = {
        "id": tx.new_id(),
        "at": tx.now,
        "product_id": key[0],
        "warehouse_id": key[1],
        "code": str(document_id),
        "quantity": quantity,
        "sent": quantity,
        "document_id": document_id,
    }
    tx.stir(Due(key[0]), DELIVERY)
    await tx.execute(insert(_incoming).values(row))


async def close_transfer(
    tx: Transaction, document_id: uuid.UUID
) -> tuple[list[Received], tuple[OrderId, LineId] | None]:
    """What of a transfer had not come yet, and the line that it is for; now nothing of it is expected.

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
            _incoming.c.order_id,
            _incoming.c.line_id,
        )
        .where(mine)
        .order_by(_incoming.c.id)
        .with_for_update()
    )
    await tx.execute(update(_incoming).where(mine).values(quantity=0))
    whose = next(((row.order_id, row.line_id) for row in rows if row.order_id is not None), None)
    return [Received(*row[:6]) for row in rows], whose


async def set_expected(tx: Transaction, key: Key, on: date, document_id: uuid.UUID | None = None) -> int:
    """The next delivery of a product to a warehouse comes on another day; how many base units that are.

    document_id: that transfer only. 0: nothing is expected there.
    """
    here = (
        (_incoming.c.product_id == key[0]) & (_incoming.c.warehouse_id == key[1]) & (_incoming.c.quantity > 0)
    )
    if document_id is not None:
        here &= _incoming.c.document_id == document_id
    rows = await tx.all(
        select(_incoming.c.id, _incoming.c.quantity, _incoming.c.expected_on, _incoming.c.document_id)
        .where(here)
        .order_by(_incoming.c.expected_on.is_(None), _incoming.c.expected_on, _incoming.c.id)
        .with_for_update()
    )
    first = next(iter(rows), None)
    mine = [
        row
        for row in rows
        if first is not None and (row.expected_on, row.document_id) == (first.expected_on, first.document_id)
    ]
    if mine:
        ids = [row.id for row in mine]
        await tx.execute(update(_incoming).where(_incoming.c.id.in_(ids)).values(expected_on=on))
        tx.stir(Due(key[0]), DELIVERY)
    return sum(row.quantity for row in mine)


async def _set_left(tx: Transaction, incoming_id: uuid.UUID, left: int) -> None:
    await tx.execute(update(_incoming).where(_incoming.c.id == incoming_id).values(quantity=left))
