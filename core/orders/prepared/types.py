"""Values of prepared orders."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, DraftId, OrderId, PersonId
from core.kernel.money import Money
from core.orders.types import Draft, DraftLine, DraftState, Quote


class PreparedState(StrEnum):
    """open while it is put together; sent until the dealer answers; taken: it is a draft, or an order."""

    OPEN = "open"
    SENT = "sent"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Prepared:
    """total: what it came to when it was sent, None before. answered_by: who of the dealer took or declined
    it. lines: as those of a draft, numbered from 1."""

    id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    state: PreparedState
    version: int
    lines: tuple[DraftLine, ...]
    text: str
    note: str | None = None
    delivery_date: date | None = None
    total: Money | None = None
    expires_at: datetime | None = None
    answered_by: PersonId | None = None
    order_id: OrderId | None = None

    @property
    def as_draft(self) -> Draft:
        """To be judged and quoted as the dealer's own draft would be; it is none of the table of drafts."""
        return Draft(
            DraftId(self.id),
            self.dealer_id,
            self.rep_id,
            DraftState.OPEN,
            self.version,
            delivery_date=self.delivery_date,
            note=self.note,
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True)
class PreparedView:
    """A prepared order as it stands now: at the dealer's own prices of this moment."""

    id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    rep_name: str
    state: PreparedState
    version: int
    quote: Quote
    expires_at: datetime | None = None
