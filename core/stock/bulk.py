"""Many warehouses and stock rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from core.catalog.tables import ProductRow
from core.infra.bulk import delete_rows, insert_rows, new_ids, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.stirring import DELIVERY, Due, Freed
from core.stock.tables import StockIncomingRow, StockLotRow, StockMovementRow, StockRow, WarehouseRow
from core.stock.types import MovementKind, Place

# A delivery that the stock table itself speaks of: neither a transfer nor one with a code.
_IS_NAMELESS = (StockIncomingRow.code == "") & StockIncomingRow.from_warehouse_id.is_(None)


class WarehouseValue(NamedTuple):
    code: str
    name: str
    region: str
    zone: str
    cut_off: str
    lead_days: int
    lead_days_elsewhere: int


class StockValue(NamedTuple):
    """What lies in a warehouse and what comes, in base units."""

    product_id: ProductId
    warehouse_id: WarehouseId
    on_hand: int
    incoming: int
    incoming_on: date | None


class StockState(NamedTuple):
    """A stock row as it is, by the names of its product and warehouse; in_lots: the part of on_hand that has
    a lot code or another owner."""

    sku: str
    warehouse: str
    on_hand: int
    incoming: int
    incoming_on: date | None
    reserved: int
    in_lots: int


async def warehouse_ids(snap: Snapshot, *, closed: bool = True) -> dict[str, WarehouseId]:
    """code -> id; without ``closed`` only those that take goods in."""
    statement = select(WarehouseRow.code, WarehouseRow.id)
    if not closed:
        statement = statement.where(WarehouseRow.closed_at.is_(None))
    return {row.code: row.id for row in await snap.all(statement)}


async def dump_receipts(snap: Snapshot) -> list[tuple[str, str, str, str, int, date | None, str]]:
    """Receipts that have a reference: it, sku, warehouse, lot, quantity, last day, owner."""
    move = StockMovementRow
    rows = await snap.all(
        select(
            move.reason,
            ProductRow.sku,
            WarehouseRow.code,
            move.lot,
            move.quantity,
            StockLotRow.expires_on,
            move.owner,
        )
        .join(ProductRow, ProductRow.id == move.product_id)
        .join(WarehouseRow, WarehouseRow.id == move.warehouse_id)
        .outerjoin(
            StockLotRow,
            (StockLotRow.product_id == move.product_id)
            & (StockLotRow.warehouse_id == move.warehouse_id)
            & (StockLotRow.lot == move.lot)
            & (StockLotRow.owner == move.owner),
        )
        .where(move.kind == MovementKind.RECEIPT, move.reason.is_not(None))
    )
    return [tuple(row) for row in rows]


async def dump_warehouses(snap: Snapshot) -> dict[str, WarehouseValue]:
    columns = [WarehouseRow.__table__.c[name] for name in WarehouseValue._fields]
    return {row.code: WarehouseValue(*row) for row in await snap.all(select(*columns))}


async def load_warehouses(
    tx: Transaction, new: Sequence[WarehouseValue], changed: Sequence[WarehouseValue]
) -> None:
    await insert_rows(tx, WarehouseRow, ("id", *WarehouseValue._fields), [(tx.new_id(), *one) for one in new])
    await update_rows(tx, WarehouseRow, [one._asdict() for one in changed], ["code"])


async def dump_stock(snap: Snapshot, *, lock: bool = False) -> list[StockState]:
    """All stock rows, with the delivery that has no code of its own. With ``lock`` none of them changes until
    the transaction ends; locked in the order in which placing an order locks them, so the two cannot wait
    for each other."""
    statement = (
        select(
            ProductRow.sku,
            WarehouseRow.code,
            StockRow.product_id,
            StockRow.warehouse_id,
            StockRow.on_hand,
            StockRow.reserved,
        )
        .join(ProductRow, ProductRow.id == StockRow.product_id)
        .join(WarehouseRow, WarehouseRow.id == StockRow.warehouse_id)
    )
    if lock:
        statement = statement.order_by(StockRow.product_id, StockRow.warehouse_id)
        statement = statement.with_for_update(of=StockRow)
    rows = await snap.all(statement)
    coming = {
        (row.product_id, row.warehouse_id): (row.quantity, row.expected_on)
        for row in await snap.all(
            select(
                StockIncomingRow.product_id,
                StockIncomingRow.warehouse_id,
                StockIncomingRow.quantity,
                StockIncomingRow.expected_on,
            ).where(_IS_NAMELESS, StockIncomingRow.quantity > 0)
        )
    }
    lots = select(
        StockLotRow.product_id, StockLotRow.warehouse_id, func.sum(StockLotRow.on_hand).label("on_hand")
    ).group_by(StockLotRow.product_id, StockLotRow.warehouse_id)
    in_lots = {(row.product_id, row.warehouse_id): int(row.on_hand) for row in await snap.all(lots)}
    return [
        StockState(
            sku, code, on_hand, *coming.get((product, warehouse), (0, None)),
            reserved, in_lots.get((product, warehouse), 0),
        )
        for sku, code, product, warehouse, on_hand, reserved in rows
    ]  # fmt: skip


async def load_stock(
    tx: Transaction, new: Sequence[StockValue], changed: Sequence[tuple[StockValue, StockValue]]
) -> None:
    """Insert and update stock, each changed one with what it was before; all in the ledger.

    What is reserved is never touched, and lots keep what they have: only loose goods come and go. Whoever
    waits for what has come, or is expected otherwise now, is served at the end of the transaction.
    """
    rows = [(one.product_id, one.warehouse_id, one.on_hand, 0) for one in sorted(new)]
    await insert_rows(tx, StockRow, ("product_id", "warehouse_id", "on_hand", "reserved"), rows)
    values = [one for one, _ in changed]
    await update_rows(
        tx,
        StockRow,
        [
            {"product_id": one.product_id, "warehouse_id": one.warehouse_id, "on_hand": one.on_hand}
            for one in values
        ],
        ["product_id", "warehouse_id"],
    )
    moved = [(one, one.on_hand) for one in new]
    moved += [(one, one.on_hand - before.on_hand) for one, before in changed]
    await _write_movements(tx, [(one, change) for one, change in moved if change])
    await _replace_incoming(tx, [*new, *values], changed=values)
    for one, more in moved:
        if more > 0:
            tx.stir(Freed(one.product_id, one.warehouse_id), "")
    otherwise = [one for one in new if one.incoming]
    otherwise += [one for one, before in changed if _expected(one) != _expected(before)]
    for one in otherwise:
        tx.stir(Due(one.product_id), DELIVERY)


def _expected(one: StockValue) -> tuple[int, date | None]:
    """What comes and when; nothing comes on no day."""
    return (one.incoming, one.incoming_on) if one.incoming else (0, None)


async def _write_movements(tx: Transaction, moved: Sequence[tuple[StockValue, int]]) -> None:
    shelf = Place.ON_HAND.value
    ids = new_ids(tx, len(moved))
    await insert_rows(
        tx,
        StockMovementRow,
        (
            "id", "at", "kind", "product_id", "warehouse_id", "quantity", "source", "target", "reason",
            "person_id",
        ),
        [
            (
                at, tx.now, MovementKind.COUNT.value, one.product_id, one.warehouse_id, abs(change),
                None if change > 0 else shelf, shelf if change > 0 else None, "import", tx.actor.person_id,
            )
            for at, (one, change) in zip(ids, moved, strict=True)
        ],
    )  # fmt: skip


async def _replace_incoming(
    tx: Transaction, values: Sequence[StockValue], changed: Sequence[StockValue]
) -> None:
    """The nameless delivery of each row becomes what the file says; others stay as they are."""
    keys = [{"product_id": one.product_id, "warehouse_id": one.warehouse_id} for one in changed]
    gone = [key | {"code": ""} for key in keys]
    await delete_rows(tx, StockIncomingRow, gone, ["product_id", "warehouse_id", "code"])
    coming = [one for one in values if one.incoming]
    await insert_rows(
        tx,
        StockIncomingRow,
        ("id", "product_id", "warehouse_id", "code", "quantity", "sent", "expected_on", "at"),
        [
            (at, one.product_id, one.warehouse_id, "", one.incoming, one.incoming, one.incoming_on, tx.now)
            for at, one in zip(new_ids(tx, len(coming)), coming, strict=True)
        ],
    )
