from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Moment, UtcDateTime

_IS_LIVE = text("state <> 'closed'")


class ConversationRow(Base):
    """Somebody of a dealer wants a human: who was asked, who has it. One that is not closed a person."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "uq_conversation_live",
            "person_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_conversation_holder", "holder_id", sqlite_where=_IS_LIVE, postgresql_where=_IS_LIVE),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(8))  # ConversationState
    version: Mapped[int] = mapped_column(Integer())
    opened_at: Mapped[Moment]
    offered: Mapped[JsonList]  # ids of everybody who was asked, as text
    # Until then somebody of the house is to say something; None: nobody waits.
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    holder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    is_talking: Mapped[bool] = mapped_column(Boolean())  # what the holder writes goes to the dealer
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))


class WordRow(Base):
    """One message of a conversation's thread; never changed but for ``read_at``."""

    __tablename__ = "conversation_word"
    __table_args__ = (UniqueConstraint("conversation_id", "number", name="uq_conversation_word_number"),)

    id: Mapped[Id]
    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("conversation.id"))
    number: Mapped[int] = mapped_column(Integer())  # from 1, in the order of the thread
    at: Mapped[Moment]
    side: Mapped[str] = mapped_column(String(8))  # Side
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))  # WordKind
    text: Mapped[str] = mapped_column(Text())
    chat_id: Mapped[int | None] = mapped_column(BigInteger())
    message_id: Mapped[int | None] = mapped_column(BigInteger())
    remarks: Mapped[JsonList]  # what the machine answered: [code, params]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class MissRow(Base):
    """How many messages in a row were not understood, so that a human is offered at the second."""

    __tablename__ = "support_miss"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    times: Mapped[int] = mapped_column(Integer())
    at: Mapped[Moment]


class AnswerRow(Base):
    """A question as dealers put it, and what the office says to it; several may have the same answer."""

    __tablename__ = "office_answer"
    __table_args__ = (Index("uq_office_answer_key", "key", "language", unique=True),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200))  # the question folded
    question: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(Text())


class MeantRow(Base):
    """Words that somebody was asked about: whether he meant that answer, and how often it was so.

    The office decides once, by a tap, whether they become one of its questions.
    """

    __tablename__ = "meant_question"
    __table_args__ = (Index("uq_meant_question", "key", "language", "answer_key", unique=True),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200))  # the words folded
    question: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12))  # of the answer
    answer_key: Mapped[str] = mapped_column(String(200))  # of the office's question
    times: Mapped[int] = mapped_column(Integer())
    last_at: Mapped[Moment]
    is_decided: Mapped[bool] = mapped_column(Boolean())


class UnansweredRow(Base):
    """A question that nobody has written an answer to, and how often it was asked."""

    __tablename__ = "unanswered_question"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    question: Mapped[str] = mapped_column(Text())
    times: Mapped[int] = mapped_column(Integer())
    last_at: Mapped[Moment]
