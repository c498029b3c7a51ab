"""Values of the dealers domain."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, PersonId


class Standing(StrEnum):
    """What a chat identity is to us right now."""

    MEMBER = "member"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes. ``actor`` is the stranger unless the standing is member."""

    standing: Standing
    actor: Actor
    language_chosen: bool = False
    seen_at: datetime | None = field(default=None, compare=False)  # when the chat was last noted as used


@dataclass(frozen=True, slots=True)
class Dealer:
    """What the engines and screens need to know of a dealer."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    currency: str
    zone: str
    rep_id: PersonId | None
    assortment: str | None
    parent_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class ShipTo:
    """A place that goods can be sent to; ``region`` decides which warehouse is near."""

    id: uuid.UUID
    code: str
    name: str
    address: str
    city: str
    region: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told something in the chat, in his own language."""

    person_id: PersonId
    telegram_id: int
    language: str
    name: str
    zone: str


class InviteKind(StrEnum):
    """phone: for a person on file, whose own number must be shared; open: for whoever shares a number first,
    to be somebody of a dealer; chat: one more chat for a person who has one."""

    PHONE = "phone"
    OPEN = "open"
    CHAT = "chat"


class SessionEnd(StrEnum):
    """Why a chat may not act any more."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"  # the person joined anew from another chat
    TAKEN = "taken"  # the chat joined as somebody else
    REMOVED = "removed"  # the person left the dealer


@dataclass(frozen=True, slots=True)
class Session:
    """A chat in which a person may act. ``label``: what that Telegram account calls itself."""

    id: uuid.UUID
    label: str
    started_at: datetime
    seen_at: datetime
    is_this: bool  # the one that asks


@dataclass(frozen=True, slots=True)
class Security:
    """What a person sees of the own safety. recovery_left: unused recovery codes."""

    sessions: tuple[Session, ...]
    has_second_factor: bool
    recovery_left: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a dealer, as its admin sees them. ``seen_at`` None: never joined, or signed out."""

    person_id: PersonId
    name: str
    phone: str | None
    role: Role
    seen_at: datetime | None
    invited_until: datetime | None
    blocked: bool


class CodeOutcome(StrEnum):
    """What became of a code of the second factor. used: it was right, but it has been given before."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class CodeResult:
    """``left``: tries before it locks; ``until``: right, it counts until then; locked, it opens then.

    recovery_left: unused recovery codes, when one was used for this.
    """

    outcome: CodeOutcome
    left: int = 0
    until: datetime | None = None
    recovery_left: int | None = None


@dataclass(frozen=True, slots=True)
class DealerEntry:
    """A dealer in a list."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    active: bool


@dataclass(frozen=True, slots=True)
class DealerPerson:
    """Somebody of a dealer; ``is_reachable``: the chat is theirs."""

    name: str
    phone: str | None
    role: Role
    is_reachable: bool
    blocked: bool


@dataclass(frozen=True, slots=True)
class DealerCard:
    """A dealer with whom it consists of and who looks after it."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    language: str
    zone: str
    currency: str
    active: bool
    rep_name: str | None
    parent_name: str | None
    people: tuple[DealerPerson, ...]
    places: int


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in a list; ``dealer_name`` None: of the house."""

    id: PersonId
    name: str
    phone: str | None
    role: Role
    dealer_name: str | None
    blocked: bool


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody of the house who may look after a dealer."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class FoundDealer:
    """A dealer that a typed text may mean; ``is_sure``: nobody else can be meant."""

    dealer: DealerEntry
    score: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person that a typed name or number may mean; ``is_sure``: nobody else can be meant."""

    person: PersonEntry
    score: int
    is_sure: bool
