"""What happened to goods on their way. ``orders``: the numbers of the orders concerned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, OrderId, PersonId, WarehouseId


@dataclass(frozen=True, slots=True)
class PickListMade(Event):
    name: ClassVar[str] = "pick_list_made"
    pick_list_id: uuid.UUID
    number: str
    warehouse_id: WarehouseId
    warehouse: str
    shipments: int
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class Short:
    """So many base units of a product were not there. lack: not_found or damaged."""

    sku: str
    name: str
    quantity: int
    lack: str


@dataclass(frozen=True, slots=True)
class PickedShort(Event):
    """Goods of an order were not there to be packed.

    moved_on: what other warehouses have is promised for that day. rest_number: what nobody has waits as that
    order, which comes by rest_on (None: nobody knows). credited: base units that nobody has, of an order that
    is invoiced; credit_note: its number, None where finance has to write it.
    """

    name: ClassVar[str] = "picked_short"
    shipment_id: uuid.UUID
    order_id: OrderId
    dealer_id: DealerId
    dealer_name: str
    order_number: str
    warehouse: str
    missing: tuple[Short, ...]
    moved_on: date | None
    rest_number: str | None
    rest_on: date | None
    credited: int
    credit_note: str | None = None
    rep_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class FetchedShort(Event):
    """Goods of an order were to be fetched for it, and were not all handed over; by whom is not said.

    rest_number: the order that waits for them now, the order itself where nothing was handed over; rest_on:
    the day that they come, None where nobody knows.
    """

    name: ClassVar[str] = "fetched_short"
    order_id: OrderId
    dealer_id: DealerId
    dealer_name: str
    order_number: str
    missing: tuple[Short, ...]
    rest_number: str
    rest_on: date | None
    rep_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ShipmentMoved(Event):
    """A shipment of the dealer came to another state (or got another window), and with it its orders."""

    name: ClassVar[str] = "shipment_moved"
    shipment_id: uuid.UUID
    dealer_id: DealerId
    number: str
    state: str
    orders: tuple[str, ...]
    order_ids: tuple[OrderId, ...]


@dataclass(frozen=True, slots=True)
class GoodsRefused(Event):
    """At the door something was not accepted. ``settled``: the order was cut to what was accepted, or its
    invoice credited (``credit_note``); else the invoice stands for more than that, and finance writes one.
    Quantities in base units."""

    name: ClassVar[str] = "goods_refused"
    shipment_id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    order_id: OrderId
    order_number: str
    number: str
    refused: int
    damaged: int
    settled: bool
    rep_id: PersonId | None
    credit_note: str | None = None


@dataclass(frozen=True, slots=True)
class CarrierBooked(Event):
    """A carrier has taken a packed shipment's booking."""

    name: ClassVar[str] = "carrier_booked"
    shipment_id: uuid.UUID
    booking_id: uuid.UUID
    number: str
    carrier: str
    tracking_number: str
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class CarrierNotBooked(Event):
    """No carrier has a packed shipment; with ``is_in_doubt`` the named one may, it never answered."""

    name: ClassVar[str] = "carrier_not_booked"
    shipment_id: uuid.UUID
    booking_id: uuid.UUID
    number: str
    carrier: str | None
    is_in_doubt: bool
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class BookingCalledOff(Event):
    """A booking is not wanted any more; the carrier is told."""

    name: ClassVar[str] = "booking_called_off"
    shipment_id: uuid.UUID
    booking_id: uuid.UUID
    number: str
    carrier: str


@dataclass(frozen=True, slots=True)
class BookingNotCancelled(Event):
    """A carrier that was to cancel a booking did not: somebody has to call it. said: its words, or ""."""

    name: ClassVar[str] = "booking_not_cancelled"
    shipment_id: uuid.UUID
    booking_id: uuid.UUID
    number: str
    carrier: str
    said: str
