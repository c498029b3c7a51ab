from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Moment, UtcDateTime


class WarehouseRow(Base):
    __tablename__ = "warehouse"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    region: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(40))
    cut_off: Mapped[str] = mapped_column(String(5))  # HH:MM, local
    lead_days: Mapped[int] = mapped_column(Integer())  # to its own region
    lead_days_elsewhere: Mapped[int] = mapped_column(Integer())


class StockRow(Base):
    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand", name="never_oversold"),
    )

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(Integer())
    reserved: Mapped[int] = mapped_column(Integer())
    incoming: Mapped[int] = mapped_column(Integer())
    incoming_on: Mapped[date | None] = mapped_column(Date())


class ReservationRow(Base):
    __tablename__ = "reservation"

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    line_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    quantity: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(10))  # held, released
    at: Mapped[Moment]


class ShortageRow(Base):
    """Goods that a dealer wanted and did not order for want of stock: demand that was not served."""

    __tablename__ = "stock_shortage"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    wanted: Mapped[int] = mapped_column(Integer())
    given: Mapped[int] = mapped_column(Integer())
