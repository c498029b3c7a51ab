"""All SQL about stock: levels, the ledger of reservations, and the lock in sorted order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, literal_column, select, type_coerce, update

from core.infra.columns import SharedUuid, table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.stock.holidays import READ_HOLIDAYS
from core.stock.moves import drop_moves, hand_moves
from core.stock.stirring import CLOSED, Freed, Serving
from core.stock.tables import ReservationRow, ShortageRow, StockIncomingRow, StockRow, WarehouseRow
from core.stock.types import Arrival, Stock, StockAt, Take, Warehouse

# A reservation is held, then picked, then shipped; or released.
HELD, PICKED, SHIPPED, RELEASED = "held", "picked", "shipped", "released"

# What every quote and every order asks is put together once: building a statement costs more than running it.
_stock, _warehouse, _reservation = table_of(StockRow), table_of(WarehouseRow), table_of(ReservationRow)
_incoming = table_of(StockIncomingRow)
_warehouses = select(
    type_coerce(_warehouse.c.id, SharedUuid()).label("id"),
    _warehouse.c.code,
    _warehouse.c.name,
    _warehouse.c.region,
    _warehouse.c.zone,
    _warehouse.c.cut_off,
    _warehouse.c.lead_days,
    _warehouse.c.lead_days_elsewhere,
).order_by(_warehouse.c.code)
_list_warehouses = Read(_warehouses)
_list_open_warehouses = Read(_warehouses.where(_warehouse.c.closed_at.is_(None)))
# What comes is read in the same trip: a row for each delivery, or one where nothing comes.
_stock_of = (
    select(
        type_coerce(_stock.c.product_id, SharedUuid()),
        type_coerce(_stock.c.warehouse_id, SharedUuid()),
        (_stock.c.on_hand - _stock.c.reserved).label("free"),
        _incoming.c.quantity,
        _incoming.c.expected_on,
    )
    .select_from(_stock)
    .outerjoin(
        _incoming,
        (_incoming.c.product_id == _stock.c.product_id)
        & (_incoming.c.warehouse_id == _stock.c.warehouse_id)
        # Not a parameter: only so is the index of what is still to come good for it.
        & (_incoming.c.quantity > literal_column("0"))
        # What is moved for one order is nobody else's.
        & _incoming.c.order_id.is_(None),
    )
    .where(_stock.c.product_id.in_(bindparam("products", expanding=True)))
    .order_by(_stock.c.product_id, _stock.c.warehouse_id)
)
_load_stock, _lock_stock = Read(_stock_of), Read(_stock_of.with_for_update(of=_stock))
_reserve = Write(insert(_reservation))
_add_reserved_to = Write(
    update(_stock)
    .where(_stock.c.product_id == bindparam("of_product"), _stock.c.warehouse_id == bindparam("at_warehouse"))
    .values(reserved=_stock.c.reserved + bindparam("change"))
)


async def list_warehouses(snap: Snapshot, *, closed: bool = False) -> list[Warehouse]:
    """The warehouses that orders are served from; with ``closed`` also those that take no new ones."""
    houses = _list_warehouses if closed else _list_open_warehouses
    found, off = await snap.together((houses, {}), (READ_HOLIDAYS, {}))
    holidays = frozenset(row.day for row in off)
    return [replace(Warehouse(*row), holidays=holidays) for row in found]


async def set_closed(tx: Transaction, warehouse_id: WarehouseId, at: datetime | None) -> None:
    """From then on no new order is served from there; None: it is open."""
    await tx.execute(update(_warehouse).where(_warehouse.c.id == warehouse_id).values(closed_at=at))
    tx.stir(Serving(warehouse_id), CLOSED if at is not None else "")


async def load_stock(snap: Snapshot, products: Iterable[ProductId], *, lock: bool = False) -> Stock:
    """Free stock of the products and what comes of it, in every warehouse that ever had any.

    With ``lock`` the rows are held, always in the order of their keys.
    """
    rows = await snap.all(_lock_stock if lock else _load_stock, {"products": list(set(products))})
    found: dict[ProductId, list[StockAt]] = {}
    coming: dict[tuple[ProductId, WarehouseId], tuple[int, list[Arrival]]] = {}
    for product, warehouse, free, quantity, on in rows:
        places = found.setdefault(product, [])
        if quantity is None:
            places.append(StockAt(warehouse, free))
            continue
        # A row for each delivery: the place is noted at the first of them.
        known = coming.get((product, warehouse))
        if known is None:
            known = coming[product, warehouse] = (len(places), [])
            places.append(StockAt(warehouse, free))
        known[1].append(Arrival(on, quantity))
    for (product, _), (at, arrivals) in coming.items():
        arrivals.sort(key=lambda one: (one.on is None, one.on or date.min, one.quantity))
        found[product][at] = replace(found[product][at], arrivals=tuple(arrivals))
    return {product: tuple(places) for product, places in found.items()}


async def reserve(
    tx: Transaction, order_id: OrderId, takes: Sequence[Take], *, expires_at: datetime | None = None
) -> None:
    """Write reservations; the stock rows must be locked by this transaction.

    expires_at: they are given back then by the clock. A quotation that keeps goods takes the place of the
    order until it is ordered (``move_reservations``).
    """
    rows = [
        {
            "id": tx.new_id(),
            "order_id": order_id,
            "line_id": take.line_id,
            "product_id": take.product_id,
            "warehouse_id": take.warehouse_id,
            "quantity": take.quantity,
            "state": HELD,
            "expires_at": expires_at,
            "at": tx.now,
        }
        for take in takes
    ]
    tx.write(_reserve, *rows)
    _add_reserved(tx, takes, +1)


async def release(tx: Transaction, order_id: OrderId) -> None:
    """Give back what is held for an order, and what is moved for it; unpick first what is picked."""
    await drop_moves(tx, order_id)
    of_order = (_reservation.c.order_id == order_id) & (_reservation.c.state == HELD)
    products = await tx.all(select(_reservation.c.product_id).where(of_order).distinct())
    if not products:
        return
    await load_stock(tx, [row.product_id for row in products], lock=True)
    # Read behind the lock: what somebody has picked or released in between is not released again.
    held = select(
        _reservation.c.line_id,
        _reservation.c.product_id,
        _reservation.c.warehouse_id,
        _reservation.c.quantity,
    ).where(of_order)
    takes = [Take(*row) for row in await tx.all(held)]
    await tx.execute(update(_reservation).where(of_order).values(state=RELEASED))
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
        if sign < 0:
            tx.stir(Freed(take.product_id, take.warehouse_id), "")
    rows = [
        {"of_product": product, "at_warehouse": warehouse, "change": change}
        for (product, warehouse), change in sums.items()
    ]
    tx.write(_add_reserved_to, *rows)


async def reserved_warehouses(snap: Snapshot, order_id: OrderId) -> set[WarehouseId]:
    """The warehouses that an order's goods wait in, on the shelf or picked."""
    rows = await snap.all(
        select(_reservation.c.warehouse_id)
        .where(_reservation.c.order_id == order_id, _reservation.c.state.in_((HELD, PICKED)))
        .distinct()
    )
    return {row.warehouse_id for row in rows}


