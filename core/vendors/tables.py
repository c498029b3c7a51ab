from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Minor, Moment, UtcDateTime

_LIVE = text("state IN ('sent', 'acknowledged', 'shipped')")


class VendorRow(Base):
    """Somebody we buy from. dealer_id: a dealer that gives up goods of its own (a partner); such a vendor
    stands in no list of vendors, and its code is nobody's to type."""

    __tablename__ = "vendor"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    dealer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("dealer.id"), unique=True)
    # Until when what it was asked for on a day may be changed: HH:MM where it is; no zone: the house's.
    cut_off: Mapped[str] = mapped_column(String(5), server_default="16:00")
    zone: Mapped[str | None] = mapped_column(String(40))


class PartnerOfferRow(Base):
    """What a dealer gives up of a product, until it is taken back."""

    __tablename__ = "partner_offer"

    vendor_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("vendor.id"), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer())  # base units, as it was stated
    cost_micros: Mapped[int] = mapped_column(BigInteger())
    currency: Mapped[str] = mapped_column(String(3))
    valid_until: Mapped[date | None] = mapped_column(Date())  # the last day; None: until it is taken back
    stated_at: Mapped[Moment]


class PartnerPolicyRow(Base):
    """How goods are had from partners: a single row."""

    __tablename__ = "partner_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    answer_minutes: Mapped[int] = mapped_column(Integer())
    lead_days: Mapped[int] = mapped_column(Integer())  # working days until it is with the buyer
    fetch_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    across_regions: Mapped[bool] = mapped_column(Boolean())
    sends: Mapped[bool] = mapped_column(Boolean())  # a partner may send goods himself, and sees where to


class VendorContactRow(Base):
    """Somebody who answers for a vendor in the chat."""

    __tablename__ = "vendor_contact"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    vendor_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("vendor.id"), index=True)


class VendorOfferRow(Base):
    """What a vendor asks for one base unit of a product."""

    __tablename__ = "vendor_offer"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    vendor_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("vendor.id"), primary_key=True)
    cost_micros: Mapped[int] = mapped_column(BigInteger())
    currency: Mapped[str] = mapped_column(String(3))
    lead_days: Mapped[int] = mapped_column(Integer())  # working days until it is with the dealer
    minimum: Mapped[int] = mapped_column(Integer())  # base units
    ships: Mapped[str] = mapped_column(String(8))  # Ships


class PurchaseCounterRow(Base):
    __tablename__ = "purchase_counter"

    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())


class PurchaseOrderRow(Base):
    """Bought for one order, whose goods go straight to the dealer."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        # Goods of an order are bought once at a time, whoever taps twice.
        Index(
            "uq_purchase_order_live_order", "order_id", unique=True, sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_purchase_order_vendor_id_state", "vendor_id", "state"),
    )  # fmt: skip

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    vendor_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("vendor.id"))
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    # PurchaseState; delivered and what an amended order does to it are read, not written.
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer())
    currency: Mapped[str] = mapped_column(String(3))
    sold_minor: Mapped[Minor]
    bought_minor: Mapped[Minor]
    expected_on: Mapped[date] = mapped_column(Date())
    sent_at: Mapped[Moment]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    answered_by: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(Text())  # why it was declined
    why: Mapped[str | None] = mapped_column(String(20))  # why it was cancelled (Frozen)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    shipment_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("shipment.id"))
    receipt: Mapped[str | None] = mapped_column(String(40))  # what a partner's account was credited by


class PurchaseLineRow(Base):
    __tablename__ = "purchase_line"

    id: Mapped[Id]
    purchase_order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("purchase_order.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    line_id: Mapped[uuid.UUID] = mapped_column(Uuid())  # of the order, as long as that has it
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(Integer())  # base units
    cost_micros: Mapped[int] = mapped_column(BigInteger())
    cost_minor: Mapped[Minor]
