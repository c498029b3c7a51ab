"""What happened to people and dealers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class PersonInvited(Event):
    name: ClassVar[str] = "person_invited"
    person_id: PersonId
    dealer_id: DealerId | None


@dataclass(frozen=True, slots=True)
class PersonJoined(Event):
    name: ClassVar[str] = "person_joined"
    person_id: PersonId
    dealer_id: DealerId | None
    role: str | None = None
    by_open_link: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    name: ClassVar[str] = "language_chosen"
    person_id: PersonId
    dealer_id: DealerId | None
    language: str


@dataclass(frozen=True, slots=True)
class PersonBlocked(Event):
    name: ClassVar[str] = "person_blocked"
    person_id: PersonId
    blocked: bool


@dataclass(frozen=True, slots=True)
class TeamLinkMade(Event):
    """An open link to join a team was made."""

    name: ClassVar[str] = "team_link_made"
    dealer_id: DealerId
    role: str


@dataclass(frozen=True, slots=True)
class RoleChanged(Event):
    """dealer_id None: of the house."""

    name: ClassVar[str] = "role_changed"
    dealer_id: DealerId | None
    person_id: PersonId
    before: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonRemoved(Event):
    name: ClassVar[str] = "person_removed"
    dealer_id: DealerId
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class ChatConnected(Event):
    """One more chat may act as the person."""

    name: ClassVar[str] = "chat_connected"
    person_id: PersonId
    dealer_id: DealerId | None
    session_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ChatsSignedOut(Event):
    name: ClassVar[str] = "chats_signed_out"
    person_id: PersonId
    dealer_id: DealerId | None
    session_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class SecondFactorEnrolled(Event):
    name: ClassVar[str] = "second_factor_enrolled"
    person_id: PersonId
    dealer_id: DealerId | None


@dataclass(frozen=True, slots=True)
class SecondFactorProven(Event):
    """A right code was given. recovery_left: unused recovery codes, when it was one of them."""

    name: ClassVar[str] = "second_factor_proven"
    person_id: PersonId
    dealer_id: DealerId | None
    recovery_left: int | None


@dataclass(frozen=True, slots=True)
class SecondFactorLocked(Event):
    """Too many wrong codes."""

    name: ClassVar[str] = "second_factor_locked"
    person_id: PersonId
    dealer_id: DealerId | None
    wrong: int


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved(Event):
    """Switched off: by the person (``by_house`` False), or by the back office for somebody who lost it."""

    name: ClassVar[str] = "second_factor_removed"
    person_id: PersonId
    dealer_id: DealerId | None
    by_house: bool


@dataclass(frozen=True, slots=True)
class DealerCreated(Event):
    name: ClassVar[str] = "dealer_created"
    dealer_id: DealerId
    code: str


@dataclass(frozen=True, slots=True)
class RepAssigned(Event):
    name: ClassVar[str] = "rep_assigned"
    dealer_id: DealerId
    rep_id: PersonId
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class DealerActivityChanged(Event):
    name: ClassVar[str] = "dealer_activity_changed"
    dealer_id: DealerId
    active: bool


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    name: ClassVar[str] = "person_added"
    person_id: PersonId
    dealer_id: DealerId | None
    role: str


@dataclass(frozen=True, slots=True)
class PersonChanged(Event):
    """The back office corrected a fact (``field``: PersonField)."""

    name: ClassVar[str] = "person_changed"
    person_id: PersonId
    dealer_id: DealerId | None
    field: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class DealerChanged(Event):
    """The back office corrected a fact (``field``: DealerField)."""

    name: ClassVar[str] = "dealer_changed"
    dealer_id: DealerId
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParentChanged(Event):
    """Codes of the dealer above, before and after; None: none."""

    name: ClassVar[str] = "parent_changed"
    dealer_id: DealerId
    before: str | None
    after: str | None
