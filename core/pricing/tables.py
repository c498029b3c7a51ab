from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonValue, Minor, Moment, UtcDateTime


class TierRow(Base):
    __tablename__ = "tier"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    margin_basis_points: Mapped[int] = mapped_column(Integer())
    net_days: Mapped[int] = mapped_column(Integer())
    currency: Mapped[str] = mapped_column(String(3))
    free_shipping_above_minor: Mapped[int | None] = mapped_column(BigInteger())
    early_payment_basis_points: Mapped[int] = mapped_column(Integer())
    early_payment_days: Mapped[int] = mapped_column(Integer())


class BasePriceRow(Base):
    """What a product costs the house, and its list price, in one currency."""

    __tablename__ = "base_price"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    cost_micros: Mapped[int | None] = mapped_column(BigInteger())
    list_micros: Mapped[int | None] = mapped_column(BigInteger())


class PriceListEntryRow(Base):
    __tablename__ = "price_list_entry"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), index=True)
    region: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8))  # list, net
    currency: Mapped[str] = mapped_column(String(3))
    price_micros: Mapped[int] = mapped_column(BigInteger())
    valid_from: Mapped[Moment]
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    priority: Mapped[int] = mapped_column(Integer())


class NegotiatedRateRow(Base):
    __tablename__ = "negotiated_rate"
    __table_args__ = (Index("ix_negotiated_rate_dealer_id", "dealer_id"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    scope: Mapped[str] = mapped_column(String(10))  # product, category, brand
    value: Mapped[str] = mapped_column(String(200))  # product id, category path, brand
    kind: Mapped[str] = mapped_column(String(12))  # cost_plus, net, percent_off
    basis_points: Mapped[int | None] = mapped_column(Integer())
    price_micros: Mapped[int | None] = mapped_column(BigInteger())
    currency: Mapped[str | None] = mapped_column(String(3))
    takes_breaks: Mapped[bool] = mapped_column(Boolean())
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


class QuantityBreakRow(Base):
    """One step of a break schedule; the steps of one code make the schedule."""

    __tablename__ = "quantity_break"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    min_quantity: Mapped[int] = mapped_column(Integer(), primary_key=True)
    scope: Mapped[str] = mapped_column(String(10))  # all, category, brand, product
    value: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(10))  # list, standard
    off_basis_points: Mapped[int] = mapped_column(Integer())


class PromotionRow(Base):
    __tablename__ = "promotion"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))  # spend_save, buy_get, flash
    terms: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    coupon: Mapped[str | None] = mapped_column(String(40))
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    priority: Mapped[int] = mapped_column(Integer())
    stackable: Mapped[bool] = mapped_column(Boolean())
    exclusive_group: Mapped[str | None] = mapped_column(String(40))
    cap: Mapped[int | None] = mapped_column(Integer())  # flash: pieces; coupon: uses
    used: Mapped[int] = mapped_column(Integer())
    active: Mapped[bool] = mapped_column(Boolean())


class ShippingRuleRow(Base):
    __tablename__ = "shipping_rule"

    region: Mapped[str] = mapped_column(String(40), primary_key=True)  # "" for every other region
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    fee_minor: Mapped[Minor]


class TaxRuleRow(Base):
    """What is taxed and how; goods and regions without a rule are not taxed.

    region and category "": everywhere, everything. The deepest category decides, then the narrower region,
    then the later start.
    """

    __tablename__ = "tax_rule"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    region: Mapped[str] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(200))  # path of goods
    tax_category: Mapped[str] = mapped_column(String(4))  # UNCL 5305: S, Z, E, ...
    basis_points: Mapped[int] = mapped_column(Integer())
    included: Mapped[bool] = mapped_column(Boolean())  # True: prices contain it
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PriceChangeRow(Base):
    """The price book's version: a single row, raised by every change of a rule."""

    __tablename__ = "price_change"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger())


class PriceBandRow(Base):
    """How far around the guide price a sub-distributor may set the own prices; the narrowest one counts."""

    __tablename__ = "price_band"

    scope: Mapped[str] = mapped_column(String(10), primary_key=True)  # product, category, brand, all
    value: Mapped[str] = mapped_column(String(200), primary_key=True)  # product id, path, brand; "" for all
    below_basis_points: Mapped[int] = mapped_column(Integer())
    above_basis_points: Mapped[int] = mapped_column(Integer())


class ResalePriceRow(Base):
    """What a dealer's own dealers pay for a product: set by the dealer above them, for all of them."""

    __tablename__ = "resale_price"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    price_micros: Mapped[int] = mapped_column(BigInteger())
    set_at: Mapped[Moment]
    set_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
