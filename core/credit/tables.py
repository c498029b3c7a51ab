from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Minor, Moment


class CreditAccountRow(Base):
    __tablename__ = "credit_account"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    limit_minor: Mapped[Minor]
    invoiced_minor: Mapped[Minor]  # open balance: sum of entries in state invoiced
    held_minor: Mapped[Minor]  # approved, not yet invoiced: sum of entries in state held
    pending_minor: Mapped[Minor]  # waiting for an approval: sum of entries in state pending


class CreditEntryRow(Base):
    __tablename__ = "credit_entry"
    # What is overdue is found among the open entries alone, however long the history is.
    __table_args__ = (Index("ix_credit_entry_dealer_state_due", "dealer_id", "state", "due_on"),)

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)
    document: Mapped[str] = mapped_column(String(60))
    amount_minor: Mapped[int] = mapped_column(BigInteger())
    state: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None] = mapped_column(Date())
    created: Mapped[Moment]
    changed: Mapped[Moment]


class CreditPolicyRow(Base):
    """The house's thresholds; a single row."""

    __tablename__ = "credit_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    soft_basis_points: Mapped[int] = mapped_column(Integer())
    hard_basis_points: Mapped[int] = mapped_column(Integer())
    warn_days: Mapped[int] = mapped_column(Integer())
    restrict_days: Mapped[int] = mapped_column(Integer())
    block_days: Mapped[int] = mapped_column(Integer())
