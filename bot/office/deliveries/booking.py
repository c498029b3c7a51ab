"""A shipment's booking in words: who has it and why, what the others wanted, who is out of it. Pure."""

from __future__ import annotations

from bot.screen import clip, lines
from core.deliveries.booking_types import Booking, BookingState, LeftOut, Rate
from core.deliveries.types import Shipment
from core.i18n.phrases import Say

_MOST_OTHERS, _MOST_OUT = 3, 5


def booking_text(shipment: Shipment, say: Say) -> str | None:
    """None for a shipment without one that is to be told of."""
    booking = shipment.booking
    if booking is None:
        return None
    out = [_left_out(one, say) for one in booking.left_out[:_MOST_OUT]]
    match booking.state:
        case BookingState.ASKED | BookingState.CHOSEN:
            return say("booking.asking")
        case BookingState.BOOKED:
            others = [_rate("booking.other", one, say) for one in booking.rates[1 : 1 + _MOST_OTHERS]]
            return lines(_chosen(booking, say), _why(booking, shipment, say), *others, *out)
        case BookingState.SILENT:
            return lines(doubt(shipment, say), _chosen(booking, say), *out)
        case BookingState.FAILED:
            return lines(say("booking.failed", number=shipment.number), *out)
    return None


def doubt(shipment: Shipment, say: Say) -> str:
    """Nobody knows whether the carrier has it."""
    chosen = shipment.booking.chosen if shipment.booking else None
    return say("booking.silent", carrier=chosen.carrier if chosen else "–", number=shipment.number)


def _chosen(booking: Booking, say: Say) -> str | None:
    return None if booking.chosen is None else _rate("booking.chosen", booking.chosen, say)


def _rate(key: str, rate: Rate, say: Say) -> str:
    service = clip(rate.service, 40)
    return say(key, carrier=rate.carrier, service=service, price=rate.price, day=rate.delivers_on)


def _why(booking: Booking, shipment: Shipment, say: Say) -> str | None:
    if booking.reason is None or booking.chosen is None:
        return None
    day = shipment.promised_on or booking.chosen.delivers_on
    return say(f"bookingwhy.{booking.reason.value}", count=len(booking.rates), day=day)


def _left_out(one: LeftOut, say: Say) -> str:
    return say(f"bookingout.{one.why.value}", carrier=one.carrier, said=clip(one.said, 120))
