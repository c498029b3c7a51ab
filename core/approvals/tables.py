from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Minor, Moment, UtcDateTime


class ApprovalRow(Base):
    __tablename__ = "approval"
    __table_args__ = (Index("ix_approval_approver_id_state", "approver_id", "state"),)

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    approver_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())  # None: anybody of the back office
    reasons: Mapped[JsonList]
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(10))  # open, approved, declined
    version: Mapped[int] = mapped_column(Integer())
    asked_at: Mapped[Moment]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    decision_reason: Mapped[str | None] = mapped_column(Text())
