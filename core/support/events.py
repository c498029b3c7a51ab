"""What happened to conversations. No event holds what was said: that stands in the thread alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class ConversationOpened(Event):
    """``told`` are asked to take it; ``opens_at``: when the office opens, None: it is open."""

    name: ClassVar[str] = "conversation_opened"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    person_id: PersonId
    told: tuple[PersonId, ...]
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConversationTakenUp(Event):
    name: ClassVar[str] = "conversation_taken_up"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    person_id: PersonId
    holder_id: PersonId


@dataclass(frozen=True, slots=True)
class ConversationPassedOn(Event):
    """Nobody said anything in time, or ``left`` can be reached no more: ``told`` are asked now."""

    name: ClassVar[str] = "conversation_passed_on"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    person_id: PersonId
    left: PersonId | None
    told: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class ConversationSaid(Event):
    """A word that the other side has to get; ``to``: who that is."""

    name: ClassVar[str] = "conversation_said"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    word_id: uuid.UUID
    to: PersonId


@dataclass(frozen=True, slots=True)
class ConversationRead(Event):
    """The machine was told to read a word as an order."""

    name: ClassVar[str] = "conversation_read"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    word_id: uuid.UUID
    by: PersonId


@dataclass(frozen=True, slots=True)
class ConversationClosed(Event):
    """``by``: who ended it; None: the clock, for nobody is left to talk to."""

    name: ClassVar[str] = "conversation_closed"
    dealer_id: DealerId
    conversation_id: uuid.UUID
    person_id: PersonId
    holder_id: PersonId | None
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class PhrasingDecided(Event):
    """Whether words that dealers wrote became one of the office's questions."""

    name: ClassVar[str] = "phrasing_decided"
    words: str
    language: str
    added: bool


@dataclass(frozen=True, slots=True)
class SupportPolicySet(Event):
    name: ClassVar[str] = "support_policy_set"
    opens: str
    closes: str
    days: tuple[int, ...]
    answer_minutes: int
