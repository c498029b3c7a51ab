"""What orders and deliveries do with goods: pick, put back, ship, take back, receive, set aside, transfer.

Each function works in its caller's transaction, locks the stock rows in the order of their keys, judges,
then writes movements and levels (``core.stock.ledger``). A reservation is held -> picked -> shipped, or
released (``core.stock.repository``). Callers lock their order first.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock import incoming
from core.stock.engine.lots import place_of_receipt
from core.stock.ledger import Key, list_lots, post
from core.stock.repository import HELD, PICKED, RELEASED, SHIPPED, reserve
from core.stock.reservations import Part, lock_reserved, share_out, turn_into
from core.stock.shelves import Shelves, local_days
from core.stock.stirring import CAME, LOST, MoveDecided
from core.stock.types import (
    OWN,
    Condition,
    Level,
    Movement,
    MovementKind,
    Picked,
    Place,
    Received,
    Take,
    Transfer,
)

_PLACE_OF = {
    Condition.GOOD: Place.ON_HAND,
    Condition.DAMAGED: Place.DAMAGED,
    Condition.QUARANTINE: Place.QUARANTINE,
}
_KIND_INTO = {
    Place.ON_HAND: MovementKind.RELEASE,
    Place.DAMAGED: MovementKind.DAMAGE,
    Place.QUARANTINE: MovementKind.QUARANTINE,
}


async def pick_reserved(tx: Transaction, order_id: OrderId, picks: Sequence[Picked]) -> tuple[Picked, ...]:
    """Take reserved goods from the shelf for an order; returns them with the lots they were taken from.

    Raises NotReserved where a line has less held there, NotThere where the lots of the shelf (those that have
    not expired) do not hold so much.
    """
    rows = await lock_reserved(tx, order_id, HELD)
    shelves = await Shelves.open(tx, {row.key for row in rows})
    used: Counter[uuid.UUID] = Counter()
    parts: list[Part] = []
    for pick in picks:
        for row, quantity in share_out(rows, used, pick.line_id, pick.warehouse_id, pick.quantity):
            taken = await shelves.take(row.key, quantity, pick.lot)
            parts += [Part(row, one.quantity, one.lot, one.owner) for one in taken]
    await post(tx, _moves(MovementKind.PICK, parts, Place.ON_HAND, Place.PICKED), _sums(parts, -1))
    await turn_into(tx, PICKED, parts)
    return _told(parts)


async def unpick(tx: Transaction, order_id: OrderId, lines: Mapping[LineId, int] | None = None) -> None:
    """Put picked goods back on the shelf, held for the same order; ``lines``: only so many pieces of each."""
    parts = await _picked(tx, order_id, None, lines)
    await post(tx, _moves(MovementKind.UNPICK, parts, Place.PICKED, Place.ON_HAND), _sums(parts, +1))
    await turn_into(tx, HELD, [replace(one, lot="", owner=OWN) for one in parts])


async def ship_picked(
    tx: Transaction,
    order_id: OrderId,
    warehouse_id: WarehouseId,
    lines: Mapping[LineId, int] | None = None,
) -> tuple[Picked, ...]:
    """Picked goods leave the warehouse; ``lines``: only so many pieces of each. Returns them with their lots.

    Raises NotReserved where less is picked.
    """
    parts = await _picked(tx, order_id, warehouse_id, lines)
    await post(tx, _moves(MovementKind.SHIP, parts, Place.PICKED, None))
    await turn_into(tx, SHIPPED, parts)
    return _told(parts)


async def take_back(
    tx: Transaction,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    quantity: int,
    condition: Condition,
    document_id: uuid.UUID,
    lot: str | None = None,
) -> Place:
    """Goods that were shipped come back, and where they were put: what has expired goes into quarantine."""
    key, place, owner = (product_id, warehouse_id), _PLACE_OF[condition], OWN
    known = next((one for one in (await list_lots(tx, [key])).get(key, ()) if lot and one.lot == lot), None)
    if known is not None:
        owner = known.owner
        if condition is Condition.GOOD:
            today = (await local_days(tx, [warehouse_id]))[warehouse_id]
            place = place_of_receipt(owner, known.expires_on, today)
    movement = Movement(
        MovementKind.RETURN, *key, quantity, None, place, lot or "", owner, document_id=document_id
    )
    await post(tx, [movement])
    return place


async def receive(
    tx: Transaction,
    receipts: Sequence[Received],
    document_id: uuid.UUID | None = None,
    *,
    reason: str | None = None,
) -> tuple[Place, ...]:
    """Goods come in, and where each was put: a dealer's goods are kept, expired ones go into quarantine.

    What was expected there is taken off, the first to come first. reason: for the records, as the number of
    a delivery note. Raises LotDiffers, StockUnfit.
    """
    moved = [
        replace(one, reason=reason) for one in await _arrived(tx, receipts, MovementKind.RECEIPT, document_id)
    ]
    await post(tx, moved)
    await incoming.take_off(tx, receipts)
    return tuple(one.target or Place.ON_HAND for one in moved)


async def set_aside(
    tx: Transaction,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    quantity: int,
    target: Place | None,
    *,
    reason: str,
    source: Place = Place.ON_HAND,
    lot: str | None = None,
    document_id: uuid.UUID | None = None,
) -> Level:
    """Goods go from a place to another: found damaged, into quarantine, good again, or (None) thrown away.

    lot None: from the shelf the first to expire, else loose goods. Returns what lies there then. Raises
    NotThere, BelowReserved.
    """
    key = (product_id, warehouse_id)
    if source is Place.ON_HAND:
        taken = await (await Shelves.open(tx, [key])).take(key, quantity, lot, to_sell=False)
        parts = [(one.lot, one.owner, one.quantity) for one in taken]
    else:
        lots = (await list_lots(tx, [key])).get(key, ())
        owner = next((one.owner for one in lots if lot and one.lot == lot), OWN)
        parts = [(lot or "", owner, quantity)]
    kind = MovementKind.CORRECTION if target is None else _KIND_INTO[target]
    moved = [
        Movement(kind, *key, part, source, target, code, owner, reason=reason, document_id=document_id)
        for code, owner, part in parts
    ]
    return (await post(tx, moved))[key]


async def transfer_out(tx: Transaction, transfers: Sequence[Transfer], document_id: uuid.UUID) -> None:
    """Goods leave for other warehouses, where they are expected from now on. Only what is free can go.

    Raises NotThere, and BelowReserved where it is promised to orders.
    """
    keys = {(one.product_id, one.source_id) for one in transfers}
    shelves = await Shelves.open(tx, keys)
    moved: list[Movement] = []
    for one in transfers:
        key = (one.product_id, one.source_id)
        parts = await shelves.take(key, one.quantity, one.lot)
        moved += [
            Movement(
                MovementKind.TRANSFER_OUT, *key, part.quantity, Place.ON_HAND, None, part.lot, part.owner,
                document_id=document_id,
            )
            for part in parts
        ]  # fmt: skip
        sent = [
            Received(one.product_id, one.target_id, part.quantity, part.lot, part.expires_on, part.owner)
            for part in parts
        ]
        await incoming.send(tx, sent, one.source_id, document_id, one.arrives_on)
    await post(tx, moved)


async def transfer_reserved(
    tx: Transaction, order_id: OrderId, line_id: LineId, transfer: Transfer, document_id: uuid.UUID
) -> None:
    """Goods that are reserved for a line leave for another warehouse; they stay that line's on their way.

    Raises NotReserved where less is held for it there, and NotThere.
    """
    rows = await lock_reserved(tx, order_id, HELD, transfer.source_id)
    given = share_out(rows, Counter(), line_id, transfer.source_id, transfer.quantity)
    key = (transfer.product_id, transfer.source_id)
    parts = await (await Shelves.open(tx, [key])).take(key, transfer.quantity, transfer.lot)
    moved = [
        Movement(
            MovementKind.TRANSFER_OUT, *key, part.quantity, Place.ON_HAND, None, part.lot, part.owner,
            document_id=document_id,
        )
        for part in parts
    ]  # fmt: skip
    sent = [
        Received(
            transfer.product_id, transfer.target_id, part.quantity, part.lot, part.expires_on, part.owner
        )
        for part in parts
    ]
    await incoming.send(
        tx, sent, transfer.source_id, document_id, transfer.arrives_on, order_id=order_id, line_id=line_id
    )
    await post(tx, moved, {key: -transfer.quantity})
    await turn_into(tx, RELEASED, [Part(row, quantity, "", OWN) for row, quantity in given])


async def transfer_in(
    tx: Transaction, document_id: uuid.UUID, missing: int = 0
) -> tuple[tuple[Received, ...], int]:
    """A transfer has arrived: what came is booked in, with how many pieces were lost on the way.

    missing: pieces that did not come, of the last lots first. What was moved for an order is reserved for it
    at once, as far as it may be sold. A second call books nothing.
    """
    lost = missing
    came: list[Received] = []
    parts, whose = await incoming.close_transfer(tx, document_id)
    for one in reversed(parts):
        part = min(lost, one.quantity)
        lost -= part
        if one.quantity > part:
            came.append(replace(one, quantity=one.quantity - part))
    moved = await _arrived(tx, came, MovementKind.TRANSFER_IN, document_id)
    await post(tx, moved)
    if whose is not None:
        takes = [
            Take(whose[1], one.product_id, one.warehouse_id, one.quantity)
            for one in moved
            if one.target is Place.ON_HAND
        ]
        await reserve(tx, whose[0], takes)
        tx.stir(MoveDecided(whose[0]), LOST if missing else CAME)
    return tuple(came), missing - lost


async def _arrived(
    tx: Transaction, receipts: Sequence[Received], kind: MovementKind, document_id: uuid.UUID | None
) -> list[Movement]:
    days = await local_days(tx, (one.warehouse_id for one in receipts))
    return [
        Movement(
            kind,
            one.product_id,
            one.warehouse_id,
            one.quantity,
            None,
            place_of_receipt(one.owner, one.expires_on, days[one.warehouse_id]),
            one.lot,
            one.owner,
            one.expires_on,
            document_id=document_id,
        )
        for one in receipts
    ]


async def _picked(
    tx: Transaction, order_id: OrderId, warehouse_id: WarehouseId | None, lines: Mapping[LineId, int] | None
) -> list[Part]:
    rows = await lock_reserved(tx, order_id, PICKED, warehouse_id)
    if lines is None:
        return [Part(row, row.take.quantity, row.lot, row.owner) for row in rows]
    used: Counter[uuid.UUID] = Counter()
    return [
        Part(row, quantity, row.lot, row.owner)
        for line_id, wanted in lines.items()
        for row, quantity in share_out(rows, used, line_id, None, wanted)
    ]


def _moves(kind: MovementKind, parts: Sequence[Part], source: Place, target: Place | None) -> list[Movement]:
    return [
        Movement(
            kind, *one.of.key, one.quantity, source, target, one.lot, one.owner, document_id=one.of.order_id
        )
        for one in parts
    ]


def _sums(parts: Sequence[Part], sign: int) -> dict[Key, int]:
    sums: Counter[Key] = Counter()
    for one in parts:
        sums[one.of.key] += sign * one.quantity
    return dict(sums)


def _told(parts: Sequence[Part]) -> tuple[Picked, ...]:
    return tuple(
        Picked(one.of.take.line_id, one.of.take.warehouse_id, one.quantity, one.lot) for one in parts
    )
