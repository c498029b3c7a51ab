from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, Moment, UtcDateTime


class OrderFileRow(Base):
    """A file that somebody of a dealer sent to order by."""

    __tablename__ = "order_file"
    __table_args__ = (Index("ix_order_file_dealer_digest", "dealer_id", "digest"),)

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text())
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256, by which the bytes are kept
    layout: Mapped[Json]
    columns: Mapped[JsonList]  # letter, heading and sample of each
    numbers: Mapped[JsonList]  # columns that could be the quantity
    rows: Mapped[int] = mapped_column(Integer())
    is_sure: Mapped[bool] = mapped_column(Boolean())
    sent_at: Mapped[Moment]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class TableLayoutRow(Base):
    """The columns of a dealer's own tables, as somebody of the dealer confirmed them."""

    __tablename__ = "table_layout"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    signature: Mapped[str] = mapped_column(String(16), primary_key=True)
    columns: Mapped[Json]
    confirmed_at: Mapped[Moment]
