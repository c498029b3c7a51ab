from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, Moment, UtcDateTime


class CardRow(Base):
    """A message of ours that shows one thing (a draft, a request), so that it can be edited or frozen."""

    __tablename__ = "bot_card"

    chat_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)  # "draft:<id>", "approval:<id>"
    version: Mapped[int] = mapped_column(Integer())
    at: Mapped[Moment]


class ExpectationRow(Base):
    """A question of ours that the next typed message of a chat answers; one a chat."""

    __tablename__ = "bot_expectation"

    chat_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))  # who takes the answer: a key of bot.answers.ANSWERS
    data: Mapped[Json]
    # Key of the message that answered it: the same message coming again after a crash is the answer again.
    answered_by: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[Moment]


class ProposalRow(Base):
    """An act of the back office that is being put together or waits for its Confirm; good once."""

    __tablename__ = "bot_proposal"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    command: Mapped[str] = mapped_column(String(40))  # key of an admin command
    arguments: Mapped[Json]  # see bot.office.proposals
    made_at: Mapped[Moment]  # when it last moved on
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SentPictureRow(Base):
    """What Telegram calls a picture that this bot has sent before, so that it is uploaded once."""

    __tablename__ = "bot_sent_picture"

    bot_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(200))
    at: Mapped[Moment]


class SentRow(Base):
    """A message of ours that is known to have arrived; kept for some days (``bot.sent``)."""

    __tablename__ = "bot_sent"

    chat_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True, index=True)
    at: Mapped[Moment]
