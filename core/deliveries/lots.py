"""Which lots the goods of a new pick list are taken from, beside what other lists will take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from core.deliveries.repository import shipments
from core.deliveries.types import ShipmentState, Waiting
from core.infra.transaction import Snapshot
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock import ledger
from core.stock.engine.lots import choose_lots
from core.stock.shelves import local_days
from core.stock.types import Lot, LotPart, Place, home_of

_LotKey = tuple[ProductId, str, str]


async def plan_lots(
    snap: Snapshot, warehouse_id: WarehouseId, goods: Iterable[Waiting]
) -> dict[tuple[OrderId, LineId], tuple[LotPart, ...]]:
    """The lots of each line, first expired first out (G6); goods without lots are left out.

    What lists that are not packed yet take from a lot is not there any more.
    """
    wanted = list(goods)
    today = (await local_days(snap, [warehouse_id]))[warehouse_id]
    taken = await _taken(snap, warehouse_id)
    keys = {(one.product_id, warehouse_id) for one in wanted}
    chosen = {}
    lots_there = await ledger.list_lots(snap, keys)
    for one in wanted:
        lots = [
            _left(lot, taken) for lot in lots_there.get((one.product_id, warehouse_id), ()) if _sellable(lot)
        ]
        # What the lots do not hold lies loose: the stock row was judged when the goods were reserved.
        parts = choose_lots(lots, one.quantity, one.quantity, today) or ()
        for part in parts:
            taken[one.product_id, part.lot, part.owner] += part.quantity
        if named := tuple(part for part in parts if part.lot):
            chosen[one.order_id, one.line_id] = named
    return chosen


def _sellable(lot: Lot) -> bool:
    return home_of(lot.owner) is Place.ON_HAND


def _left(lot: Lot, taken: Counter[_LotKey]) -> Lot:
    return replace(lot, on_hand=max(lot.on_hand - taken[lot.product_id, lot.lot, lot.owner], 0))


async def _taken(snap: Snapshot, warehouse_id: WarehouseId) -> Counter[_LotKey]:
    taken: Counter[_LotKey] = Counter()
    for shipment in await shipments.list_shipments(
        snap, warehouse_id=warehouse_id, states=(ShipmentState.PICKING,)
    ):
        for line in shipment.lines:
            for lot in line.lots:
                taken[line.product_id, lot.lot, lot.owner] += lot.quantity
    return taken
