from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Moment, UtcDateTime


class TemplateRow(Base):
    """A list of goods under a name; a person's own, or shared with everybody of the dealer."""

    __tablename__ = "order_template"
    __table_args__ = (
        Index("uq_order_template_person_name", "dealer_id", "person_id", "name_key", unique=True),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(80))  # the name as names are compared
    is_shared: Mapped[bool] = mapped_column(Boolean())
    created: Mapped[Moment]
    changed: Mapped[Moment]


class TemplateLineRow(Base):
    """A product with its quantity, and what it cost and held when it was saved."""

    __tablename__ = "order_template_line"

    template_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("order_template.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer(), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    unit: Mapped[str | None] = mapped_column(String(20))
    unit_quantity: Mapped[str] = mapped_column(String(24))  # exact decimal
    quantity: Mapped[int] = mapped_column(Integer())  # base units
    unit_price_micros: Mapped[int | None] = mapped_column(BigInteger())
    currency: Mapped[str | None] = mapped_column(String(3))


class StandingOrderRow(Base):
    """A template that is ordered by itself."""

    __tablename__ = "standing_order"

    template_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("order_template.id"), primary_key=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))  # in whose name
    every: Mapped[str] = mapped_column(String(8))  # week, month
    weekdays: Mapped[JsonList]  # Monday is 0
    weeks: Mapped[int] = mapped_column(Integer())
    month_day: Mapped[int] = mapped_column(Integer())
    at: Mapped[str] = mapped_column(String(5))  # HH:MM in the dealer's zone
    on_holiday: Mapped[str] = mapped_column(String(5))  # skip, move
    starts_on: Mapped[date] = mapped_column(Date())
    ends_on: Mapped[date | None] = mapped_column(Date())
    is_paused: Mapped[bool] = mapped_column(Boolean())
    # When the clock has to look at it next; None: paused, or over.
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    changed: Mapped[Moment]


class StandingPeriodRow(Base):
    """One time that a standing order came due: one row a template and day, whatever is restarted."""

    __tablename__ = "standing_period"

    template_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("order_template.id"), primary_key=True)
    period_on: Mapped[date] = mapped_column(Date(), primary_key=True)  # the day by its schedule
    place_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(10))  # shown, confirmed, skipped, placed, failed
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    why: Mapped[str | None] = mapped_column(Text())
    changed: Mapped[Moment]


class StandingChangeRow(Base):
    """Another quantity of one product, for one period only; 0 leaves it out."""

    __tablename__ = "standing_change"

    template_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True)
    period_on: Mapped[date] = mapped_column(Date(), primary_key=True)
    position: Mapped[int] = mapped_column(Integer(), primary_key=True)
    unit_quantity: Mapped[str] = mapped_column(String(24))
