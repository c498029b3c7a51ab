"""Stock as the back office looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One product in one warehouse, in base units; what is reserved is part of what is on hand."""

    warehouse: str
    warehouse_name: str
    on_hand: int
    reserved: int
    incoming: int
    incoming_on: date | None

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class ProductStock:
    """One product in every warehouse; ``unit``: the base unit that all figures count."""

    sku: str
    name: str
    unit: str
    levels: tuple[StockLevel, ...]
