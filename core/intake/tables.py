from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Moment, UtcDateTime


class AliasRow(Base):
    """A dealer's own words for a product, with where they came from. Undone rows stay as evidence."""

    __tablename__ = "alias"
    __table_args__ = (
        Index(
            "uq_alias_dealer_phrase_live",
            "dealer_id",
            "phrase_key",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    phrase_key: Mapped[str] = mapped_column(String(200))
    phrase: Mapped[str] = mapped_column(Text())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    source: Mapped[str] = mapped_column(String(12))  # tap, correction, import
    from_text: Mapped[str] = mapped_column(Text())
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    uses: Mapped[int] = mapped_column(Integer())
    created: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class TopicRow(Base):
    """What somebody asked about last, until something is ordered: "ok, 2 boxes" means these products."""

    __tablename__ = "topic"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    products: Mapped[JsonList]  # product ids as text
    asked_at: Mapped[Moment]


class HabitRow(Base):
    """What a dealer usually buys; every placed order adds to it."""

    __tablename__ = "habit"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True)
    times: Mapped[int] = mapped_column(Integer())
    recent: Mapped[JsonList]  # the last seven quantities in base units, newest last
    last_on: Mapped[date] = mapped_column(Date())


class StockWatchRow(Base):
    """Somebody wants to be told, once, when a product is there again."""

    __tablename__ = "stock_watch"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(
        Uuid(), ForeignKey("product.id"), primary_key=True, index=True
    )
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    at: Mapped[Moment]