async def move_reservations(
    tx: Transaction,
    order_id: OrderId,
    to: OrderId,
    moves: Sequence[tuple[LineId, LineId, int]],
    first: Mapping[LineId, WarehouseId] | None = None,
) -> None:
    """Hand over so much of a line's reservation to a line of another order; the levels stay as they are.

    first: of a line, what lies in this warehouse before all else.
    """
    for line_id, new_line_id, quantity in moves:
        left = quantity
        if line_id == new_line_id:
            await hand_moves(tx, line_id, to, new_line_id)
        near = (first or {}).get(line_id)
        held = await _held_of_line(tx, order_id, line_id)
        for row in sorted(held, key=lambda row: row.warehouse_id != near):
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
        await drop_moves(tx, order_id, {take.line_id for take in freed})
        await load_stock(tx, [take.product_id for take in freed], lock=True)
        _add_reserved(tx, freed, -1)


async def give_up(
    tx: Transaction, order_id: OrderId, line_id: LineId, warehouse_id: WarehouseId, quantity: int
) -> None:
    """A line gives up so many pieces that it holds on the shelf of a warehouse; it has as many there."""
    await drop_moves(tx, order_id, [line_id])
    left, freed = quantity, list[Take]()
    for row in await _held_of_line(tx, order_id, line_id):
        part = min(left, row.quantity) if row.warehouse_id == warehouse_id else 0
        if not part:
            continue
        left -= part
        freed.append(Take(line_id, row.product_id, warehouse_id, part))
        if part < row.quantity:
            await _set_reserved(tx, row.id, row.quantity - part)
        else:
            await tx.execute(update(_reservation).where(_reservation.c.id == row.id).values(state=RELEASED))
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
