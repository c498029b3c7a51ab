"""What the back office did to prices: before and after, for the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, ProductId


@dataclass(frozen=True, slots=True)
class PriceSet(Event):
    """Prices in millionths of the currency."""

    name: ClassVar[str] = "price_set"
    product_id: ProductId
    sku: str
    kind: str
    region: str | None
    currency: str
    before: int | None
    after: int
    starts: datetime


@dataclass(frozen=True, slots=True)
class RateSet(Event):
    name: ClassVar[str] = "rate_set"
    dealer_id: DealerId
    scope: str
    value: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    starts: datetime


@dataclass(frozen=True, slots=True)
class PromotionSet(Event):
    """A promotion was made, changed or ended; ``after`` None: ended."""

    name: ClassVar[str] = "promotion_set"
    code: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class TermsSet(Event):
    name: ClassVar[str] = "terms_set"
    tier: str
    before: dict[str, Any]
    after: dict[str, Any]
