"""All SQL about stock: levels, the ledger of reservations, and the lock in sorted order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, type_coerce, update

from core.infra.columns import SharedUuid, table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.stock.tables import ReservationRow, ShortageRow, StockRow, WarehouseRow
from core.stock.types import Stock, StockAt, Take, Warehouse

HELD, RELEASED = "held", "released"

# What every quote and every order asks is put together once: building a statement costs more than running it.
_stock, _warehouse, _reservation = table_of(StockRow), table_of(WarehouseRow), table_of(ReservationRow)
_list_warehouses = select(
    type_coerce(_warehouse.c.id, SharedUuid()).label("id"),
    _warehouse.c.code,
    _warehouse.c.name,
    _warehouse.c.region,
    _warehouse.c.zone,
    _warehouse.c.cut_off,
    _warehouse.c.lead_days,
    _warehouse.c.lead_days_elsewhere,
).order_by(_warehouse.c.code)
_load_stock = (
    select(
        type_coerce(_stock.c.product_id, SharedUuid()),
        type_coerce(_stock.c.warehouse_id, SharedUuid()),
        (_stock.c.on_hand - _stock.c.reserved).label("free"),
        _stock.c.incoming,
        _stock.c.incoming_on,
    )
    .where(_stock.c.product_id.in_(bindparam("products", expanding=True)))
    .order_by(_stock.c.product_id, _stock.c.warehouse_id)
)
_lock_stock = _load_stock.with_for_update()
_reserve = Write(insert(_reservation))
_add_reserved_to = Write(
    update(_stock)
    .where(_stock.c.product_id == bindparam("of_product"), _stock.c.warehouse_id == bindparam("at_warehouse"))
    .values(reserved=_stock.c.reserved + bindparam("change"))
)


async def list_warehouses(snap: Snapshot) -> list[Warehouse]:
    return [Warehouse(*row) for row in await snap.all(_list_warehouses)]


async def load_stock(snap: Snapshot, products: Iterable[ProductId], *, lock: bool = False) -> Stock:
    """Free stock of the products; with ``lock`` the rows are held, always in the order of their keys."""
    found: dict[ProductId, list[StockAt]] = {}
    for product_id, *at in await snap.all(
        _lock_stock if lock else _load_stock, {"products": list(set(products))}
    ):
        found.setdefault(product_id, []).append(StockAt(*at))
    return {product: tuple(places) for product, places in found.items()}


async def reserve(tx: Transaction, order_id: OrderId, takes: Sequence[Take]) -> None:
    """Write reservations; the stock rows must be locked by this transaction."""
    rows = [
        {
            "id": tx.new_id(),
            "order_id": order_id,
            "line_id": take.line_id,
            "product_id": take.product_id,
            "warehouse_id": take.warehouse_id,
            "quantity": take.quantity,
            "state": HELD,
            "at": tx.now,
        }
        for take in takes
    ]
    tx.write(_reserve, *rows)
    _add_reserved(tx, takes, +1)


async def release(tx: Transaction, order_id: OrderId) -> None:
    """Give back what an order had reserved."""
    rows = await tx.all(
        select(
            ReservationRow.line_id,
            ReservationRow.product_id,
            ReservationRow.warehouse_id,
            ReservationRow.quantity,
        ).where(ReservationRow.order_id == order_id, ReservationRow.state == HELD)
    )
    takes = [Take(*row) for row in rows]
    if not takes:
        return
    await load_stock(tx, [take.product_id for take in takes], lock=True)
    await tx.execute(
        update(ReservationRow)
        .where(ReservationRow.order_id == order_id, ReservationRow.state == HELD)
        .values(state=RELEASED)
    )
    _add_reserved(tx, takes, -1)


async def note_shortages(
    tx: Transaction, dealer_id: DealerId, short: Sequence[tuple[ProductId, int, int]]
) -> None:
    """Keep what a dealer could not have: product, pieces wanted, pieces taken."""
    if short:
        rows = [
            {"id": tx.new_id(), "at": tx.now, "dealer_id": dealer_id, "product_id": product,
             "wanted": wanted, "given": given}
            for product, wanted, given in short
        ]  # fmt: skip
        await tx.execute(insert(ShortageRow), rows)


def _add_reserved(tx: Transaction, takes: Sequence[Take], sign: int) -> None:
    sums: dict[tuple[object, object], int] = {}
    for take in takes:
        key = (take.product_id, take.warehouse_id)
        sums[key] = sums.get(key, 0) + sign * take.quantity
    rows = [
        {"of_product": product, "at_warehouse": warehouse, "change": change}
        for (product, warehouse), change in sums.items()
    ]
    tx.write(_add_reserved_to, *rows)


async def reserved_warehouses(snap: Snapshot, order_id: OrderId) -> set[WarehouseId]:
    """The warehouses that an order's goods wait in."""
    rows = await snap.all(
        select(_reservation.c.warehouse_id)
        .where(_reservation.c.order_id == order_id, _reservation.c.state == HELD)
        .distinct()
    )
    return {row.warehouse_id for row in rows}


async def move_reservations(
    tx: Transaction, order_id: OrderId, to: OrderId, moves: Sequence[tuple[LineId, LineId, int]]
) -> None:
    """Hand over so much of a line's reservation to a line of another order; the levels stay as they are."""
    for line_id, new_line_id, quantity in moves:
        left = quantity
        for row in await _held_of_line(tx, order_id, line_id):
            part = min(left, row.quantity)
            left -= part
            if part and part == row.quantity:
                values: dict[str, object] = {"order_id": to, "line_id": new_line_id}
                await tx.execute(update(_reservation).where(_reservation.c.id == row.id).values(values))
            elif part:
                await _set_reserved(tx, row.id, row.quantity - part)
                copy = {**row._mapping, "id": tx.new_id(), "order_id": to, "line_id": new_line_id}
                await tx.execute(insert(_reservation).values({**copy, "quantity": part}))


async def shrink_reservations(tx: Transaction, order_id: OrderId, quantities: Mapping[LineId, int]) -> None:
    """Give back what lines had reserved beyond these quantities; a line without any keeps nothing."""
    freed: list[Take] = []
    for line_id, quantity in quantities.items():
        left = quantity
        for row in await _held_of_line(tx, order_id, line_id):
            part = min(left, row.quantity)
            left -= part
            if part == row.quantity:
                continue
            freed.append(Take(line_id, row.product_id, row.warehouse_id, row.quantity - part))
            if part:
                await _set_reserved(tx, row.id, part)
            else:
                await tx.execute(
                    update(_reservation).where(_reservation.c.id == row.id).values(state=RELEASED)
                )
    if freed:
        await load_stock(tx, [take.product_id for take in freed], lock=True)
        _add_reserved(tx, freed, -1)


async def _held_of_line(tx: Transaction, order_id: OrderId, line_id: LineId) -> list[Any]:
    return await tx.all(
        select(_reservation)
        .where(
            _reservation.c.order_id == order_id,
            _reservation.c.line_id == line_id,
            _reservation.c.state == HELD,
        )
        .order_by(_reservation.c.warehouse_id, _reservation.c.id)
    )


async def _set_reserved(tx: Transaction, reservation_id: uuid.UUID, quantity: int) -> None:
    await tx.execute(
        update(_reservation).where(_reservation.c.id == reservation_id).values(quantity=quantity)
    )
