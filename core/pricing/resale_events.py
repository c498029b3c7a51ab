"""Changes of bands and of dealers' own prices, for the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, ProductId


@dataclass(frozen=True, slots=True)
class BandSet(Event):
    """Basis points (below, above), before and after; None: no band."""

    name: ClassVar[str] = "band_set"
    scope: str
    target: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ResalePriceSet(Event):
    """Prices in millionths of the currency; after None: taken back."""

    name: ClassVar[str] = "resale_price_set"
    dealer_id: DealerId
    product_id: ProductId
    sku: str
    currency: str
    before: int | None
    after: int | None
