"""Values of booking a shipment with a carrier. Weights are grams, prices minor units of one currency."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import PersonId
from core.kernel.money import Money


class BookingState(StrEnum):
    """Whom a booking waits for; a shipment has at most one that is live."""

    ASKED = "asked"  # carriers are asked what they want for it
    CHOSEN = "chosen"  # one of them is being told; it may have the booking, and we not know it
    BOOKED = "booked"
    SILENT = "silent"  # told, and never answered: it may have the booking
    FAILED = "failed"  # nobody has it, and nobody takes it
    CALLED_OFF = "called_off"  # not wanted any more; the carrier is being told
    CANCELLED = "cancelled"  # the carrier knows, or never had it
    SPENT = "spent"  # the goods have left with it


# Those that stand in the way of another booking of the same shipment.
LIVE = (BookingState.ASKED, BookingState.CHOSEN, BookingState.BOOKED, BookingState.SILENT)
# Those that a carrier may know of.
TOLD = (BookingState.CHOSEN, BookingState.BOOKED, BookingState.SILENT)


class Refusal(StrEnum):
    """Why a carrier is out of it."""

    DECLINED = "declined"  # in its own words
    SILENT = "silent"
    NO_RATE = "no_rate"  # it has no service for this
    CURRENCY = "currency"  # its price cannot be compared
    NUMBER = "number"  # its tracking number is another shipment's


class Reason(StrEnum):
    """Why the first of the rates is the first."""

    ONLY = "only"
    IN_TIME = "in_time"  # the cheapest that is there by the promised day
    CHEAPEST = "cheapest"  # no day is promised
    SOONEST = "soonest"  # none is there by the promised day


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a carrier is told: from where, to whom, by when, and the grams of each parcel."""

    number: str
    origin: str
    origin_region: str
    recipient: str
    place: str
    address: str
    city: str
    region: str
    promised_on: date | None
    parcels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """What a carrier wants for one of its services, and the day it would be there."""

    carrier: str
    service: str
    price: Money
    delivers_on: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A carrier that does not take it. said: its own words, "" for none."""

    carrier: str
    why: Refusal
    said: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A carrier has the booking. label: a PDF to stick on the parcels, where it makes one."""

    tracking_number: str
    label: bytes | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A shipment's booking. rates: what is left to be tried, the chosen one first.

    only: the one carrier that is to be asked, None for all that can be. label: SHA-256 of its PDF.
    ended_at: since when it is failed or silent.
    """

    id: uuid.UUID
    shipment_id: uuid.UUID
    state: BookingState
    only: str | None
    rates: tuple[Rate, ...]
    left_out: tuple[LeftOut, ...]
    reason: Reason | None
    tracking_number: str | None
    label: str | None
    asked_by: PersonId | None
    ended_at: datetime | None = None

    @property
    def chosen(self) -> Rate | None:
        return self.rates[0] if self.rates else None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE
