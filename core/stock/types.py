"""Inputs and outputs of the stock engine. Quantities are base units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId


@dataclass(frozen=True, slots=True)
class Warehouse:
    """cut_off: local time ("16:00") until which an order leaves the same day. holidays: nobody works then."""

    id: WarehouseId
    code: str
    name: str
    region: str
    zone: str
    cut_off: str
    lead_days: int
    lead_days_elsewhere: int
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrival:
    """So many pieces come on that day; ``on`` None: nobody knows when."""

    on: date | None
    quantity: int


@dataclass(frozen=True, slots=True)
class StockAt:
    """What of one product is free at one warehouse, and what comes when: the first to come first."""

    warehouse_id: WarehouseId
    available: int
    arrivals: tuple[Arrival, ...] = ()

    @property
    def next_arrival(self) -> date | None:
        """The first day on which more is known to come."""
        return next((one.on for one in self.arrivals if one.on is not None and one.quantity > 0), None)


Stock = Mapping[ProductId, tuple[StockAt, ...]]


@dataclass(frozen=True, slots=True)
class Demand:
    line_id: LineId
    product_id: ProductId
    quantity: int


@dataclass(frozen=True, slots=True)
class Take:
    """So much of a line's product from one warehouse."""

    line_id: LineId
    product_id: ProductId
    warehouse_id: WarehouseId
    quantity: int


class Light(StrEnum):
    """green: all of it near; yellow: all of it, but from elsewhere or in parts; red: not all of it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class LineAvailability:
    """What a line can have: ``available`` never counts what an earlier line of the same order takes."""

    line_id: LineId
    light: Light
    available: int
    promised_on: date | None
    incoming_on: date | None


@dataclass(frozen=True, slots=True)
class ReservationPlan:
    takes: tuple[Take, ...]
    lines: tuple[LineAvailability, ...]
    promised_on: date | None

    @property
    def is_complete(self) -> bool:
        return all(line.light is not Light.RED for line in self.lines)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Goods set aside for a line of an order; lot and owner once they are picked."""

    id: uuid.UUID
    order_id: OrderId
    take: Take
    lot: str
    owner: str

    @property
    def key(self) -> tuple[ProductId, WarehouseId]:
        return self.take.product_id, self.take.warehouse_id


class Place(StrEnum):
    """Where goods of a warehouse are. Every piece is in one of these places, and moves between them.

    on_hand: on the shelf, to be sold. picked: taken from the shelf for an order. quarantine: not to be sold
    until somebody decides. kept: goods of a dealer that lie here.
    """

    ON_HAND = "on_hand"
    PICKED = "picked"
    DAMAGED = "damaged"
    QUARANTINE = "quarantine"
    KEPT = "kept"


class MovementKind(StrEnum):
    """Why goods moved."""

    RECEIPT = "receipt"
    COUNT = "count"
    CORRECTION = "correction"
    PICK = "pick"
    UNPICK = "unpick"
    SHIP = "ship"
    RETURN = "return"
    DAMAGE = "damage"
    QUARANTINE = "quarantine"
    RELEASE = "release"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"


OWN = ""
"""The owner of goods that are the house's own; others: "vendor:<name>" (consigned), "dealer:<code>"."""


def home_of(owner: str) -> Place:
    """The place where good pieces of an owner belong: a dealer's goods are never sold."""
    return Place.KEPT if owner.startswith("dealer:") else Place.ON_HAND


@dataclass(frozen=True, slots=True)
class Movement:
    """``quantity`` (above 0) goes from a place to a place; None stands for outside of the warehouse.

    lot: "" loose goods. expires_on: of a lot that is not known yet.
    """

    kind: MovementKind
    product_id: ProductId
    warehouse_id: WarehouseId
    quantity: int
    source: Place | None
    target: Place | None
    lot: str = ""
    owner: str = OWN
    expires_on: date | None = None
    reason: str | None = None
    document_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A stock row under its lock; reserved is part of on_hand."""

    on_hand: int = 0
    reserved: int = 0
    picked: int = 0
    damaged: int = 0
    quarantine: int = 0
    kept: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Lot:
    """The part of a stock row with a lot code or an owner of its own, by place."""

    product_id: ProductId
    warehouse_id: WarehouseId
    lot: str
    owner: str
    expires_on: date | None
    on_hand: int = 0
    picked: int = 0
    damaged: int = 0
    quarantine: int = 0
    kept: int = 0

    def is_expired(self, today: date) -> bool:
        """``expires_on`` is the last day on which it may be sold."""
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True, slots=True)
class LotPart:
    """So many pieces of a lot; lot and owner "": loose goods of the house."""

    lot: str
    owner: str
    quantity: int
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """So much of a line is picked. lot None: the lots that expire first; "": loose goods."""

    line_id: LineId
    warehouse_id: WarehouseId
    quantity: int
    lot: str | None = None


class Condition(StrEnum):
    """How goods came back."""

    GOOD = "good"
    DAMAGED = "damaged"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Received:
    """Goods that came into a warehouse."""

    product_id: ProductId
    warehouse_id: WarehouseId
    quantity: int
    lot: str = ""
    expires_on: date | None = None
    owner: str = OWN


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """What of a line is to be moved to another warehouse first, and the day it can leave from there."""

    line_id: LineId
    product_id: ProductId
    source_id: WarehouseId
    target_id: WarehouseId
    quantity: int
    leaves_on: date
    arrives_on: date


@dataclass(frozen=True, slots=True)
class OrderMove:
    """A move that has not come yet. planned_on: the day that its goods were to be there when it was asked
    for; arrives_on: the day by now. is_sent: a storekeeper has sent it; before, its goods are reserved."""

    id: uuid.UUID
    order_id: OrderId
    line_id: LineId
    product_id: ProductId
    target_id: WarehouseId
    quantity: int
    planned_on: date
    leaves_on: date
    arrives_on: date | None
    is_sent: bool

    def expected_on(self, today: date) -> date | None:
        """The day to count on; one that should have left is late by as much, one overdue has no day."""
        if self.is_sent:
            return self.arrives_on if self.arrives_on is not None and self.arrives_on >= today else None
        return self.planned_on + max(today - self.leaves_on, timedelta(0))


@dataclass(frozen=True, slots=True)
class Transfer:
    """Goods to go from a warehouse to another, where they are expected on ``arrives_on``."""

    product_id: ProductId
    source_id: WarehouseId
    target_id: WarehouseId
    quantity: int
    arrives_on: date
    lot: str | None = None
