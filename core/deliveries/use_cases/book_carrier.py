"""A packed shipment is booked with a carrier by machine; what is asked of it outside is ``run_booking``."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.deliveries.booking import ask_carriers, withdraw
from core.deliveries.booking_types import Booking, BookingState
from core.deliveries.errors import BookingElsewhere, BookingUnfit, ShipmentElsewhere
from core.deliveries.repository import bookings, places, shipments
from core.deliveries.types import Shipment, ShipmentState
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated


@dataclass(frozen=True, slots=True)
class BookCarrier(Command[uuid.UUID]):
    """The booking's id; it is asked for and made after this. carrier: only that one, None: the best of all.

    A booking that nobody knows to have been made is carried on with the carrier that was told. Raises
    Outdated, ShipmentElsewhere, BookingElsewhere (it has one), BookingUnfit (what: parcels, place, carrier).
    """

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    version: int
    carrier: str | None = None


@dataclass(frozen=True, slots=True)
class CancelBooking(Command[None]):
    """A packed shipment's booking is not wanted any more. Raises Outdated, BookingElsewhere (it has none)."""

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class CancelUnwantedBookings(Command[int]):
    """How many bookings were called off since all orders of their shipments were cancelled."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class LabelFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ShowLabel(Query[LabelFile]):
    """The label of a shipment's booking. Raises NotFound where its carrier makes none."""

    permission = Permission.DELIVERY_EDIT
    shipment_id: uuid.UUID


async def book_carrier(tx: Transaction, command: BookCarrier) -> uuid.UUID:
    shipment = await _lock(tx, command.shipment_id, command.version)
    if shipment.state is not ShipmentState.PACKED:
        raise ShipmentElsewhere(number=shipment.number, state=shipment.state.value)
    booking = shipment.booking
    if booking is not None and booking.state is BookingState.SILENT:
        await bookings.change_booking(tx, booking, BookingState.CHOSEN)
        booking_id = booking.id
    elif booking is not None and booking.is_live:
        raise BookingElsewhere(number=shipment.number)
    else:
        only = await _fit(tx, shipment, command.carrier)
        booking_id = await bookings.insert_booking(tx, shipment.id, only)
    await shipments.change_shipment(tx, shipment, {})
    ask_carriers(tx, booking_id)
    return booking_id


async def _fit(tx: Transaction, shipment: Shipment, carrier: str | None) -> str | None:
    """The code of the one carrier that is wished; refused where none could be told of the shipment."""
    if not shipment.parcels:
        raise BookingUnfit(what="parcels")
    load = await bookings.load_consignment(tx, shipment.id)
    if not (load.address or load.city):
        raise BookingUnfit(what="place")
    known = {one.code for one in await places.list_carriers(tx) if one.is_bookable}
    only = None if carrier is None else await places.find_carrier(tx, carrier)
    if not known or (carrier is not None and only not in known):
        raise BookingUnfit(what="carrier")
    return only


async def cancel_booking(tx: Transaction, command: CancelBooking) -> None:
    shipment = await _lock(tx, command.shipment_id, command.version)
    if shipment.state is not ShipmentState.PACKED or not await _drop(tx, shipment):
        raise BookingElsewhere(number=shipment.number)


async def cancel_unwanted(tx: Transaction, _command: CancelUnwantedBookings) -> int:
    count = 0
    for shipment_id in await bookings.list_unwanted(tx):
        shipment = await shipments.lock_shipment(tx, shipment_id)
        if not any(line.packed for line in shipment.lines):
            count += await _drop(tx, shipment)
    return count


async def _drop(tx: Transaction, shipment: Shipment) -> bool:
    booking: Booking | None = shipment.booking
    if booking is None or not booking.is_live:
        return False
    await withdraw(tx, shipment, booking)
    await shipments.change_shipment(tx, shipment, {"carrier": None, "tracking_number": None})
    return True


async def _lock(tx: Transaction, shipment_id: uuid.UUID, version: int) -> Shipment:
    shipment = await shipments.lock_shipment(tx, shipment_id)
    if shipment.version != version:
        raise Outdated(version=shipment.version)
    return shipment


async def show_label(snap: Snapshot, query: ShowLabel) -> LabelFile:
    shipment = await shipments.load_shipment(snap, query.shipment_id)
    booking = (await bookings.latest_of(snap, [shipment.id])).get(shipment.id)
    kept = booking.state in (BookingState.BOOKED, BookingState.SPENT) if booking else False
    if booking is None or booking.label is None or not kept:
        raise NotFound(what="label")
    content = await objects_at(snap.settings.object_store_url).get(booking.label)
    return LabelFile(f"{shipment.number}.pdf", content)
