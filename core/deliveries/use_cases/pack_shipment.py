"""A shipment is packed: what is there is taken from the shelf, what is not is made good at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.deliveries.errors import BadQuantity, ShipmentElsewhere
from core.deliveries.flow import lock_for_change, move_orders, order_ids, record_moved, refuse_unless
from core.deliveries.repository import shipments
from core.deliveries.shortfall import make_good
from core.deliveries.types import Shipment, ShipmentLine, ShipmentState
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import OrderId
from core.stock import repository as stock
from core.stock.errors import NotThere
from core.stock.posting import pick_reserved
from core.stock.types import LotPart, Picked

MOST_PARCELS = 200
MOST_GRAMS = 5_000_000  # a parcel of five tonnes is a mistake


@dataclass(frozen=True, slots=True)
class PackShipment(Command[ShipmentState]):
    """Lines that nobody has spoken of count as all there; what falls short is told to the dealer.

    parcels: grams of each, where they were weighed. Packed, or cancelled where nothing at all was there.
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    version: int
    parcels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SetParcels(Command[None]):
    """The parcels of a packed shipment, each in grams. Raises BadQuantity (most) for one beyond belief."""

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    parcels: tuple[int, ...]


async def pack_shipment(tx: Transaction, command: PackShipment) -> ShipmentState:
    _check(command.parcels)
    shipment = await lock_for_change(tx, command.shipment_id, version=command.version, moves_money=True)
    refuse_unless(shipment, ShipmentState.PACKED)
    # Every row that any order of it will touch, in the one order of locks.
    await stock.load_stock(tx, {line.product_id for line in shipment.lines}, lock=True)
    for order_id in order_ids(shipment):
        await _pick(tx, shipment, order_id)
    for line in shipment.lines:
        await shipments.change_line(tx, line.id, {"found": line.packed})
    state = ShipmentState.PACKED if any(line.packed for line in shipment.lines) else ShipmentState.CANCELLED
    values = {"state": state, "packed_at": tx.now, "parcels": list(command.parcels)}
    await shipments.change_shipment(tx, shipment, values)
    for order_id in order_ids(shipment):
        if any(one.order_id == order_id and one.lacking for one in shipment.lines):
            await make_good(tx, shipment, order_id)
    await move_orders(tx, order_ids(shipment), shipment.number)
    record_moved(tx, shipment, state)
    return state


async def _pick(tx: Transaction, shipment: Shipment, order_id: OrderId) -> None:
    """Take what is there off the shelf, from the lots that the list named."""
    for line in shipment.lines:
        if line.order_id != order_id or not line.packed:
            continue
        try:
            async with tx.attempt():
                taken = await pick_reserved(tx, order_id, _picks(shipment, line))
        except NotThere:
            # A lot of the list was moved or counted away since: then the first to expire of what is there.
            taken = await pick_reserved(tx, order_id, [Picked(line.line_id, shipment.shelf_id, line.packed)])
        named = [LotPart(one.lot, "", one.quantity) for one in taken if one.lot]
        dates = {lot.lot: lot for lot in line.lots}
        lots = [dates.get(lot.lot, lot) for lot in named]
        kept = [
            shipments.stored_lot(LotPart(lot.lot, lot.owner, part.quantity, lot.expires_on))
            for lot, part in zip(lots, named, strict=True)
        ]
        await shipments.change_line(tx, line.id, {"lots": kept})


def _picks(shipment: Shipment, line: ShipmentLine) -> list[Picked]:
    picks, left = [], line.packed
    for lot in line.lots:
        part = min(left, lot.quantity)
        if part:
            picks.append(Picked(line.line_id, shipment.shelf_id, part, lot.lot))
            left -= part
    if left:
        # Where the list named lots the rest lies loose; else it is the shelf's to say.
        loose = "" if line.lots else None
        picks.append(Picked(line.line_id, shipment.shelf_id, left, loose))
    return picks


async def set_parcels(tx: Transaction, command: SetParcels) -> None:
    _check(command.parcels)
    shipment = await shipments.lock_shipment(tx, command.shipment_id)
    if shipment.state is not ShipmentState.PACKED:
        raise ShipmentElsewhere(number=shipment.number, state=shipment.state.value)
    await shipments.change_shipment(tx, shipment, {"parcels": list(command.parcels)})


def _check(parcels: tuple[int, ...]) -> None:
    if len(parcels) > MOST_PARCELS:
        raise BadQuantity(most=MOST_PARCELS)
    if any(not 0 < grams <= MOST_GRAMS for grams in parcels):
        raise BadQuantity(most=MOST_GRAMS)
