"""A booking is carried on with the world outside: facts in a snapshot, the call, one short transaction.

May be killed at any line. Which carrier is told is committed before it is told, and it is told by the
booking's own key: whoever comes after tells the same one the same, and learns what was booked. Only a carrier
that has said no is left for the next.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from core.deliveries.booking import tell_to_cancel
from core.deliveries.booking_types import (
    TOLD,
    Booking,
    BookingState,
    Confirmed,
    Consignment,
    LeftOut,
    Rate,
    Refusal,
)
from core.deliveries.carriers import CarrierDeclined, CarrierService, CarrierSilent, services_of
from core.deliveries.engine.choosing import rank, reason_of
from core.deliveries.events import BookingNotCancelled, CarrierBooked, CarrierNotBooked
from core.deliveries.repository import bookings, places, shipments
from core.deliveries.types import Shipment
from core.deliveries.use_cases.send_shipment import tracking_key
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.texts import storable

_MOST_SAID = 200


@dataclass(frozen=True, slots=True)
class AskRates(Command[BookingState]):
    """Carriers are asked for their prices and one is chosen; a booking that is further is left as it is.

    Raises CarrierSilent where nobody gave a price and somebody may yet.
    """

    permission = Permission.INTERNAL
    booking_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class TellCarrier(Command[BookingState]):
    """The chosen carrier is told; CHOSEN: it declined, and the next is to be told. Raises CarrierSilent."""

    permission = Permission.INTERNAL
    booking_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class TellToCancel(Command[BookingState]):
    """The carrier of a booking that was called off is told. Raises CarrierSilent."""

    permission = Permission.INTERNAL
    booking_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class GiveUpBooking(Command[BookingState]):
    """A carrier never answered: somebody of the house is to look after it."""

    permission = Permission.INTERNAL
    booking_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Facts:
    """What the calls need, read at one moment. services: those that can be asked, by code."""

    booking: Booking
    load: Consignment
    services: Mapping[str, CarrierService]
    objects: str

    @property
    def key(self) -> str:
        return str(self.booking.id)

    def service(self) -> CarrierService:
        """Of the chosen carrier. Raises CarrierSilent where it is not configured any more: it may have it."""
        chosen = self.booking.chosen
        found = None if chosen is None else self.services.get(chosen.carrier)
        if found is None:
            raise CarrierSilent("no service")
        return found


@dataclass(frozen=True, slots=True)
class Rates:
    rates: tuple[Rate, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the carrier that was told. label: SHA-256 of the kept PDF."""

    carrier: str
    confirmed: Confirmed | None
    label: str | None = None
    declined: str = ""


async def read_facts(snap: Snapshot, command: AskRates | TellCarrier | TellToCancel) -> Facts:
    booking = await bookings.load_booking(snap, command.booking_id)
    services = services_of(snap)
    known = [one.code for one in await places.list_carriers(snap)]
    return Facts(
        booking,
        await bookings.load_consignment(snap, booking.shipment_id),
        {code: services[code.upper()] for code in known if code.upper() in services},
        snap.settings.object_store_url,
    )


async def call_for_rates(facts: Facts) -> Rates | None:
    """None where the booking is further than that."""
    booking = facts.booking
    if booking.state is not BookingState.ASKED:
        return None
    asked = [code for code in facts.services if booking.only in (None, code)]
    found = await asyncio.gather(*(_rates_of(code, facts) for code in asked))
    rates = tuple(rate for one in found if not isinstance(one, LeftOut) for rate in one)
    left_out = tuple(one for one in found if isinstance(one, LeftOut))
    if not rates and any(one.why is Refusal.SILENT for one in left_out):
        raise CarrierSilent("nobody gave a price")
    return Rates(rates, left_out)


async def _rates_of(code: str, facts: Facts) -> tuple[Rate, ...] | LeftOut:
    try:
        rates = await facts.services[code].rates(facts.load)
    except CarrierSilent:
        return LeftOut(code, Refusal.SILENT)
    except CarrierDeclined as declined:
        return LeftOut(code, Refusal.DECLINED, _words(declined))
    return rates or LeftOut(code, Refusal.NO_RATE)


async def choose(tx: Transaction, command: AskRates, told: Rates | None) -> BookingState:
    shipment, booking = await _lock(tx, command.booking_id)
    if told is None or booking.state is not BookingState.ASKED:
        return booking.state
    ranked = rank(told.rates, shipment.promised_on, tx.settings.default_currency)
    compared = {rate.carrier for rate in ranked}
    others = sorted({rate.carrier for rate in told.rates} - compared)
    left_out = (*told.left_out, *(LeftOut(code, Refusal.CURRENCY) for code in others))
    return await _go_on(tx, shipment, booking, ranked, left_out)


async def _go_on(
    tx: Transaction,
    shipment: Shipment,
    booking: Booking,
    ranked: tuple[Rate, ...],
    left_out: tuple[LeftOut, ...],
) -> BookingState:
    """The first of the rates is the one to be told; without any the booking has failed."""
    if not ranked:
        await bookings.change_booking(tx, booking, BookingState.FAILED, rates=(), left_out=left_out)
        await _tell_of_failure(tx, shipment, booking, is_in_doubt=False)
        return BookingState.FAILED
    reason = reason_of(ranked, shipment.promised_on)
    await bookings.change_booking(
        tx, booking, BookingState.CHOSEN, rates=ranked, left_out=left_out, reason=reason
    )
    return BookingState.CHOSEN


