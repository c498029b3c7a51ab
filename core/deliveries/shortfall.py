"""What the picker did not find: off the shelf, from another warehouse if one has it, else parted off (G3)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.dealers import repository as dealers
from core.deliveries.crediting import credit_missing
from core.deliveries.engine.stages import stage_of
from core.deliveries.events import PickedShort, Short
from core.deliveries.parting_off import part_off
from core.deliveries.repository import goods
from core.deliveries.types import Lack, Shipment, ShipmentLine
from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.progress import advance_order
from core.orders.repository import parts, placed
from core.orders.types import OrderState
from core.stock import repository as stock
from core.stock.engine import plan_reservation
from core.stock.ledger import Key, post
from core.stock.reservations import Part, lock_reserved, share_out, turn_into
from core.stock.shelves import Shelves
from core.stock.types import Demand, Movement, MovementKind, Place, Stock

_WENT = {
    Lack.DAMAGED: (MovementKind.DAMAGE, Place.DAMAGED),
    # Nobody sells what nobody finds, until somebody has counted.
    Lack.NOT_FOUND: (MovementKind.QUARANTINE, Place.QUARANTINE),
}


@dataclass(slots=True)
class _Outcome:
    """What became of an order's missing pieces."""

    moved_on: date | None = None
    rest_number: str | None = None
    rest_on: date | None = None
    credited: int = 0
    credit_note: str | None = None


async def make_good(tx: Transaction, shipment: Shipment, order_id: OrderId) -> None:
    """All that this order lacks on the shipment. The account, the order and the stock rows are locked."""
    lines = [one for one in shipment.lines if one.order_id == order_id and one.lacking]
    await _off_the_shelf(tx, shipment, order_id, lines)
    outcome = _Outcome()
    left = await _from_elsewhere(tx, shipment, order_id, lines, outcome)
    if left:
        await _part_off(tx, order_id, left, lines, outcome, shipment.number)
    tx.record(
        PickedShort(
            shipment_id=shipment.id,
            order_id=order_id,
            dealer_id=shipment.dealer_id,
            dealer_name=shipment.dealer_name,
            order_number=lines[0].order_number,
            warehouse=shipment.warehouse,
            missing=tuple(
                Short(one.sku, one.name, one.lacking, (one.lack or Lack.NOT_FOUND).value) for one in lines
            ),
            moved_on=outcome.moved_on,
            rest_number=outcome.rest_number,
            rest_on=outcome.rest_on,
            credited=outcome.credited,
            credit_note=outcome.credit_note,
            rep_id=(await dealers.load_dealer(tx, shipment.dealer_id)).rep_id,
        )
    )


async def _off_the_shelf(
    tx: Transaction, shipment: Shipment, order_id: OrderId, lines: Sequence[ShipmentLine]
) -> None:
    """Reserved no more, and sellable no more: damaged, or in quarantine until it is counted.

    What has expired since it was reserved goes first: that is what a picker leaves lying.
    """
    rows = await lock_reserved(tx, order_id, stock.HELD, shipment.shelf_id)
    shelves = await Shelves.open(tx, {row.key for row in rows})
    used: Counter[uuid.UUID] = Counter()
    released: list[Part] = []
    movements: list[Movement] = []
    reserved: Counter[Key] = Counter()
    for line in lines:
        lack = line.lack or Lack.NOT_FOUND
        kind, place = _WENT[lack]
        for row, quantity in share_out(rows, used, line.line_id, shipment.shelf_id, line.lacking):
            released.append(Part(row, quantity, "", ""))
            reserved[row.key] -= quantity
            movements += [
                Movement(
                    kind, *row.key, one.quantity, Place.ON_HAND, place, one.lot, one.owner,
                    reason=lack.value, document_id=order_id,
                )
                for one in await shelves.take(row.key, quantity, to_sell=False)
            ]  # fmt: skip
    await post(tx, movements, reserved)
    await turn_into(tx, stock.RELEASED, released)


async def _from_elsewhere(
    tx: Transaction,
    shipment: Shipment,
    order_id: OrderId,
    lines: Sequence[ShipmentLine],
    outcome: _Outcome,
) -> dict[LineId, int]:
    """Reserve in other warehouses what they have; what of each line is still missing comes back."""
    order = await placed.load_order(tx, order_id)
    places = await dealers.list_ship_tos(tx, order.dealer_id)
    place = next((one for one in places if one.id == order.ship_to_id), places[0] if places else None)
    warehouses = [one for one in await stock.list_warehouses(tx) if one.id != shipment.shelf_id]
    open_ones = {one.id for one in warehouses}
    found = await stock.load_stock(tx, [one.product_id for one in lines], lock=True)
    levels: Stock = {
        product: tuple(at for at in some if at.warehouse_id in open_ones) for product, some in found.items()
    }
    free = {product: sum(max(at.available, 0) for at in some) for product, some in levels.items()}
    demands, left = [], {}
    for line in lines:
        there = min(line.lacking, free.get(line.product_id, 0))
        free[line.product_id] = free.get(line.product_id, 0) - there
        if there:
            demands.append(Demand(line.line_id, line.product_id, there))
        if there < line.lacking:
            left[line.line_id] = line.lacking - there
    if demands:
        plan = plan_reservation(demands, levels, warehouses, place.region if place else "", tx.now)
        await stock.reserve(tx, order_id, [take for take in plan.takes if take.quantity])
        outcome.moved_on = plan.promised_on
        if plan.promised_on and (order.promised_on is None or plan.promised_on > order.promised_on):
            await parts.change_order(tx, order_id, placed.promised(plan.promised_on))
    return left


async def _part_off(
    tx: Transaction,
    order_id: OrderId,
    left: dict[LineId, int],
    lines: Sequence[ShipmentLine],
    outcome: _Outcome,
    reason: str,
) -> None:
    """What no warehouse has waits as a back-order of its own; of an invoiced order it is credited."""
    stand = await placed.lock_order(tx, order_id)
    if stand.invoiced_at is not None:
        outcome.credited = sum(left.values())
        outcome.credit_note = await credit_missing(tx, order_id, left, reason)
        await _end_if_gone(tx, order_id, reason)
        return
    wanted = {one.product_id for one in lines if one.line_id in left}
    coming = await stock.load_stock(tx, wanted)
    days = [
        min((at.next_arrival for at in coming.get(product, ()) if at.next_arrival), default=None)
        for product in wanted
    ]
    outcome.rest_on = None if None in days else max((day for day in days if day), default=None)
    parted = await part_off(tx, order_id, left, OrderState.BACK_ORDERED, promised_on=outcome.rest_on)
    if parted is not None:
        outcome.rest_number = parted.number
        return
    # All of it: the order itself waits.
    await parts.change_order(tx, order_id, placed.promised(outcome.rest_on))
    await advance_order(tx, order_id, OrderState.BACK_ORDERED, reason=reason)
    outcome.rest_number = stand.number


async def _end_if_gone(tx: Transaction, order_id: OrderId, reason: str) -> None:
    """Nothing of an invoiced order is there, on its way or with the dealer: it is over."""
    there = (await goods.parts_of(tx, [order_id]))[order_id]
    unpicked = (await goods.unpicked_of(tx, [order_id])).get(order_id, 0)
    if stage_of(there, unpicked) is None and not unpicked:
        await advance_order(tx, order_id, OrderState.CANCELLED, reason=reason)
