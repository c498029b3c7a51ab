from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, Moment, UtcDateTime


def _not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    return tuple(CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative") for name in columns)


def _counter() -> Mapped[int]:
    return mapped_column(Integer(), server_default="0")


def _label(length: int) -> Mapped[str]:
    return mapped_column(String(length), server_default="")


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
    # A closed warehouse takes no new reservation; what lies there can be shipped and moved out.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class StockRow(Base):
    """What of a product lies in a warehouse, by place: the lock of all that moves it, and the fast figure.

    on_hand: what may be sold, with what is reserved of it. Nothing else of the row is part of on_hand.
    """

    __tablename__ = "stock"
    __table_args__ = (
        *_not_negative("reserved", "picked", "damaged", "quarantine", "kept"),
        CheckConstraint("reserved <= on_hand", name="never_oversold"),
    )

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(Integer())
    reserved: Mapped[int] = mapped_column(Integer())
    picked: Mapped[int] = _counter()
    damaged: Mapped[int] = _counter()
    quarantine: Mapped[int] = _counter()
    kept: Mapped[int] = _counter()  # goods of a dealer


class StockLotRow(Base):
    """The part of a stock row that has a lot code or another owner; the rest of it is loose.

    owner: "" the house, "vendor:<name>" consigned, "dealer:<code>" kept for a dealer. An empty lot stays:
    what comes back of it has its date.
    """

    __tablename__ = "stock_lot"
    __table_args__ = (
        *_not_negative("on_hand", "picked", "damaged", "quarantine", "kept"),
        Index("ix_stock_lot_expires_on", "expires_on"),
    )

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    lot: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(60), primary_key=True)
    expires_on: Mapped[date | None] = mapped_column(Date())  # the last day on which it may be sold
    on_hand: Mapped[int] = _counter()
    picked: Mapped[int] = _counter()
    damaged: Mapped[int] = _counter()
    quarantine: Mapped[int] = _counter()
    kept: Mapped[int] = _counter()


class StockMovementRow(Base):
    """One movement of goods from a place to a place (null: outside of the warehouse); never changed."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="moves_something"),
        Index("ix_stock_movement_product_id_warehouse_id_at", "product_id", "warehouse_id", "at"),
    )

    id: Mapped[Id]
    at: Mapped[Moment]
    kind: Mapped[str] = mapped_column(String(16))
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    quantity: Mapped[int] = mapped_column(Integer())
    source: Mapped[str | None] = mapped_column(String(10))
    target: Mapped[str | None] = mapped_column(String(10))
    lot: Mapped[str] = _label(40)
    owner: Mapped[str] = _label(60)
    reason: Mapped[str | None] = mapped_column(Text())
    document_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid(), index=True
    )  # an order, a transfer, a receipt
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class StockIncomingRow(Base):
    """A delivery on its way: from a vendor, or (from_warehouse_id) from another warehouse.

    quantity: what has not come yet, 0 when all has; code: what the house calls it, "" where it has no name.
    """

    __tablename__ = "stock_incoming"
    __table_args__ = (
        *_not_negative("quantity"),
        Index(
            "ix_stock_incoming_open",
            "product_id",
            "warehouse_id",
            sqlite_where=text("quantity > 0"),
            postgresql_where=text("quantity > 0"),
        ),
    )

    id: Mapped[Id]
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    code: Mapped[str] = _label(60)
    quantity: Mapped[int] = mapped_column(Integer())
    sent: Mapped[int] = mapped_column(Integer())
    expected_on: Mapped[date | None] = mapped_column(Date())
    from_warehouse_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    document_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)
    lot: Mapped[str] = _label(40)
    owner: Mapped[str] = _label(60)
    expires_on: Mapped[date | None] = mapped_column(Date())
    # The order (and its line) that these goods are moved for; nobody else is promised them.
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    line_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    at: Mapped[Moment]


class WaterMarkRow(Base):
    """Below safety it is urgent, below warning it is time; maximum is as much as is wanted there."""

    __tablename__ = "water_mark"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    safety: Mapped[int] = mapped_column(Integer())
    warning: Mapped[int] = mapped_column(Integer())
    maximum: Mapped[int] = mapped_column(Integer())


class StockProposalRow(Base):
    """To move goods here from another warehouse, or (no from_warehouse_id) to order them from the vendor.

    order_id, line_id: the order that its goods are reserved for and that waits for them; else for the shelf.
    """

    __tablename__ = "stock_proposal"
    __table_args__ = (
        Index(
            "uq_stock_proposal_open",
            "product_id",
            "warehouse_id",
            unique=True,
            sqlite_where=text("state = 'open' AND order_id IS NULL"),
            postgresql_where=text("state = 'open' AND order_id IS NULL"),
        ),
        Index(
            "ix_stock_proposal_order_id",
            "order_id",
            sqlite_where=text("order_id IS NOT NULL"),
            postgresql_where=text("order_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    at: Mapped[Moment]
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    from_warehouse_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    quantity: Mapped[int] = mapped_column(Integer())
    arrives_on: Mapped[date | None] = mapped_column(Date())
    facts: Mapped[Json]  # the figures it was made of
    state: Mapped[str] = mapped_column(String(10))  # open, accepted, declined, expired
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    line_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class ReservationRow(Base):
    """Goods set aside for an order (or a quotation), then picked and shipped for it.

    lot and owner: what was picked. expires_at: until then, where it is not for good.
    """

    __tablename__ = "reservation"
    __table_args__ = (
        Index(
            "ix_reservation_expires_at",
            "expires_at",
            sqlite_where=text("expires_at IS NOT NULL"),
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    line_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    quantity: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(10))  # held, picked, shipped, released
    lot: Mapped[str] = _label(40)
    owner: Mapped[str] = _label(60)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
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


class HolidayRow(Base):
    """A day on which the house does not work."""

    __tablename__ = "house_holiday"

    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class OfficeRow(Base):
    """When somebody is at the office, and how fast dealers are answered: one row; none: the default."""

    __tablename__ = "support_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    days: Mapped[JsonList]  # 0 Monday … 6 Sunday
    answer_minutes: Mapped[int] = mapped_column(Integer())
