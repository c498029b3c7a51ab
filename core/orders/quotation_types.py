"""Values of price requests and quotations (A15). Quantities are base units unless the name says unit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.kernel.ids import ApprovalId, DealerId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice, total


class PriceRequestState(StrEnum):
    """open until somebody decides; countered: granted at another price than was asked."""

    OPEN = "open"
    GRANTED = "granted"
    COUNTERED = "countered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """A dealer's wish to pay less for a product. current, wanted, agreed: the price of one base unit."""

    id: uuid.UUID
    number: str
    dealer_id: DealerId
    dealer_name: str
    person_id: PersonId
    person_name: str | None
    product_id: ProductId
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal
    quantity: int
    current: UnitPrice
    wanted: UnitPrice
    state: PriceRequestState
    asked_at: datetime
    approval_id: ApprovalId | None = None
    agreed: UnitPrice | None = None
    quotation_id: uuid.UUID | None = None
    reason: str | None = None

    @property
    def off_basis_points(self) -> int:
        """How far the wanted price lies below the present one."""
        return (self.current.micros - self.wanted.micros) * 10_000 // self.current.micros

    @property
    def amount(self) -> Money:
        """What the goods would come to at the wanted price."""
        return self.wanted.for_quantity(self.quantity)


@dataclass(frozen=True, slots=True)
class QuotationLine:
    """One product at a kept price. most: how many may be ordered at it, None for any number; used: were."""

    id: uuid.UUID
    position: int
    product_id: ProductId
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal
    quantity: int
    unit_price: UnitPrice
    most: int | None
    used: int = 0

    @property
    def left(self) -> int | None:
        """What may still be ordered at this price; None: any number."""
        return None if self.most is None else max(self.most - self.used, 0)

    @property
    def amount(self) -> Money:
        return self.unit_price.for_quantity(self.quantity)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Prices kept for one dealer until ``expires_at``; stock is not kept. is_special: agreed on request."""

    id: uuid.UUID
    number: str
    dealer_id: DealerId
    currency: str
    is_special: bool
    made_at: datetime
    expires_at: datetime
    lines: tuple[QuotationLine, ...]

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now

    @property
    def total(self) -> Money:
        return total([line.amount for line in self.lines], self.currency)
