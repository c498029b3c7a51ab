from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Minor, Moment, UtcDateTime


class CreditAccountRow(Base):
    __tablename__ = "credit_account"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    limit_minor: Mapped[Minor]
    invoiced_minor: Mapped[Minor]  # open balance: sum of entries in state invoiced
    held_minor: Mapped[Minor]  # approved, not yet invoiced: sum of entries in state held
    pending_minor: Mapped[Minor]  # waiting for an approval: sum of entries in state pending
    # Money of the dealer that is not applied to any document; it lowers exposure.
    unapplied_minor: Mapped[int] = mapped_column(BigInteger(), server_default="0")
    # Somebody of the house has stopped this account by hand, and why; None: not stopped.
    hold_reason: Mapped[str | None] = mapped_column(String(200))
    hold_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    hold_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class CreditEntryRow(Base):
    """An order or a document against the account; released and settled ones are its history."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        # The open invoices of a dealer by due date, however long the history is.
        Index(
            "ix_credit_entry_open",
            "dealer_id",
            "due_on",
            sqlite_where=text("state = 'invoiced'"),
            postgresql_where=text("state = 'invoiced'"),
        ),
        Index("ix_credit_entry_dealer_id_document", "dealer_id", "document"),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)
    document: Mapped[str] = mapped_column(String(60))  # number of the order, then of its invoice
    original_minor: Mapped[int] = mapped_column(BigInteger())  # what it came to at first
    amount_minor: Mapped[int] = mapped_column(BigInteger())  # what is still open of it
    state: Mapped[str] = mapped_column(String(10))  # pending, held, invoiced, released
    issued_on: Mapped[date | None] = mapped_column(Date())  # day of the invoice, None before
    due_on: Mapped[date | None] = mapped_column(Date())
    created: Mapped[Moment]
    changed: Mapped[Moment]


class CreditDueRow(Base):
    """Open invoices of a dealer summed by due date: judging reads days, not documents."""

    __tablename__ = "credit_due"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date(), primary_key=True)
    open_minor: Mapped[Minor]  # never 0: a day without open invoices has no row


class CreditPostingRow(Base):
    """One movement of what a dealer owes; all of them add up to open invoices less unapplied money."""

    __tablename__ = "credit_posting"
    __table_args__ = (Index("ix_credit_posting_dealer_id_day_id", "dealer_id", "day", "id"),)

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    day: Mapped[date] = mapped_column(Date())
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60))  # of the document or receipt
    about: Mapped[str] = mapped_column(String(60))  # the document it settles, "" for none
    due_on: Mapped[date | None] = mapped_column(Date())
    amount_minor: Mapped[Minor]  # above zero: the dealer owes more
    at: Mapped[Moment]


class CreditPolicyRow(Base):
    """The house's thresholds; a single row."""

    __tablename__ = "credit_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    soft_basis_points: Mapped[int] = mapped_column(Integer())
    hard_basis_points: Mapped[int] = mapped_column(Integer())
    warn_days: Mapped[int] = mapped_column(Integer())
    restrict_days: Mapped[int] = mapped_column(Integer())
    block_days: Mapped[int] = mapped_column(Integer())
    # What counts as overdue at all, in minor units of the account's currency, and in these times days.
    least_overdue_minor: Mapped[int] = mapped_column(BigInteger(), server_default="0")
    least_overdue_minor_days: Mapped[int] = mapped_column(BigInteger(), server_default="0")
    prepaid_passes: Mapped[bool] = mapped_column(Boolean(), server_default=text("true"))
    # From this amount on an approval wants the decider's second factor; None: never.
    big_approval_minor: Mapped[int | None] = mapped_column(BigInteger())
    changed: Mapped[datetime | None] = mapped_column(UtcDateTime())
