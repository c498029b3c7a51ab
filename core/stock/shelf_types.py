"""Stock as the back office looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.ids import WarehouseId
from core.stock.engine.levels import Marks
from core.stock.types import Arrival, Level, Lot


@dataclass(frozen=True, slots=True)
class FoundWarehouse:
    id: WarehouseId
    code: str
    name: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One product in one warehouse, in base units; arrivals: the first to come first. lots: those
    of which there is any, the first to expire first."""

    warehouse: str
    warehouse_name: str
    level: Level
    arrivals: tuple[Arrival, ...] = ()
    lots: tuple[Lot, ...] = ()
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class ProductStock:
    """One product in every warehouse; ``unit``: the base unit that all figures count."""

    sku: str
    name: str
    unit: str
    levels: tuple[StockLevel, ...]
