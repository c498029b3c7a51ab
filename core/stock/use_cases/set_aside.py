"""Goods are taken out of sale, put back on the shelf or thrown away, always with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import ProductId
from core.stock import posting, shelf
from core.stock.errors import LotExpired, StockUnfit
from core.stock.events import GoodsSetAside
from core.stock.ledger import MOST, list_lots
from core.stock.shelves import local_days
from core.stock.types import Level, Place


class Move(StrEnum):
    """good: from quarantine back on the shelf. condemned: from quarantine to the damaged. scrapped: damaged
    goods leave the house."""

    DAMAGED = "damaged"
    QUARANTINE = "quarantine"
    GOOD = "good"
    CONDEMNED = "condemned"
    SCRAPPED = "scrapped"


_WAYS: dict[Move, tuple[Place, Place | None]] = {
    Move.DAMAGED: (Place.ON_HAND, Place.DAMAGED),
    Move.QUARANTINE: (Place.ON_HAND, Place.QUARANTINE),
    Move.GOOD: (Place.QUARANTINE, Place.ON_HAND),
    Move.CONDEMNED: (Place.QUARANTINE, Place.DAMAGED),
    Move.SCRAPPED: (Place.DAMAGED, None),
}


@dataclass(frozen=True, slots=True)
class SetAside(Command[Level]):
    """So many base units move; the result is what lies there now.

    lot "": from the shelf the first to expire, elsewhere loose goods. Raises NotThere, BelowReserved, and
    LotExpired for a lot that may not go back on the shelf.
    """

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    quantity: int
    move: Move
    reason: str
    lot: str = ""


async def set_aside(tx: Transaction, command: SetAside) -> Level:
    product = await shelf.get_product(tx, command.product_id)
    warehouse = await shelf.get_warehouse(tx, command.warehouse)
    if not 1 <= command.quantity <= MOST:
        raise StockUnfit(most=MOST)
    key = (command.product_id, warehouse.id)
    source, target = _WAYS[command.move]
    if target is Place.ON_HAND:
        today = (await local_days(tx, [warehouse.id]))[warehouse.id]
        for lot in (await list_lots(tx, [key])).get(key, ()):
            if command.lot and lot.lot == command.lot and lot.is_expired(today):
                raise LotExpired(lot=lot.lot, known=str(lot.expires_on))
    level = await posting.set_aside(
        tx,
        *key,
        command.quantity,
        target,
        reason=command.reason,
        source=source,
        lot=command.lot or None,
    )
    tx.record(
        GoodsSetAside(
            command.product_id,
            product.sku,
            warehouse.code,
            command.move.value,
            command.quantity,
            command.reason,
            command.lot,
        )
    )
    return level
