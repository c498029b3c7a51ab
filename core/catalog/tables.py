from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, Moment, UtcDateTime


class ProductRow(Base):
    __tablename__ = "product"

    id: Mapped[Id]
    sku: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    brand: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(200))  # path, levels joined by "/"
    vendor: Mapped[str] = mapped_column(String(80))
    attributes: Mapped[Json]
    packs: Mapped[Json]  # unit code -> base units in it; the base unit itself is 1
    sales_unit: Mapped[str] = mapped_column(String(20))  # what it is usually sold in
    order_multiple: Mapped[int] = mapped_column(Integer())  # in base units
    weight_g: Mapped[int] = mapped_column(Integer())
    volume_ml: Mapped[int] = mapped_column(Integer())
    restricted: Mapped[bool] = mapped_column(Boolean())
    active: Mapped[bool] = mapped_column(Boolean())
    change: Mapped[int] = mapped_column(BigInteger(), index=True)
    # When it came into the catalogue; None: before that was noted.
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class ProductNameRow(Base):
    __tablename__ = "product_name"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class BarcodeRow(Base):
    __tablename__ = "barcode"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), index=True)
    unit: Mapped[str] = mapped_column(String(20))


class SubstituteRow(Base):
    __tablename__ = "substitute"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    substitute_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(Integer())


class ProductPictureRow(Base):
    """The picture of a product: bytes in the store of objects, found by their SHA-256."""

    __tablename__ = "product_picture"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())  # None: by the command line
    at: Mapped[Moment]


class AssortmentRow(Base):
    """One rule of an approved list: a product (sku), a brand or a category path that belongs to it."""

    __tablename__ = "assortment"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)


class CatalogChangeRow(Base):
    """The change counter: a single row, locked by whoever changes the catalogue."""

    __tablename__ = "catalog_change"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger())
