"""Values of deliveries. Quantities are base units; weights are grams."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.deliveries.booking_types import Booking
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.stock.types import LotPart


class ShipmentState(StrEnum):
    """cancelled: nothing of it was there, or its orders were cancelled. returned: nothing was accepted."""

    PICKING = "picking"
    PACKED = "packed"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


_ARRIVED = frozenset({ShipmentState.DELIVERED, ShipmentState.RETURNED})
MOVES: Mapping[ShipmentState, frozenset[ShipmentState]] = {
    ShipmentState.PICKING: frozenset({ShipmentState.PACKED, ShipmentState.CANCELLED}),
    ShipmentState.PACKED: frozenset({ShipmentState.SHIPPED, ShipmentState.CANCELLED}),
    ShipmentState.SHIPPED: frozenset({ShipmentState.OUT_FOR_DELIVERY, *_ARRIVED}),
    ShipmentState.OUT_FOR_DELIVERY: _ARRIVED,
    ShipmentState.DELIVERED: frozenset(),
    ShipmentState.RETURNED: frozenset(),
    ShipmentState.CANCELLED: frozenset(),
}


class Way(StrEnum):
    """How a shipment leaves: own van, a carrier, or fetched by the dealer."""

    VAN = "van"
    CARRIER = "carrier"
    PICK_UP = "pick_up"


class Lack(StrEnum):
    """Why something of a line is not there: for the picker, or at the dealer's door."""

    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    REFUSED = "refused"


class TrackingKind(StrEnum):
    """What a carrier tells. info, picked_up, in_transit, attempt and problem change no state."""

    INFO = "info"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT = "attempt"  # somebody was there, and nobody took it
    PROBLEM = "problem"
    DELIVERED = "delivered"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a product lies in a warehouse: zone "A", bin "03-2"; both empty where nobody has said."""

    zone: str = ""
    bin: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.zone, self.bin) if part)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Goods of one order line that are reserved in the warehouse and stand on no pick list yet."""

    order_id: OrderId
    number: str
    dealer_id: DealerId
    ship_to_id: uuid.UUID | None
    line_id: LineId
    product_id: ProductId
    quantity: int
    is_urgent: bool
    promised_on: date | None
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedShipment:
    """What will go together: one dealer, one place, one day."""

    dealer_id: DealerId
    ship_to_id: uuid.UUID | None
    promised_on: date | None
    is_urgent: bool
    goods: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """A line of a shipment. ``position`` counts within it, in the order of the way through the warehouse.

    found: what the picker has, None while nobody has said. is_void: its order was cancelled meanwhile.
    instead_of: what was wanted.
    """

    id: uuid.UUID
    position: int
    order_id: OrderId
    order_number: str
    line_id: LineId
    product_id: ProductId
    sku: str
    name: str
    unit: str
    quantity: int
    location: Location
    lots: tuple[LotPart, ...] = ()
    found: int | None = None
    lack: Lack | None = None
    refused: int = 0
    damaged: int = 0
    is_void: bool = False
    instead_of: str | None = None

    @property
    def packed(self) -> int:
        """What goes, or would go if it were packed now: unsaid counts as all there."""
        if self.is_void:
            return 0
        return self.quantity if self.found is None else self.found

    @property
    def lacking(self) -> int:
        """What its order wants and is not there."""
        return 0 if self.is_void else self.quantity - self.packed

    @property
    def accepted(self) -> int:
        return self.packed - self.refused - self.damaged


@dataclass(frozen=True, slots=True)
class TrackingStep:
    """Something that was told of a shipment. at: when it happened."""

    kind: TrackingKind
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods on their way to one place of one dealer, from one warehouse or straight from a vendor.

    A vendor's has no pick list and no warehouse ("" and None): the dealer is not told whose goods they are.
    """

    id: uuid.UUID
    number: str
    pick_list: str
    dealer_id: DealerId
    dealer_name: str
    ship_to: str
    warehouse_id: WarehouseId | None
    warehouse: str
    state: ShipmentState
    version: int
    is_urgent: bool
    promised_on: date | None
    lines: tuple[ShipmentLine, ...]
    parcels: tuple[int, ...] = ()
    way: Way | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_link: str | None = None
    window: tuple[datetime, datetime] | None = None
    received_by: str | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    out_at: datetime | None = None
    arrived_at: datetime | None = None
    tracking: tuple[TrackingStep, ...] = ()
    booking: Booking | None = None  # of a packed one: its latest

    @property
    def shelf_id(self) -> WarehouseId:
        """The warehouse that it is taken from; only what leaves our own is ever asked for it."""
        if self.warehouse_id is None:
            raise ValueError(f"{self.number} comes straight from a vendor")
        return self.warehouse_id

    @property
    def orders(self) -> tuple[str, ...]:
        """Numbers of its orders, each once."""
        return tuple(dict.fromkeys(line.order_number for line in self.lines))

    @property
    def is_short(self) -> bool:
        return any(line.lacking for line in self.lines)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries goods for us. is_bookable: by machine; the others are booked by hand."""

    code: str
    name: str
    is_bookable: bool


@dataclass(frozen=True, slots=True)
class PickList:
    """One walk through a warehouse for all of its shipments."""

    id: uuid.UUID
    number: str
    warehouse_id: WarehouseId
    warehouse: str
    made_at: datetime
    shipments: tuple[Shipment, ...]


@dataclass(frozen=True, slots=True)
class OrderPart:
    """How far the goods of one order are on one shipment, and how many of them the dealer accepts."""

    state: ShipmentState
    accepted: int
