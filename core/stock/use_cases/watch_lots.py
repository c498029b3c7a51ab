"""Shelf life: what expires soon, and what has expired leaves the shelf by itself (G6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import WarehouseId
from core.stock import lots
from core.stock.events import LotsExpired
from core.stock.ledger import lock_levels, post
from core.stock.lots import ExpiringLot
from core.stock.types import Movement, MovementKind, Place

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ListExpiring(Query[tuple[ExpiringLot, ...]]):
    """Lots on the shelves whose last day is within so many days, the first to expire first."""

    permission = Permission.STOCK_READ
    days: int = 30
    warehouse: str | None = None
    limit: int = 50


async def list_expiring(snap: Snapshot, query: ListExpiring) -> tuple[ExpiringLot, ...]:
    until = snap.now.date() + timedelta(days=max(0, min(query.days, 3_650)))
    found = await lots.list_expiring(snap, until, query.limit)
    return tuple(one for one in found if query.warehouse in (None, one.warehouse))


@dataclass(frozen=True, slots=True)
class QuarantineExpired(Command[int]):
    """Lots whose last day is over, by the clock of their warehouse, are sold no more. The clock starts this.

    What is promised of them cannot leave the shelf (nothing may be promised that is not there); it is never
    picked either, and goes as soon as the promise does. The result is how many lots were moved.
    """

    permission = Permission.INTERNAL


async def quarantine_expired(tx: Transaction, _command: QuarantineExpired) -> int:
    # No place on earth is further ahead than this.
    latest = (tx.now + timedelta(hours=14)).date()
    seen = await lots.list_expiring(tx, latest, AT_ONCE)
    levels = await lock_levels(tx, {one.key for one in seen if one.is_over(tx.now)})
    free = {key: level.free for key, level in levels.items()}
    by_house: dict[WarehouseId, list[tuple[ExpiringLot, int]]] = defaultdict(list)
    for one in await lots.list_expiring(tx, latest, AT_ONCE) if levels else ():
        if one.key in free and one.is_over(tx.now):
            gone = min(one.quantity, free[one.key])
            free[one.key] -= gone
            by_house[one.warehouse_id].append((one, gone))
    moved = [_out(one, gone) for some in by_house.values() for one, gone in some if gone]
    await post(tx, moved)
    for warehouse_id, some in by_house.items():
        out = tuple((one.sku, one.lot, gone) for one, gone in some if gone)
        stuck = tuple((one.sku, one.lot, one.quantity - gone) for one, gone in some if one.quantity > gone)
        # What is stuck is told again each morning, not at every look at the clock.
        if out or some[0][0].local(tx.now).hour == 0:
            tx.record(LotsExpired(warehouse_id, some[0][0].warehouse, out, stuck))
    return len(moved)


def _out(one: ExpiringLot, quantity: int) -> Movement:
    return Movement(
        MovementKind.QUARANTINE,
        *one.key,
        quantity,
        Place.ON_HAND,
        Place.QUARANTINE,
        one.lot,
        one.owner,
        reason="expired",
    )
