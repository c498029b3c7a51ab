from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Minor, Moment, UtcDateTime

_IS_DRAFT = text("state = 'draft'")


class ReturnRow(Base):
    """A request to take goods of one order back."""

    __tablename__ = "return_request"
    __table_args__ = (
        # A person puts one together at a time, in whatever process.
        Index(
            "uq_return_request_draft_person",
            "person_id",
            unique=True,
            sqlite_where=_IS_DRAFT,
            postgresql_where=_IS_DRAFT,
        ),
        Index("ix_return_request_dealer_id_made_at", "dealer_id", "made_at"),
        Index("ix_return_request_state", "state"),
    )

    id: Mapped[Id]
    number: Mapped[str | None] = mapped_column(String(40), unique=True)  # None: a draft
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    invoice: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))  # ReturnState
    version: Mapped[int] = mapped_column(Integer())
    reason: Mapped[str | None] = mapped_column(String(20))  # ReturnReason
    note: Mapped[str] = mapped_column(Text())
    amount_minor: Mapped[Minor]  # with tax, as it was asked for; of a draft 0
    currency: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[Moment]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    outcome: Mapped[str | None] = mapped_column(String(10))  # Outcome
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_why: Mapped[str | None] = mapped_column(Text())
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    received_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    credit_note: Mapped[str | None] = mapped_column(String(40))
    # What the dealer pays for the way back, with tax, as it was shown to him; nothing where it is kept.
    fee_minor: Mapped[int] = mapped_column(BigInteger(), server_default="0")


class ReturnLineRow(Base):
    """Base units of one order line."""

    __tablename__ = "return_line"

    return_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("return_request.id"), primary_key=True)
    line_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer())
    good: Mapped[int | None] = mapped_column(Integer())  # None: nobody has got it
    damaged: Mapped[int | None] = mapped_column(Integer())


class ReturnPhotoRow(Base):
    """A picture that proves a claim. It is kept here and never in the journal."""

    __tablename__ = "return_photo"

    id: Mapped[Id]
    return_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("return_request.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary())
    at: Mapped[Moment]


class ReturnPolicyRow(Base):
    """How long and up to what goods may come back; no row: thirty days, and somebody decides about all."""

    __tablename__ = "return_policy"

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    days: Mapped[int] = mapped_column(Integer())
    at_once_minor: Mapped[int] = mapped_column(BigInteger())


class ReturnFeeRow(Base):
    """What the dealer pays for the way back of goods that return for a reason; no row: the way is ours."""

    __tablename__ = "return_fee"

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)  # ReturnReason
    fee_minor: Mapped[Minor]


class ReturnCounterRow(Base):
    """Running numbers of a year."""

    __tablename__ = "return_counter"

    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())
