"""What happened to what people want to hear of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId, ProductId


@dataclass(frozen=True, slots=True)
class BackInStock(Event):
    """A product is there again that people of a dealer wanted to be told about; each is told once."""

    name: ClassVar[str] = "back_in_stock"
    dealer_id: DealerId
    product_id: ProductId
    sku: str
    people: tuple[PersonId, ...]
