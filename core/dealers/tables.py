from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Moment, UtcDateTime


class PersonRow(Base):
    __tablename__ = "person"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)  # E.164
    language: Mapped[str | None] = mapped_column(String(12))  # None: not chosen yet
    zone: Mapped[str] = mapped_column(String(40))
    telegram_id: Mapped[int | None] = mapped_column(BigInteger(), unique=True)
    staff_role: Mapped[str | None] = mapped_column(String(20))
    blocked: Mapped[bool] = mapped_column(Boolean())


class DealerRow(Base):
    __tablename__ = "dealer"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    tier: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(12))
    zone: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    rep_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    assortment: Mapped[str | None] = mapped_column(String(40))  # None: the whole catalogue
    active: Mapped[bool] = mapped_column(Boolean())


class DealerPersonRow(Base):
    __tablename__ = "dealer_person"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class ShipToRow(Base):
    __tablename__ = "ship_to"

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(40))
    latitude: Mapped[float | None] = mapped_column(Float())
    longitude: Mapped[float | None] = mapped_column(Float())
    is_default: Mapped[bool] = mapped_column(Boolean())


class InviteRow(Base):
    __tablename__ = "invite"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    telegram_id: Mapped[int | None] = mapped_column(BigInteger(), index=True)  # who opened the link
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
