"""Values of the channel: tiers and moves between them, levels of dealers, broadcasts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from core.kernel.actor import Role
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money

# -- tiers


@dataclass(frozen=True, slots=True)
class TierStep:
    """A tier and the turnover that earns it. threshold None: given by hand alone. margin_bp: on cost."""

    code: str
    name: str
    currency: str
    margin_bp: int
    threshold: Money | None


@dataclass(frozen=True, slots=True)
class DealerTurnover:
    """What a dealer bought in the year behind us.

    turnover None: bought in another currency than the tier's, so it cannot be compared.
    is_known_a_year: the first order, or a tier given by hand, is older than that year.
    """

    dealer_id: DealerId
    name: str
    tier: str
    turnover: Money | None
    is_known_a_year: bool


class Outcome(StrEnum):
    """What a review finds for a dealer."""

    STAYS = "stays"
    UP = "up"
    DOWN = "down"  # one tier, after the time of notice
    NOT_A_YEAR = "not_a_year"  # too new to be moved down
    BY_HAND = "by_hand"  # stands in a tier that turnover does not earn
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True)
class TierVerdict:
    """A dealer judged. missing: turnover that would keep the tier, where it goes down."""

    dealer_id: DealerId
    name: str
    outcome: Outcome
    from_tier: str
    to_tier: str
    turnover: Money | None
    missing: Money | None = None
    margin_effect: Money | None = None


class MoveKind(StrEnum):
    REVIEW = "review"  # by turnover
    MANUAL = "manual"  # asked for by somebody of the house


class MoveState(StrEnum):
    WAITING = "waiting"  # announced (review) or to be decided (manual)
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"  # announced, and then turnover was back


@dataclass(frozen=True, slots=True)
class TierMove:
    """See ``TierMoveRow``. asked, until: whose decision it waits for."""

    id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    kind: MoveKind
    state: MoveState
    from_tier: str
    to_tier: str
    turnover: Money | None
    missing: Money | None
    reason: str
    made_at: datetime
    made_by: PersonId | None
    effective_at: datetime | None
    ended_by: str | None
    ended_why: str | None
    asked: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TierReview:
    """What a review did: dealers moved up, told of a move down, moved down, and let stay after all."""

    upgraded: int = 0
    noticed: int = 0
    downgraded: int = 0
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class TierPreview:
    """A dry run: everybody that a review would move or announce, and the rest by outcome.

    margin_effect: of one year at the same turnover, by currency.
    """

    moves: tuple[TierVerdict, ...]
    others: Mapping[Outcome, int]
    margin_effect: tuple[Money, ...]


# -- levels of dealers


@dataclass(frozen=True, slots=True)
class SubDealer:
    """A dealer below another one. level 1: directly below. bought: of the last year, with those below it."""

    name: str
    level: int
    orders: int
    bought: tuple[Money, ...]


# -- broadcasts


class NoticeKind(StrEnum):
    """Messages that a person may switch off; asks for an answer, bills and safety are none of these."""

    NEWS = "news"
    PROMOTIONS = "promotions"
    STEPS = "steps"  # where goods on their way are
    SUPPLY = "supply"  # another day, goods that are missing or have come, a quotation that ends
    DUE = "due"  # invoices that are soon to be paid, or should have been
    REBATES = "rebates"
    SURVEYS = "surveys"  # questions how content somebody is
    SILENT = "silent"  # to people of the house alone: dealers who order no more


class NoticeWay(StrEnum):
    """How a person gets a kind of notices: each at once, all of a day in one message, or not at all."""

    NOW = "now"
    DAILY = "daily"
    OFF = "off"


# When the digest comes where the person has not said it.
DIGEST_AT = time(18)

# What the office may write to many.
BROADCAST_KINDS = (NoticeKind.NEWS, NoticeKind.PROMOTIONS)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Full minutes where the person lives; over midnight where since is later than until."""

    since: time
    until: time


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """How a person wants each kind of notices, and when nothing that can wait shall come.

    ways: of the kinds that do not come at once. digest_at: when the daily ones do. zone: the person's.
    """

    ways: Mapping[NoticeKind, NoticeWay]
    quiet: QuietHours | None
    zone: str
    digest_at: time = DIGEST_AT

    def way(self, kind: NoticeKind | None) -> NoticeWay:
        """None: of what cannot be switched."""
        return NoticeWay.NOW if kind is None else self.ways.get(kind, NoticeWay.NOW)


@dataclass(frozen=True, slots=True)
class Telling:
    """How a person is told something: not before ``due`` (None: at once), or is_daily: with the digest."""

    due: datetime | None = None
    is_daily: bool = False


@dataclass(frozen=True, slots=True)
class DigestItem:
    """Something that waits for a digest: an event of the journal, or ``broadcast`` with its id."""

    entry: str
    name: str
    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a person is told together. dealer_id None: a person of the house."""

    dealer_id: DealerId | None
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for: who meets all that is given; nothing given is everybody of every dealer.

    bought: a category path, bought from in the last ``days``; is_dormant: nothing ordered in these ``days``;
    has_ordered: something was.
    staff: people of the house in these roles instead of dealers' people.
    """

    tiers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    bought: str | None = None
    is_dormant: bool = False
    days: int = 90
    staff: tuple[Role, ...] = ()
    has_ordered: bool = False


class BroadcastState(StrEnum):
    SCHEDULED = "scheduled"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Delivery(StrEnum):
    """What became of a broadcast for one person."""

    WAITING = "waiting"
    SENDING = "sending"  # handed to Telegram, no answer known
    SENT = "sent"
    BLOCKED = "blocked"  # the person has blocked the bot, or deleted the chat
    FAILED = "failed"
    SKIPPED = "skipped"  # left out at the last moment: switched off, blocked by us, dealer closed


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast and how far it is. counts: people by what became of it."""

    id: uuid.UUID
    kind: NoticeKind
    texts: Mapping[str, str]
    audience: Audience
    state: BroadcastState
    made_by: PersonId
    made_by_name: str
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    counts: Mapping[Delivery, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(Delivery.WAITING, 0)


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """Whom it would reach. people: now; off: who switched the kind off; languages: people by language."""

    people: int
    off: int
    languages: Mapping[str, int]
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextPerson:
    """To whom the next message of a broadcast goes, and which one."""

    person_id: PersonId
    telegram_id: int
    language: str
    kind: NoticeKind
    text: str
