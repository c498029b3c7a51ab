"""The way of a reservation behind its first state: rows are split where only a part of them goes on."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from core.infra.columns import table_of
from core.infra.transaction import Transaction
from core.infra.writes import Write
from core.kernel.ids import LineId, OrderId, WarehouseId
from core.stock.errors import NotReserved
from core.stock.ledger import lock_levels
from core.stock.tables import ReservationRow
from core.stock.types import Reservation, Take

_reservation = table_of(ReservationRow)
_insert = Write(insert(_reservation))
_is_row = _reservation.c.id == bindparam("row")
_drop, _lessen = (
    Write(delete(_reservation).where(_is_row)),
    Write(update(_reservation).where(_is_row).values(quantity=bindparam("left"))),
)


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of a reservation, and the lot that they are of ("": loose goods)."""

    of: Reservation
    quantity: int
    lot: str
    owner: str


async def lock_reserved(
    tx: Transaction, order_id: OrderId, state: str, warehouse_id: WarehouseId | None = None
) -> list[Reservation]:
    """An order's reservations in a state, with their stock rows locked; the oldest first."""
    mine = (_reservation.c.order_id == order_id) & (_reservation.c.state == state)
    if warehouse_id is not None:
        mine &= _reservation.c.warehouse_id == warehouse_id
    keys = select(_reservation.c.product_id, _reservation.c.warehouse_id).where(mine).distinct()
    await lock_levels(tx, [(row.product_id, row.warehouse_id) for row in await tx.all(keys)])
    # Read behind the lock: what it was before may be gone by now.
    rows = select(
        _reservation.c.id,
        _reservation.c.order_id,
        _reservation.c.line_id,
        _reservation.c.product_id,
        _reservation.c.warehouse_id,
        _reservation.c.quantity,
        _reservation.c.lot,
        _reservation.c.owner,
    ).where(mine)
    return [
        Reservation(row.id, row.order_id, Take(*row[2:6]), row.lot, row.owner)
        for row in await tx.all(rows.order_by(_reservation.c.at, _reservation.c.id))
    ]


def share_out(
    rows: Sequence[Reservation],
    used: Counter[uuid.UUID],
    line_id: LineId,
    warehouse_id: WarehouseId | None,
    wanted: int,
) -> list[tuple[Reservation, int]]:
    """Which reservations of a line give how much, the first ones first; ``used`` notes what they gave.

    Raises NotReserved where they fall short.
    """
    left = wanted
    given: list[tuple[Reservation, int]] = []
    for row in rows:
        if row.take.line_id != line_id or warehouse_id not in (None, row.take.warehouse_id):
            continue
        part = min(left, row.take.quantity - used[row.id])
        if part > 0:
            given.append((row, part))
            used[row.id] += part
            left -= part
    if left:
        raise NotReserved(wanted=wanted, there=wanted - left)
    return given


async def turn_into(tx: Transaction, state: str, parts: Sequence[Part]) -> None:
    """Parts of reservations go on to a state; what is left of each stays as it is."""
    by_row: dict[Reservation, list[Part]] = {}
    for part in parts:
        by_row.setdefault(part.of, []).append(part)
    for row, mine in by_row.items():
        left = row.take.quantity - sum(part.quantity for part in mine)
        if left:
            tx.write(_lessen, {"row": row.id, "left": left})
        else:
            tx.write(_drop, {"row": row.id})
        new = [
            {"id": tx.new_id(), "order_id": row.order_id, "line_id": row.take.line_id,
             "product_id": row.take.product_id, "warehouse_id": row.take.warehouse_id,
             "quantity": part.quantity, "state": state, "lot": part.lot, "owner": part.owner, "at": tx.now}
            for part in mine
        ]  # fmt: skip
        tx.write(_insert, *new)
