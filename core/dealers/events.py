"""What happened to people."""

from __future__ import annotations

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
