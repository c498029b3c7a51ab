"""Facts of the channel."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from core.kernel.events import Event
from core.kernel.ids import ApprovalId, DealerId, PersonId, ProductId


@dataclass(frozen=True, slots=True)
class TierMoved(Event):
    """New prices count from this moment. kind: review or manual, this one with its request."""

    name: ClassVar[str] = "tier_moved"
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    before: str
    after: str
    kind: str
    is_up: bool
    move_id: uuid.UUID | None = None
    asked_by: PersonId | None = None
    approval_id: ApprovalId | None = None


@dataclass(frozen=True, slots=True)
class TierMoveAnnounced(Event):
    """The dealer will go down unless the turnover is back by then. Amounts in minor units."""

    name: ClassVar[str] = "tier_move_announced"
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    before: str
    after: str
    turnover: int
    missing: int
    currency: str
    effective_at: datetime


@dataclass(frozen=True, slots=True)
class TierMoveCancelled(Event):
    """The turnover is back: the dealer stays in the tier."""

    name: ClassVar[str] = "tier_move_cancelled"
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    tier: str


@dataclass(frozen=True, slots=True)
class TierMoveRequested(Event):
    name: ClassVar[str] = "tier_move_requested"
    move_id: uuid.UUID
    dealer_id: DealerId
    asked_by: PersonId | None
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class TierMoveDeclined(Event):
    name: ClassVar[str] = "tier_move_declined"
    move_id: uuid.UUID
    approval_id: ApprovalId
    dealer_id: DealerId
    dealer_name: str
    asked_by: PersonId | None
    before: str
    after: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class TierRulesSet(Event):
    """A threshold (minor units) of a tier, or the days of notice, before and after."""

    name: ClassVar[str] = "tier_rules_set"
    tier: str | None
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class RebateSet(Event):
    """Terms that count from a day on; ``ends_on``: a programme counts no more from then."""

    name: ClassVar[str] = "rebate_set"
    programme_id: uuid.UUID
    programme: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class RebateStated(Event):
    """A period is over. Amounts in minor units."""

    name: ClassVar[str] = "rebate_stated"
    statement_id: uuid.UUID
    programme: str
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    starts_on: date
    ends_on: date
    bought: int
    basis_points: int
    earned: int
    currency: str


@dataclass(frozen=True, slots=True)
class RebateSettled(Event):
    """A rebate is credited, by these credit notes; none where what came back left nothing of it."""

    name: ClassVar[str] = "rebate_settled"
    statement_id: uuid.UUID
    programme: str
    dealer_id: DealerId
    earned: int
    currency: str
    credit_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BroadcastScheduled(Event):
    name: ClassVar[str] = "broadcast_scheduled"
    broadcast_id: uuid.UUID
    kind: str
    audience: dict[str, Any]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class BroadcastCancelled(Event):
    name: ClassVar[str] = "broadcast_cancelled"
    broadcast_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class NoticesSwitched(Event):
    """``kind``: NoticeKind; ``way``: NoticeWay."""

    name: ClassVar[str] = "notices_switched"
    person_id: PersonId
    dealer_id: DealerId | None
    kind: str
    way: str


@dataclass(frozen=True, slots=True)
class DigestTimeSet(Event):
    """``at``: HH:MM of the person's zone."""

    name: ClassVar[str] = "digest_time_set"
    person_id: PersonId
    dealer_id: DealerId | None
    at: str


@dataclass(frozen=True, slots=True)
class QuietHoursSet(Event):
    """HH:MM of the person's zone; None: no quiet hours any more."""

    name: ClassVar[str] = "quiet_hours_set"
    person_id: PersonId
    dealer_id: DealerId | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class ExpiringOffered(Event):
    """Pieces of a lot near its last day cost so much less (hundredths of a percent) for these dealers."""

    name: ClassVar[str] = "expiring_offered"
    product_id: ProductId
    sku: str
    product: str
    lot: str
    pieces: int
    basis_points: int
    expires_on: date
    dealers: tuple[DealerId, ...]


@dataclass(frozen=True, slots=True)
class DealerWritten(Event):
    """Somebody of the house (``person_name``) wrote this to a dealer's people."""

    name: ClassVar[str] = "dealer_written"
    dealer_id: DealerId
    person_id: PersonId
    person_name: str
    text: str


@dataclass(frozen=True, slots=True)
class ExpiryLadderSet(Event):
    """steps: (days left, hundredths of a percent off)."""

    name: ClassVar[str] = "expiry_ladder_set"
    steps: tuple[tuple[int, int], ...]
    person_id: PersonId | None
