from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Minor, Moment, UtcDateTime


class ProtectionPolicyRow(Base):
    """For how long goods are protected; nothing is where no row fits."""

    __tablename__ = "protection_policy"

    scope: Mapped[str] = mapped_column(String(10), primary_key=True)  # PolicyScope
    value: Mapped[str] = mapped_column(String(200), primary_key=True)  # brand, code of a vendor; "" for all
    days: Mapped[int] = mapped_column(Integer())  # from the invoice to the fall; 0: not protected
    open_days: Mapped[int] = mapped_column(Integer())  # to claim it in


class ProtectionLookRow(Base):
    """When prices were looked at last, and which they were: a single row."""

    __tablename__ = "protection_look"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    at: Mapped[Moment]
    price_version: Mapped[int] = mapped_column(BigInteger())


class ProtectedLineRow(Base):
    """A line of an invoice whose goods cost the dealer less by now: the best that was found for it so far."""

    __tablename__ = "protected_line"
    __table_args__ = (Index("ix_protected_line_dealer_id_until", "dealer_id", "until"),)

    invoice_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("invoice.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer(), primary_key=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    paid_micros: Mapped[int] = mapped_column(BigInteger())  # for a base unit, less discounts
    now_micros: Mapped[int] = mapped_column(BigInteger())
    fall_micros: Mapped[int] = mapped_column(BigInteger())  # what a base unit is compensated with
    found_on: Mapped[date] = mapped_column(Date())
    until: Mapped[date] = mapped_column(Date())  # the last day to claim it


class ProtectionClaimRow(Base):
    """What a dealer claims for goods of one product. Its prices stay as they were claimed."""

    __tablename__ = "protection_claim"
    __table_args__ = (Index("ix_protection_claim_dealer_id_made_at", "dealer_id", "made_at"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    state: Mapped[str] = mapped_column(String(10))  # ClaimState
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[Minor]  # with tax, as it was claimed
    made_at: Mapped[Moment]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_why: Mapped[str | None] = mapped_column(Text())
    granted_minor: Mapped[int | None] = mapped_column(BigInteger())  # with tax; None: not decided


class ProtectionClaimLineRow(Base):
    """Base units of one invoice line: each is claimed once, whatever becomes of the claim."""

    __tablename__ = "protection_claim_line"

    claim_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("protection_claim.id"), primary_key=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(
        Uuid(), ForeignKey("invoice.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer(), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer())
    granted: Mapped[int | None] = mapped_column(Integer())  # None: not decided
    paid_micros: Mapped[int] = mapped_column(BigInteger())
    now_micros: Mapped[int] = mapped_column(BigInteger())
    fall_micros: Mapped[int] = mapped_column(BigInteger())
    credit_note: Mapped[str | None] = mapped_column(String(40))


class ProtectionCounterRow(Base):
    """Running numbers of a year."""

    __tablename__ = "protection_counter"

    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())
