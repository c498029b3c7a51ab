"""Values of conversations between a person of a dealer and a human of the house."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.credit.types import CreditStanding
from core.kernel.ids import DealerId, PersonId
from core.stock.office_types import OfficeHours


class ConversationState(StrEnum):
    OPEN = "open"  # somebody is asked to take it
    TAKEN = "taken"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose word it is. bot: what the machine had answered before, as far as it was kept."""

    DEALER = "dealer"
    HOUSE = "house"
    BOT = "bot"


class WordKind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    FILE = "file"
    OTHER = "other"  # a place, a sticker: passed on as it is


@dataclass(frozen=True, slots=True)
class SupportPolicy:
    """answer_minutes: of the office's hours that one person has before the next is asked."""

    hours: OfficeHours = field(default_factory=OfficeHours)
    answer_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Line:
    """The conversation that somebody has now, as every message of his asks for it."""

    conversation_id: uuid.UUID
    state: ConversationState


@dataclass(frozen=True, slots=True)
class Conversation:
    """See ``ConversationRow``. offered: everybody who was asked so far; language: the person's own."""

    id: uuid.UUID
    version: int
    state: ConversationState
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    currency: str
    person_id: PersonId
    person_name: str
    language: str
    opened_at: datetime
    offered: tuple[PersonId, ...]
    due_at: datetime | None
    holder_id: PersonId | None
    holder_name: str | None
    is_talking: bool
    closed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What the machine answered: the key of a phrase and what stands in it."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """One message of the thread. chat_id, message_id: where it was written, so that it can be copied.

    read_at: the machine was told to read it as an order.
    """

    id: uuid.UUID
    conversation_id: uuid.UUID
    at: datetime
    side: Side
    by: str | None
    kind: WordKind
    text: str
    chat_id: int | None = None
    message_id: int | None = None
    remarks: tuple[Remark, ...] = ()
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it comes from a chat."""

    kind: WordKind
    text: str
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class DraftGlance:
    """What somebody is putting together: its lines as typed or named, and how many there are."""

    lines: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation with its words, oldest first. before: how many older ones are not among them."""

    conversation: Conversation
    words: tuple[Word, ...]
    before: int
    credit: CreditStanding
    draft: DraftGlance | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What becomes of the wish for a human. is_new False: he has asked already.

    names: who is asked now; none: nobody of the house can be reached. holder: who has taken it already.
    opens_at: when the office opens; None: it is open.
    """

    conversation_id: uuid.UUID
    is_new: bool
    names: tuple[str, ...]
    holder: str | None
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """found: how many there are in all, that the person may see."""

    conversations: tuple[Conversation, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Found:
    """answer: the office's to what was written. is_likely: none is sure, but somebody may be asked."""

    answer: str | None = None
    is_likely: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A question of the office that may have been meant."""

    id: uuid.UUID
    question: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Words that dealers wrote, and the office's question that they said they meant by them."""

    id: uuid.UUID
    words: str
    question: str
    language: str
    times: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, as it was put last."""

    question: str
    language: str
    times: int
    last_at: datetime
