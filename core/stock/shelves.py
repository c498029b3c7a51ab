"""Taking goods from the shelves, lot by lot, within one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import WarehouseId
from core.stock.engine.lots import choose_lots, loose_in
from core.stock.errors import NotThere
from core.stock.ledger import Key, find_sku, list_lots, lock_levels
from core.stock.tables import WarehouseRow
from core.stock.types import Lot, LotPart

_warehouse = table_of(WarehouseRow)


async def local_days(snap: Snapshot, warehouses: Iterable[WarehouseId]) -> dict[WarehouseId, date]:
    """Today, as it is at each of the warehouses."""
    rows = await snap.all(
        select(_warehouse.c.id, _warehouse.c.zone).where(_warehouse.c.id.in_(set(warehouses)))
    )
    return {row.id: snap.now.astimezone(ZoneInfo(row.zone)).date() for row in rows}


@dataclass(slots=True)
class Shelves:
    """The shelves of some stock rows under their lock; ``take`` never gives the same piece twice."""

    tx: Transaction
    lots: dict[Key, list[Lot]]
    loose: dict[Key, int]
    days: dict[WarehouseId, date]

    @classmethod
    async def open(cls, tx: Transaction, keys: Iterable[Key]) -> Shelves:
        wanted = set(keys)
        levels = await lock_levels(tx, wanted)
        lots = await list_lots(tx, wanted)
        loose = {key: loose_in(level.on_hand, lots.get(key, ())) for key, level in levels.items()}
        return cls(tx, lots, loose, await local_days(tx, (warehouse for _, warehouse in wanted)))

    async def take(
        self, key: Key, quantity: int, lot: str | None = None, *, to_sell: bool = True
    ) -> tuple[LotPart, ...]:
        """Pieces by lot, first expired first out; ``lot``: only of that one ("" loose goods).

        to_sell: of lots whose last day is over nothing is taken. Raises NotThere where there is less.
        """
        lots, loose = self.lots.get(key, []), self.loose.get(key, 0)
        usable = lots if lot is None else [one for one in lots if lot and one.lot == lot]
        usable_loose = 0 if lot else loose
        today = self.days[key[1]] if to_sell else None
        parts = choose_lots(usable, usable_loose, quantity, today)
        if parts is None:
            there = usable_loose + sum(
                one.on_hand for one in usable if today is None or not one.is_expired(today)
            )
            raise NotThere(sku=await find_sku(self.tx, key[0]), place="on_hand", there=there, wanted=quantity)
        taken = {(part.lot, part.owner): part.quantity for part in parts}
        self.loose[key] = loose - taken.pop(("", ""), 0)
        self.lots[key] = [
            replace(one, on_hand=one.on_hand - taken.get((one.lot, one.owner), 0)) for one in lots
        ]
        return parts
