"""Values of returns. Quantities are base units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, LineId, OrderId, PersonId, ProductId
from core.kernel.money import Money


class ReturnState(StrEnum):
    """draft: its person still puts it together. asked: somebody decides. expected: agreed, and the goods are
    to come. done: credited."""

    DRAFT = "draft"
    ASKED = "asked"
    EXPECTED = "expected"
    DONE = "done"
    DECLINED = "declined"


class ReturnReason(StrEnum):
    """Why goods come back."""

    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_ORDERED = "not_ordered"
    EXPIRED = "expired"
    REGRET = "regret"  # nothing is wrong with them
    OTHER = "other"


class Outcome(StrEnum):
    """What becomes of the goods. fetch: our van fetches them, credited when they are here. keep: they stay
    with the dealer, to be used or destroyed, credited at once."""

    FETCH = "fetch"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Pieces of one order line that the dealer accepted, and the day they came."""

    on: date
    quantity: int


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """For dealers of a currency: within how many days goods may come back, and up to what nobody decides.

    fees: what the dealer pays for the way back, by reason; for those not named the house does.
    """

    days: int
    at_once: Money
    fees: Mapping[ReturnReason, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Goods of one order line, at its ``position``. left: the most that may come back, while it is a draft.

    good, damaged: what the storekeeper got; None before. lost pieces are neither, and are not credited.
    """

    position: int
    line_id: LineId
    product_id: ProductId
    sku: str
    name: str
    unit: str
    quantity: int
    left: int = 0
    good: int | None = None
    damaged: int | None = None

    @property
    def came(self) -> int:
        return (self.good or 0) + (self.damaged or 0)


@dataclass(frozen=True, slots=True)
class Return:
    """A request to take goods of one order back. number None: a draft. amount: with tax, as the invoice says.

    lines of a draft: everything of the order that may come back, of what is not wanted with quantity 0.
    """

    id: uuid.UUID
    number: str | None
    dealer_id: DealerId
    dealer_name: str
    person_id: PersonId
    order_id: OrderId
    order_number: str
    invoice: str
    state: ReturnState
    version: int
    reason: ReturnReason | None
    note: str
    amount: Money
    lines: tuple[ReturnLine, ...]
    photos: int
    made_at: datetime
    outcome: Outcome | None = None
    decided_why: str | None = None
    credit_note: str | None = None
    fee: Money | None = None  # the dealer's for the way back, with tax; None: the way is ours

    @property
    def wanted(self) -> tuple[ReturnLine, ...]:
        """The lines that something comes back of."""
        return tuple(line for line in self.lines if line.quantity)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that proves a claim. media_type: image/jpeg, image/png or image/webp."""

    media_type: str
    content: bytes
