"""What happened to people."""

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
    name: ClassVar[str] = "role_changed"
    dealer_id: DealerId
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
