from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Moment, UtcDateTime

_IS_LIVE = text("ended_at IS NULL")


class PersonRow(Base):
    __tablename__ = "person"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)  # E.164
    language: Mapped[str | None] = mapped_column(String(12))  # None: not chosen yet
    zone: Mapped[str] = mapped_column(String(40))
    # Where notices go: the oldest of the person's live chats. Who may act is said by sessions alone.
    telegram_id: Mapped[int | None] = mapped_column(BigInteger(), unique=True)
    staff_role: Mapped[str | None] = mapped_column(String(20))  # of the house, or of a vendor
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
    kind: Mapped[str] = mapped_column(String(8), server_default="phone")  # InviteKind
    # Whom it is for; an open link (kind "open") is for somebody of a dealer in a role, not known yet.
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    dealer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    role: Mapped[str | None] = mapped_column(String(20))
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    telegram_id: Mapped[int | None] = mapped_column(BigInteger(), index=True)  # who opened the link
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SessionRow(Base):
    """A chat (later also a device) in which a person may act, until it is signed out."""

    __tablename__ = "person_session"
    __table_args__ = (
        Index(
            "uq_person_session_live_chat",
            "telegram_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger())
    label: Mapped[str] = mapped_column(String(60))  # what the other side calls itself
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]  # to the hour
    proven_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime()
    )  # the second factor counts until then
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_why: Mapped[str | None] = mapped_column(String(12))  # SessionEnd


class SecondFactorRow(Base):
    """A person's code generator (TOTP, RFC 6238). The key is sealed and never leaves but to be enrolled."""

    __tablename__ = "second_factor"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())  # None: shown, not yet confirmed
    last_step: Mapped[int] = mapped_column(BigInteger())  # of the last code used: no code counts twice
    wrong: Mapped[int] = mapped_column(Integer())  # wrong codes since wrong_since
    wrong_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


class RecoveryCodeRow(Base):
    __tablename__ = "recovery_code"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