async def call_carrier(facts: Facts) -> Answer | None:
    """None where nobody is to be told."""
    booking = facts.booking
    if booking.state is not BookingState.CHOSEN or booking.chosen is None:
        return None
    chosen = booking.chosen
    try:
        confirmed = await facts.service().book(facts.key, facts.load, chosen.service)
    except CarrierDeclined as declined:
        return Answer(chosen.carrier, None, declined=_words(declined))
    label = None if confirmed.label is None else await objects_at(facts.objects).put(confirmed.label)
    return Answer(chosen.carrier, confirmed, label)


async def note_answer(tx: Transaction, command: TellCarrier, answer: Answer | None) -> BookingState:
    shipment, booking = await _lock(tx, command.booking_id)
    chosen = booking.chosen
    is_asked = booking.state is BookingState.CHOSEN and chosen is not None
    if answer is None or not is_asked or chosen is None or chosen.carrier != answer.carrier:
        return booking.state
    if answer.confirmed is None:
        return await _next(tx, shipment, booking, Refusal.DECLINED, answer.declined)
    number = tracking_key(answer.confirmed.tracking_number)
    other = await shipments.find_by_tracking(tx, chosen.carrier, number)
    if not number or other is not None:
        tell_to_cancel(tx, booking.id)
        await bookings.change_booking(
            tx, booking, BookingState.CALLED_OFF,
            left_out=(*booking.left_out, LeftOut(chosen.carrier, Refusal.NUMBER, number)),
        )  # fmt: skip
        await _tell_of_failure(tx, shipment, booking, is_in_doubt=False)
        return BookingState.CALLED_OFF
    await bookings.change_booking(
        tx, booking, BookingState.BOOKED, tracking_number=number, label=answer.label
    )
    await shipments.change_shipment(tx, shipment, {"carrier": chosen.carrier, "tracking_number": number})
    tx.record(
        CarrierBooked(shipment.id, booking.id, shipment.number, chosen.carrier, number, booking.asked_by)
    )
    return BookingState.BOOKED


async def _next(
    tx: Transaction, shipment: Shipment, booking: Booking, why: Refusal, said: str
) -> BookingState:
    carrier = booking.rates[0].carrier
    ranked = tuple(rate for rate in booking.rates if rate.carrier != carrier)
    return await _go_on(tx, shipment, booking, ranked, (*booking.left_out, LeftOut(carrier, why, said)))


async def call_to_cancel(facts: Facts) -> Answer | None:
    booking = facts.booking
    if booking.state is not BookingState.CALLED_OFF or booking.chosen is None:
        return None
    carrier = booking.chosen.carrier
    try:
        await facts.service().cancel(facts.key)
    except CarrierDeclined as declined:
        return Answer(carrier, None, declined=_words(declined) or "–")
    return Answer(carrier, None)


async def note_cancelled(tx: Transaction, command: TellToCancel, answer: Answer | None) -> BookingState:
    shipment, booking = await _lock(tx, command.booking_id)
    if answer is None or booking.state is not BookingState.CALLED_OFF:
        return booking.state
    await bookings.change_booking(tx, booking, BookingState.CANCELLED)
    if answer.declined:
        tx.record(
            BookingNotCancelled(shipment.id, booking.id, shipment.number, answer.carrier, answer.declined)
        )
    return BookingState.CANCELLED


async def give_up(tx: Transaction, command: GiveUpBooking) -> BookingState:
    shipment, booking = await _lock(tx, command.booking_id)
    if booking.state is BookingState.CALLED_OFF and booking.chosen is not None:
        await bookings.change_booking(tx, booking, BookingState.CANCELLED)
        tx.record(BookingNotCancelled(shipment.id, booking.id, shipment.number, booking.chosen.carrier, ""))
        return BookingState.CANCELLED
    if booking.state not in (BookingState.ASKED, BookingState.CHOSEN):
        return booking.state
    is_told = booking.state in TOLD
    state = BookingState.SILENT if is_told else BookingState.FAILED
    await bookings.change_booking(tx, booking, state)
    await _tell_of_failure(tx, shipment, booking, is_in_doubt=is_told)
    return state


async def _tell_of_failure(
    tx: Transaction, shipment: Shipment, booking: Booking, *, is_in_doubt: bool
) -> None:
    await shipments.change_shipment(tx, shipment, {})
    carrier = booking.chosen.carrier if booking.chosen else None
    tx.record(
        CarrierNotBooked(shipment.id, booking.id, shipment.number, carrier, is_in_doubt, booking.asked_by)
    )


async def _lock(tx: Transaction, booking_id: uuid.UUID) -> tuple[Shipment, Booking]:
    """Its shipment is the lock of a booking."""
    seen = await bookings.load_booking(tx, booking_id)
    shipment = await shipments.lock_shipment(tx, seen.shipment_id)
    return shipment, await bookings.load_booking(tx, booking_id)


def _words(declined: CarrierDeclined) -> str:
    return storable(str(declined)).strip()[:_MOST_SAID]
