"""Stock as the back office looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from core.stock.types import Arrival, Level


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One product in one warehouse, in base units; arrivals: the first to come first."""

    warehouse: str
    warehouse_name: str
    level: Level
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductStock:
    """One product in every warehouse; ``unit``: the base unit that all figures count."""

    sku: str
    name: str
    unit: str
    levels: tuple[StockLevel, ...]
