from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Moment, UtcDateTime


class PreparedOrderRow(Base):
    """What somebody of the house puts together for a dealer, until the dealer takes it."""

    __tablename__ = "prepared_order"
    __table_args__ = (
        # One of each dealer that somebody is still at: a second text adds to it.
        Index(
            "uq_prepared_order_open_rep_dealer",
            "rep_id",
            "dealer_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_prepared_order_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    rep_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer())
    lines: Mapped[JsonList]  # as a draft's lines are
    text: Mapped[str] = mapped_column(Text())  # as it was written
    note: Mapped[str | None] = mapped_column(Text())
    delivery_date: Mapped[date | None] = mapped_column(Date())
    total_minor: Mapped[int | None] = mapped_column(BigInteger())  # when it was sent
    currency: Mapped[str | None] = mapped_column(String(3))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    answered_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())  # of the dealer: took it, or wants it not
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("orders.id"))
    created: Mapped[Moment]
    changed: Mapped[Moment]
