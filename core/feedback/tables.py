from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Moment, UtcDateTime


class DeliveryRatingRow(Base):
    """That a person was asked about a delivery, and what was answered; the last word of its day counts."""

    __tablename__ = "delivery_rating"
    __table_args__ = (Index("ix_delivery_rating_asked", "person_id", "asked_at"),)

    proof_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("proof.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    asked_at: Mapped[Moment]
    rating: Mapped[int | None] = mapped_column(Integer())
    words: Mapped[str] = mapped_column(String(500))
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime())  # the first time


class SurveyRow(Base):
    """A question to many: the broadcast that asks it, and until when it is answered."""

    __tablename__ = "survey"

    id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("broadcast.id"), primary_key=True)
    ends_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SurveyAnswerRow(Base):
    """What one person answers; changed until the survey ends."""

    __tablename__ = "survey_answer"

    survey_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("survey.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    dealer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    choice: Mapped[int] = mapped_column(Integer())  # counted from 1
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[Moment]


class FeedbackPolicyRow(Base):
    """How often people are asked: one row, or none for what is usual."""

    __tablename__ = "feedback_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    ask_days: Mapped[int] = mapped_column(Integer())
