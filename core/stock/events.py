"""What happened to stock outside of orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ProductId


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
