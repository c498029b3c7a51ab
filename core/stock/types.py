"""Inputs and outputs of the stock engine. Quantities are base units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.kernel.ids import LineId, ProductId, WarehouseId


@dataclass(frozen=True, slots=True)
class Warehouse:
    """cut_off: local time ("16:00") until which an order leaves the same day."""

    id: WarehouseId
    code: str
    name: str
    region: str
    zone: str
    cut_off: str
    lead_days: int
    lead_days_elsewhere: int


@dataclass(frozen=True, slots=True)
class StockAt:
    """What of one product is free at one warehouse, and what comes when."""

    warehouse_id: WarehouseId
    available: int
    incoming: int
    incoming_on: date | None


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
    id: uuid.UUID
    take: Take
