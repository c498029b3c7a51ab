from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, Moment, UtcDateTime

_IS_LIVE = text("state IN ('asked', 'chosen', 'booked', 'silent')")


class LocationRow(Base):
    """Where a product lies in a warehouse."""

    __tablename__ = "stock_location"

    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"), primary_key=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(20))
    bin: Mapped[str] = mapped_column(String(20))


class CarrierRow(Base):
    """Who carries goods for us; ``link`` leads to a shipment's page, ``{number}`` stands for its number."""

    __tablename__ = "carrier"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    link: Mapped[str] = mapped_column(String(300))


class DeliveryCounterRow(Base):
    """Running numbers of a year: of pick lists (PL) and shipments (SH)."""

    __tablename__ = "delivery_counter"

    kind: Mapped[str] = mapped_column(String(2), primary_key=True)
    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())


class PickListRow(Base):
    __tablename__ = "pick_list"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    made_at: Mapped[Moment]


class ShipmentRow(Base):
    __tablename__ = "shipment"
    __table_args__ = (
        # A carrier's word names exactly one shipment.
        Index(
            "uq_shipment_carrier_tracking_number",
            "carrier",
            "tracking_number",
            unique=True,
            sqlite_where=text("tracking_number IS NOT NULL"),
            postgresql_where=text("tracking_number IS NOT NULL"),
        ),
        Index("ix_shipment_warehouse_id_state", "warehouse_id", "state"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    # None, as its warehouse: it comes straight from a vendor.
    pick_list_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("pick_list.id"), index=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    ship_to_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    warehouse_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer())
    is_urgent: Mapped[bool] = mapped_column(Boolean())
    promised_on: Mapped[date | None] = mapped_column(Date())
    parcels: Mapped[JsonList]  # grams of each
    way: Mapped[str | None] = mapped_column(String(10))  # van, carrier, pick_up
    carrier: Mapped[str | None] = mapped_column(String(20), ForeignKey("carrier.code"))
    tracking_number: Mapped[str | None] = mapped_column(String(60))
    window_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    window_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    received_by: Mapped[str | None] = mapped_column(String(80))
    packed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    shipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    out_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class ShipmentLineRow(Base):
    __tablename__ = "shipment_line"

    id: Mapped[Id]
    shipment_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("shipment.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    line_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    quantity: Mapped[int] = mapped_column(Integer())  # base units, as all below
    zone: Mapped[str] = mapped_column(String(20))  # as it was when the list was made
    bin: Mapped[str] = mapped_column(String(20))
    lots: Mapped[JsonList]  # {"lot", "owner", "quantity", "expires_on"}, first expired first
    found: Mapped[int | None] = mapped_column(Integer())  # None: nobody has said
    lack: Mapped[str | None] = mapped_column(String(12))  # not_found, damaged
    refused: Mapped[int] = mapped_column(Integer())
    damaged: Mapped[int] = mapped_column(Integer())


class CarrierBookingRow(Base):
    """A shipment given to a carrier by machine; its id is the key by which the carrier knows it."""

    __tablename__ = "carrier_booking"
    __table_args__ = (
        Index(
            "uq_carrier_booking_live",
            "shipment_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_carrier_booking_shipment_id", "shipment_id"),
    )

    id: Mapped[Id]
    shipment_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("shipment.id"))
    state: Mapped[str] = mapped_column(String(12))  # BookingState
    only: Mapped[str | None] = mapped_column(String(20), ForeignKey("carrier.code"))
    # {"carrier", "service", "price", "currency", "delivers_on"}, the chosen one first
    rates: Mapped[JsonList]
    left_out: Mapped[JsonList]  # {"carrier", "why", "said"}
    reason: Mapped[str | None] = mapped_column(String(10))
    tracking_number: Mapped[str | None] = mapped_column(String(60))
    label: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of its PDF
    asked_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    asked_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class TrackingRow(Base):
    """What a carrier told of a shipment; each of its events once."""

    __tablename__ = "shipment_tracking"
    __table_args__ = (
        Index("uq_shipment_tracking_source_event", "source", "event", unique=True),
        Index("ix_shipment_tracking_shipment_id", "shipment_id"),
    )

    id: Mapped[Id]
    shipment_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("shipment.id"))
    source: Mapped[str] = mapped_column(String(20))  # the carrier's code
    event: Mapped[str] = mapped_column(String(100))  # its own id of the event
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[Moment]
    heard_at: Mapped[Moment]
    note: Mapped[str] = mapped_column(Text())
