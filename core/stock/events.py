"""What happened to stock outside of orders."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ProductId, WarehouseId


@dataclass(frozen=True, slots=True)
class StockCorrected(Event):
    """On hand in base units, before and after, and why."""

    name: ClassVar[str] = "stock_corrected"
    product_id: ProductId
    sku: str
    warehouse: str
    before: int
    after: int
    reason: str
    lot: str = ""


@dataclass(frozen=True, slots=True)
class GoodsReceived(Event):
    """pieces: base units of all lines; quarantined: those that had expired and were not put on the shelf."""

    name: ClassVar[str] = "goods_received"
    document_id: uuid.UUID
    warehouse: str
    lines: int
    pieces: int
    quarantined: int
    note: str | None


@dataclass(frozen=True, slots=True)
class GoodsSetAside(Event):
    """move: damaged, quarantine, good, scrapped or condemned."""

    name: ClassVar[str] = "goods_set_aside"
    product_id: ProductId
    sku: str
    warehouse: str
    move: str
    quantity: int
    reason: str
    lot: str


@dataclass(frozen=True, slots=True)
class LotsExpired(Event):
    """Lots taken out of sale. ``stuck``: base units that stay on the shelf because orders hold them."""

    name: ClassVar[str] = "lots_expired"
    warehouse_id: WarehouseId
    warehouse: str
    lots: tuple[tuple[str, str, int], ...]  # sku, lot, base units
    stuck: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ReservationExpired(Event):
    """What was set aside for a time is free again; document_id: the quotation it was set aside for."""

    name: ClassVar[str] = "reservation_expired"
    document_id: uuid.UUID
    pieces: int


@dataclass(frozen=True, slots=True)
class WaterMarksSet(Event):
    name: ClassVar[str] = "water_marks_set"
    product_id: ProductId
    sku: str
    warehouse: str
    before: tuple[int, int, int] | None
    after: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class StockProposed(Event):
    """New proposals to move goods or to order them."""

    name: ClassVar[str] = "stock_proposed"
    moves: int
    orders: int


@dataclass(frozen=True, slots=True)
class StockProposalDecided(Event):
    name: ClassVar[str] = "stock_proposal_decided"
    proposal_id: uuid.UUID
    sku: str
    warehouse: str
    quantity: int
    state: str


@dataclass(frozen=True, slots=True)
class TransferSent(Event):
    name: ClassVar[str] = "transfer_sent"
    document_id: uuid.UUID
    sku: str
    source: str
    target: str
    quantity: int
    arrives_on: date


@dataclass(frozen=True, slots=True)
class TransferArrived(Event):
    """lost: base units that were sent and did not come."""

    name: ClassVar[str] = "transfer_arrived"
    document_id: uuid.UUID
    warehouse: str
    pieces: int
    lost: int


@dataclass(frozen=True, slots=True)
class DeliveryMoved(Event):
    """Goods that are expected come on another day."""

    name: ClassVar[str] = "delivery_moved"
    product_id: ProductId
    sku: str
    warehouse: str
    pieces: int
    on: date


@dataclass(frozen=True, slots=True)
class WarehouseClosed(Event):
    name: ClassVar[str] = "warehouse_closed"
    warehouse: str
    reason: str


@dataclass(frozen=True, slots=True)
class WarehouseOpened(Event):
    name: ClassVar[str] = "warehouse_opened"
    warehouse: str
