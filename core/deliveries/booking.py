"""What becomes of a shipment's booking when the shipment leaves, or does not; the shipment is locked."""

from __future__ import annotations

import uuid

from core.deliveries.booking_types import TOLD, Booking, BookingState
from core.deliveries.events import BookingCalledOff
from core.deliveries.repository import bookings
from core.deliveries.types import Shipment
from core.infra.queue import NewJob
from core.infra.transaction import Transaction

BOOK, CANCEL = "carrier.book", "carrier.cancel"  # jobs; payload: {"booking": id}
_BOOK_TRIES, _CANCEL_TRIES = 6, 12  # about a minute, about an hour


def ask_carriers(tx: Transaction, booking_id: uuid.UUID) -> None:
    """Have the booking carried on, once this act is committed."""
    tx.enqueue(_job(BOOK, booking_id, _BOOK_TRIES))


async def spend(tx: Transaction, booking: Booking) -> None:
    """The goods have left with it."""
    await bookings.change_booking(tx, booking, BookingState.SPENT)


async def withdraw(tx: Transaction, shipment: Shipment, booking: Booking) -> None:
    """Nobody wants it any more: what the carrier may know of is cancelled there, too."""
    if booking.state not in TOLD or booking.chosen is None:
        await bookings.change_booking(tx, booking, BookingState.CANCELLED)
        return
    await bookings.change_booking(tx, booking, BookingState.CALLED_OFF)
    tell_to_cancel(tx, booking.id)
    tx.record(BookingCalledOff(shipment.id, booking.id, shipment.number, booking.chosen.carrier))


def tell_to_cancel(tx: Transaction, booking_id: uuid.UUID) -> None:
    """Have the carrier told, once this act is committed."""
    tx.enqueue(_job(CANCEL, booking_id, _CANCEL_TRIES))


def _job(kind: str, booking_id: uuid.UUID, tries: int) -> NewJob:
    # One lane a booking: it is never cancelled while it is being made.
    return NewJob(kind, {"booking": str(booking_id)}, lane=f"booking:{booking_id}", max_tries=tries)
