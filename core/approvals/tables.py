from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Minor, Moment, UtcDateTime


class ApprovalRow(Base):
    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_subject_id", "subject_id"),
        Index("ix_approval_state_asked_at", "state", "asked_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))  # order, price_request, tier_move, application
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    label: Mapped[str] = mapped_column(String(60))  # what people call the subject: an order's number
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    rep_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())  # the dealer's rep when it was asked
    region: Mapped[str] = mapped_column(String(40))
    tier: Mapped[str] = mapped_column(String(20))
    requested_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    triggers: Mapped[JsonList]  # TriggerKind codes
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer())
    asked_at: Mapped[Moment]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    decision_reason: Mapped[str | None] = mapped_column(Text())


class ApprovalStepRow(Base):
    __tablename__ = "approval_step"
    # The clock looks for open steps that are due, however many are done.
    __table_args__ = (Index("ix_approval_step_state_due_at", "state", "due_at"),)

    id: Mapped[Id]
    approval_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("approval.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    level: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))  # waiting, open, passed, closed
    triggers: Mapped[JsonList]
    hours: Mapped[int | None] = mapped_column(Integer())  # None: no time limit
    at_end: Mapped[str] = mapped_column(String(10))  # escalate, approve, refuse
    by_clock: Mapped[bool] = mapped_column(Boolean(), server_default=sa.false())  # else by working time
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    on_behalf_of: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class ApprovalAskedRow(Base):
    """Who was asked or told. step_id None: told only, of the whole request."""

    __tablename__ = "approval_asked"

    id: Mapped[Id]
    approval_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("approval.id"), index=True)
    step_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("approval_step.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)


class ApprovalNoteRow(Base):
    """Questions to the dealer and their answers."""

    __tablename__ = "approval_note"

    id: Mapped[Id]
    approval_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("approval.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    is_question: Mapped[bool] = mapped_column(Boolean())
    text: Mapped[str] = mapped_column(Text())
    at: Mapped[Moment]


class ApprovalRuleRow(Base):
    __tablename__ = "approval_rule"

    id: Mapped[Id]
    trigger: Mapped[str] = mapped_column(String(30))
    level: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    duty: Mapped[str] = mapped_column(String(10))  # decide, tell
    position: Mapped[int] = mapped_column(Integer())
    currency: Mapped[str | None] = mapped_column(String(3))
    least: Mapped[int | None] = mapped_column(BigInteger())  # minor units; without a currency basis points
    most: Mapped[int | None] = mapped_column(BigInteger())
    region: Mapped[str | None] = mapped_column(String(40))
    tier: Mapped[str | None] = mapped_column(String(20))
    hours: Mapped[int] = mapped_column(Integer())
    at_end: Mapped[str] = mapped_column(String(10))  # escalate, approve, refuse
    active: Mapped[bool] = mapped_column(Boolean())
    urgent_always: Mapped[bool] = mapped_column(Boolean(), server_default=sa.false())


class ApprovalChangeRow(Base):
    """The change counter of the rules: a single row, locked by whoever changes them."""

    __tablename__ = "approval_change"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger())


class ApprovalDeputyRow(Base):
    """Who stands in for whom, from a moment until before another; one at a time for each person."""

    __tablename__ = "approval_deputy"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    deputy_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]


class ApprovalRegionRow(Base):
    """The one region that somebody of the house decides about; who has no row decides about all."""

    __tablename__ = "approval_region"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    region: Mapped[str] = mapped_column(String(40))
