"""A packed shipment leaves the house: with the own van, with a carrier, or it waits to be fetched."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.deliveries.booking import spend, withdraw
from core.deliveries.booking_types import BookingState
from core.deliveries.errors import ShipmentElsewhere, TrackingMissing, TrackingTaken
from core.deliveries.flow import lock_for_change, move_orders, order_ids, record_moved, refuse_unless
from core.deliveries.repository import places, shipments
from core.deliveries.types import Carrier, Shipment, ShipmentState, Way
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import LineId, OrderId
from core.kernel.texts import storable
from core.orders.repository import placed
from core.stock import repository as stock
from core.stock.posting import ship_picked

_MOST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class SendShipment(Command[None]):
    """The goods leave the warehouse's stock. A carrier needs its code and its tracking number, unless the
    shipment is booked with one. A booking that they do not leave with is cancelled.

    window: between when it will be there, where that is known. Raises ShipmentElsewhere, TrackingMissing
    (known), TrackingTaken (number).
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    version: int
    way: Way
    carrier: str | None = None
    tracking_number: str | None = None
    window: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class StartDelivery(Command[None]):
    """A shipment that has left is on the road to the dealer, to be there within ``window`` if that is known.

    Given again with another window the dealer is told the new one.
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    window: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class ListCarriers(Query[tuple[Carrier, ...]]):
    """All of them, by code."""

    permission = Permission.DELIVERY_EDIT


async def send_shipment(tx: Transaction, command: SendShipment) -> None:
    shipment = await lock_for_change(tx, command.shipment_id, version=command.version)
    refuse_unless(shipment, ShipmentState.SHIPPED)
    booked = _BY_NOBODY
    if command.way is Way.CARRIER and any(line.packed for line in shipment.lines):
        booked = await _with_carrier(tx, shipment, command.carrier, command.tracking_number)
    await send_packed(tx, shipment, command.way, booked, command.window)


_BY_NOBODY: Mapping[str, object] = {"carrier": None, "tracking_number": None}


async def send_packed(
    tx: Transaction,
    shipment: Shipment,
    way: Way,
    booked: Mapping[str, object] = _BY_NOBODY,
    window: tuple[datetime, datetime] | None = None,
) -> ShipmentState:
    """What is packed leaves, or nothing is left of it; the shipment and its orders are locked. Its new state.

    Raises ShipmentElsewhere.
    """
    refuse_unless(shipment, ShipmentState.SHIPPED)
    if not any(line.packed for line in shipment.lines):
        await _call_off(tx, shipment)
        return ShipmentState.CANCELLED
    await _settle_booking(tx, shipment, booked)
    await leave(tx, shipment, way, booked, window)
    return ShipmentState.SHIPPED


async def leave(
    tx: Transaction,
    shipment: Shipment,
    way: Way,
    booked: Mapping[str, object],
    window: tuple[datetime, datetime] | None = None,
    at: datetime | None = None,
) -> None:
    """What is packed leaves the warehouse; the shipment and its orders are locked. ``at``: when it did."""
    # Every row that any order of it will touch, in the one order of locks.
    await stock.load_stock(tx, {line.product_id for line in shipment.lines}, lock=True)
    for order_id in order_ids(shipment):
        lines: Counter[LineId] = Counter()
        for line in shipment.lines:
            if line.order_id == order_id and line.packed:
                lines[line.line_id] += line.packed
        if lines:
            await ship_picked(tx, order_id, shipment.shelf_id, lines)
    values = {"state": ShipmentState.SHIPPED, "shipped_at": at or tx.now, "way": way, **booked}
    await shipments.change_shipment(tx, shipment, values | _window(window))
    await move_orders(tx, order_ids(shipment), shipment.number)
    record_moved(tx, shipment, ShipmentState.SHIPPED)


async def _call_off(tx: Transaction, shipment: Shipment) -> None:
    """All of its orders were cancelled since it was packed: nothing leaves."""
    await _settle_booking(tx, shipment, _BY_NOBODY)
    await shipments.change_shipment(tx, shipment, {"state": ShipmentState.CANCELLED, **_BY_NOBODY})
    record_moved(tx, shipment, ShipmentState.CANCELLED)


async def _with_carrier(
    tx: Transaction, shipment: Shipment, carrier: str | None, tracking_number: str | None
) -> dict[str, object]:
    booking = shipment.booking
    if carrier is None and booking is not None and booking.state is BookingState.BOOKED:
        return {"carrier": shipment.carrier, "tracking_number": shipment.tracking_number}
    return await _booked(tx, carrier, tracking_number, of=shipment.id)


async def _settle_booking(tx: Transaction, shipment: Shipment, leaves: Mapping[str, object]) -> None:
    """The goods leave with their booking, or it is not wanted any more."""
    booking = shipment.booking
    if booking is None or not booking.is_live:
        return
    chosen = booking.chosen.carrier if booking.chosen else None
    is_same = chosen is not None and chosen == leaves["carrier"]
    if booking.state is BookingState.BOOKED:
        is_same = is_same and booking.tracking_number == leaves["tracking_number"]
    # Of one that never answered the number was learned by asking: cancelled, the goods would lose it.
    await (spend(tx, booking) if is_same else withdraw(tx, shipment, booking))


async def _booked(
    tx: Transaction, carrier: str | None, tracking_number: str | None, *, of: uuid.UUID | None = None
) -> dict[str, object]:
    code = await places.find_carrier(tx, carrier or "")
    number = tracking_key(tracking_number or "")
    if code is None or not number:
        raise TrackingMissing(known=[one.code for one in await places.list_carriers(tx)])
    other = await shipments.find_by_tracking(tx, code, number)
    if other not in (None, of):
        raise TrackingTaken(number=(await shipments.load_shipment(tx, other)).number)
    return {"carrier": code, "tracking_number": number}


def tracking_key(typed: str) -> str:
    """A tracking number as it is kept: without blanks, in capitals; "" for one that can be none."""
    number = "".join(storable(typed).split()).upper()
    return number if 0 < len(number) <= _MOST_NUMBER else ""


async def ship_direct(
    tx: Transaction, order_id: OrderId, carrier: str | None, tracking_number: str | None
) -> uuid.UUID:
    """All of an order has left a vendor, straight for the dealer; the order is locked. The shipment's id.

    carrier None: the vendor brings it himself. Raises TrackingMissing (known), TrackingTaken (number),
    CannotMove where the order is not agreed.
    """
    order = await placed.load_order(tx, order_id)
    booked: dict[str, object] = {"way": Way.VAN, "carrier": None, "tracking_number": None}
    if carrier is not None:
        booked = {"way": Way.CARRIER, **await _booked(tx, carrier, tracking_number)}
    shipment_id = tx.new_id()
    (number,) = await shipments.next_numbers(tx, shipments.SHIPMENTS, 1)
    row = {
        "id": shipment_id,
        "number": number,
        "pick_list_id": None,
        "dealer_id": order.dealer_id,
        "ship_to_id": order.ship_to_id,
        "warehouse_id": None,
        "state": ShipmentState.SHIPPED,
        "version": 1,
        "is_urgent": order.is_urgent,
        "promised_on": order.promised_on,
        "parcels": [],
        "shipped_at": tx.now,
        **booked,
    }
    lines: list[dict[str, object]] = [
        {
            "id": tx.new_id(),
            "shipment_id": shipment_id,
            "position": line.position,
            "order_id": order_id,
            "line_id": line.line_id,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "zone": "",
            "bin": "",
            "lots": [],
            "found": line.quantity,
            "refused": 0,
            "damaged": 0,
        }
        for line in order.lines
    ]
    await shipments.insert_direct(tx, row, lines)
    await move_orders(tx, [order_id], number)
    record_moved(tx, await shipments.load_shipment(tx, shipment_id), ShipmentState.SHIPPED)
    return shipment_id


async def start_delivery(tx: Transaction, command: StartDelivery) -> None:
    shipment = await lock_for_change(tx, command.shipment_id)
    await put_on_the_road(tx, shipment, command.window)


async def put_on_the_road(
    tx: Transaction, shipment: Shipment, window: tuple[datetime, datetime] | None, at: datetime | None = None
) -> None:
    """Out for delivery, unless it is already; the shipment and its orders are locked. ``at``: since when."""
    if shipment.state is not ShipmentState.OUT_FOR_DELIVERY:
        refuse_unless(shipment, ShipmentState.OUT_FOR_DELIVERY)
    elif window is None or window == shipment.window:
        return
    values = {"state": ShipmentState.OUT_FOR_DELIVERY, "out_at": shipment.out_at or at or tx.now}
    await shipments.change_shipment(tx, shipment, values | _window(window))
    await move_orders(tx, order_ids(shipment), shipment.number)
    record_moved(tx, shipment, ShipmentState.OUT_FOR_DELIVERY)


async def bring_home(tx: Transaction, shipment: Shipment, promised_on: date | None) -> None:
    """Nobody took it: it waits to go out again, on another day where that is agreed (None: as promised).

    The shipment and its orders are locked. Raises ShipmentElsewhere.
    """
    # The one way back, and no move of the table: what is shipped is never shipped again.
    if shipment.state not in (ShipmentState.SHIPPED, ShipmentState.OUT_FOR_DELIVERY):
        raise ShipmentElsewhere(number=shipment.number, state=shipment.state.value)
    values = {"state": ShipmentState.SHIPPED, "out_at": None, "window_from": None, "window_until": None}
    await shipments.change_shipment(
        tx, shipment, values | {"promised_on": promised_on or shipment.promised_on}
    )
    await move_orders(tx, order_ids(shipment), shipment.number)
    record_moved(tx, shipment, ShipmentState.SHIPPED)


def _window(window: tuple[datetime, datetime] | None) -> dict[str, object]:
    if window is None:
        return {}
    since, until = sorted(window)
    return {"window_from": since, "window_until": until}


async def list_carriers(snap: Snapshot, _query: ListCarriers) -> tuple[Carrier, ...]:
    return tuple(await places.list_carriers(snap))
