from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Uuid,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, JsonValue, Minor, Moment, UtcDateTime


class SellerRow(Base):
    """How the house signs its documents; a single row."""

    __tablename__ = "seller"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    details: Mapped[Json]  # the fields of ``Seller``


class BillingPartyRow(Base):
    """How a dealer is addressed on documents, where that differs from its name and first place."""

    __tablename__ = "billing_party"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    details: Mapped[Json]  # the fields of ``Party``


class DocumentCounterRow(Base):
    """The last number of a kind of document in a year; locked while the next one is taken."""

    __tablename__ = "document_counter"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())


class InvoiceRow(Base):
    """An invoice or credit note as issued; it never changes. What is open of it is in ``credit_entry``."""

    __tablename__ = "invoice"
    __table_args__ = (
        Index(
            "uq_invoice_order_id",
            "order_id",
            unique=True,
            sqlite_where=text("kind = 'invoice'"),
            postgresql_where=text("kind = 'invoice'"),
        ),
        Index("ix_invoice_dealer_id_issued_on", "dealer_id", "issued_on"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12))  # invoice, credit_note
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    entry_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)  # of the ledger; of the invoice
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    order_number: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str | None] = mapped_column(String(60), index=True)  # a credit note's invoice
    reason: Mapped[str | None] = mapped_column(Text())
    # A credit note over the price of goods that the dealer keeps: their pieces may still come back.
    is_allowance: Mapped[bool] = mapped_column(Boolean(), server_default=false())
    seller: Mapped[Json]
    dealer: Mapped[Json]
    ship_to: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    issued_on: Mapped[date] = mapped_column(Date())
    due_on: Mapped[date] = mapped_column(Date())
    net_days: Mapped[int | None] = mapped_column(Integer())
    early_basis_points: Mapped[int] = mapped_column(Integer())  # 0: none
    early_until: Mapped[date | None] = mapped_column(Date())
    early_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    subtotal_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    shipping_minor: Mapped[Minor]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    taxes: Mapped[JsonList]  # the fields of each ``TaxShare``, amounts in minor units
    created: Mapped[Moment]
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class InvoiceLineRow(Base):
    __tablename__ = "invoice_line"

    invoice_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("invoice.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer(), primary_key=True)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    unit_quantity: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer())
    unit_price_micros: Mapped[int] = mapped_column(BigInteger())
    gross_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    tax_category: Mapped[str] = mapped_column(String(4))
    tax_basis_points: Mapped[int] = mapped_column(Integer())
    tax_included: Mapped[bool] = mapped_column(Boolean())
    instead_of: Mapped[str | None] = mapped_column(String(200))


class PaymentRow(Base):
    """What stands in a dealer's favour: money that came in, or a credit note."""

    __tablename__ = "payment"
    __table_args__ = (
        # One bank reference counts once for a dealer; a payment taken back may be recorded again.
        Index(
            "uq_payment_dealer_id_reference",
            "dealer_id",
            "reference",
            unique=True,
            sqlite_where=text("reversed_on IS NULL"),
            postgresql_where=text("reversed_on IS NULL"),
        ),
        Index("ix_payment_dealer_id_paid_on", "dealer_id", "paid_on"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12))  # payment, credit_note
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[Minor]
    unapplied_minor: Mapped[Minor]  # what is left of it on the account
    paid_on: Mapped[date] = mapped_column(Date())
    reference: Mapped[str] = mapped_column(String(140))
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    reversed_on: Mapped[date | None] = mapped_column(Date())
    reversed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reversal_reason: Mapped[str | None] = mapped_column(Text())


class PaymentPartRow(Base):
    """What one payment settled of one document; parts of a payment taken back are ``undone``."""

    __tablename__ = "payment_part"

    id: Mapped[Id]
    payment_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("payment.id"), index=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    document: Mapped[str] = mapped_column(String(60))
    paid_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]  # early-payment discount that this part has earned
    discount_tax_minor: Mapped[Minor]
    day: Mapped[date] = mapped_column(Date())  # the day the money counts from
    undone: Mapped[bool] = mapped_column(Boolean())


class DueReminderRow(Base):
    """How many reminders of an open invoice its dealer had (``reminding.stage_of``)."""

    __tablename__ = "due_reminder"

    entry_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("credit_entry.id"), primary_key=True)
    stage: Mapped[int] = mapped_column(Integer())


class BillingPolicyRow(Base):
    """When orders are invoiced, and how dealers are reminded of what is due: a single row."""

    __tablename__ = "billing_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    moment: Mapped[str] = mapped_column(String(12))  # approved, shipped, delivered
    # Days before an invoice is due, days between two reminders later, and whether there are any.
    remind_before: Mapped[int] = mapped_column(Integer(), server_default="3")
    remind_again: Mapped[int] = mapped_column(Integer(), server_default="7")
    is_reminding: Mapped[bool] = mapped_column(Boolean(), server_default=true())
