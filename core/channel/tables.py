from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, Minor, Moment, UtcDateTime

_IS_WAITING = text("state = 'waiting'")


class TierThresholdRow(Base):
    """The least turnover of a year that earns a tier, in the tier's currency.

    A tier without a row is given by hand alone: nobody is moved into it or out of it by the clock.
    """

    __tablename__ = "tier_threshold"

    tier: Mapped[str] = mapped_column(String(20), ForeignKey("tier.code"), primary_key=True)
    from_minor: Mapped[Minor]


class TierPolicyRow(Base):
    """How tiers are reviewed; a single row."""

    __tablename__ = "tier_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    notice_days: Mapped[int] = mapped_column(Integer())  # from being told to moving down


class TierReviewRow(Base):
    """A month whose review is done."""

    __tablename__ = "tier_review"

    month: Mapped[date] = mapped_column(Date(), primary_key=True)  # its first day
    at: Mapped[Moment]
    upgraded: Mapped[int] = mapped_column(Integer())
    noticed: Mapped[int] = mapped_column(Integer())


class TierMoveRow(Base):
    """A move from tier to tier: asked for, announced, made or come to nothing. The history of tiers."""

    __tablename__ = "tier_move"
    __table_args__ = (
        # One move at a time waits for a dealer, from whatever process it comes.
        Index(
            "uq_tier_move_waiting",
            "dealer_id",
            "kind",
            unique=True,
            sqlite_where=_IS_WAITING,
            postgresql_where=_IS_WAITING,
        ),
        Index("ix_tier_move_dealer_id_made_at", "dealer_id", "made_at"),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    kind: Mapped[str] = mapped_column(String(10))  # MoveKind
    state: Mapped[str] = mapped_column(String(10))  # MoveState
    from_tier: Mapped[str] = mapped_column(String(20))
    to_tier: Mapped[str] = mapped_column(String(20))
    turnover_minor: Mapped[int | None] = mapped_column(BigInteger())  # of the year before made_at
    missing_minor: Mapped[int | None] = mapped_column(BigInteger())  # what keeps the tier
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(Text())
    made_at: Mapped[Moment]
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    effective_at: Mapped[datetime | None] = mapped_column(UtcDateTime())  # announced for, or moved at
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    ended_why: Mapped[str | None] = mapped_column(Text())


class RebateProgrammeRow(Base):
    """Terms of a rebate from one period on; a change begins a new row of the same code."""

    __tablename__ = "rebate_programme"
    __table_args__ = (Index("uq_rebate_programme_code_starts_on", "code", "starts_on", unique=True),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    period: Mapped[str] = mapped_column(String(10))  # RebatePeriod
    basis: Mapped[str] = mapped_column(String(10))  # RebateBasis
    steps: Mapped[JsonList]  # [least in minor units, basis points]
    tiers: Mapped[JsonList]
    dealers: Mapped[JsonList]
    targets: Mapped[JsonList]  # [product, brand or category; value]
    starts_on: Mapped[date] = mapped_column(Date())  # the first day of a period
    ends_on: Mapped[date | None] = mapped_column(Date())  # the first day that it does not count any more
    stated_until: Mapped[date] = mapped_column(Date())  # periods before this day are stated
    made_at: Mapped[Moment]
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class RebateStatementRow(Base):
    """What a dealer earned in a period that is over."""

    __tablename__ = "rebate_statement"
    __table_args__ = (
        # A period is stated once, from whatever process it comes.
        Index(
            "uq_rebate_statement_programme_id_dealer_id_starts_on",
            "programme_id",
            "dealer_id",
            "starts_on",
            unique=True,
        ),
    )

    id: Mapped[Id]
    programme_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("rebate_programme.id"))
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date())
    ends_on: Mapped[date] = mapped_column(Date())
    bought_minor: Mapped[Minor]
    basis_points: Mapped[int] = mapped_column(Integer())
    earned_minor: Mapped[Minor]
    stated_at: Mapped[Moment]
    settled_minor: Mapped[int | None] = mapped_column(BigInteger())
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    settled_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class RebateNoteRow(Base):
    """A credit note that pays out a rebate: it is no goods that came back."""

    __tablename__ = "rebate_note"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    statement_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("rebate_statement.id"), index=True)


class BroadcastRow(Base):
    """One message to many people."""

    __tablename__ = "broadcast"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(12))  # NoticeKind
    texts: Mapped[Json]  # language -> text; "" for every other language
    audience: Mapped[Json]  # the fields of ``Audience``
    state: Mapped[str] = mapped_column(String(10))  # BroadcastState
    made_by: Mapped[uuid.UUID] = mapped_column(Uuid())
    made_at: Mapped[Moment]
    due_at: Mapped[Moment]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class BroadcastPersonRow(Base):
    """Somebody that a broadcast is for, and what became of it: its own row is what makes it once."""

    __tablename__ = "broadcast_person"
    __table_args__ = (
        Index(
            "ix_broadcast_person_waiting",
            "broadcast_id",
            "person_id",
            sqlite_where=_IS_WAITING,
            postgresql_where=_IS_WAITING,
        ),
    )

    broadcast_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("broadcast.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))  # Delivery
    at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class QuietHoursRow(Base):
    """When a person wants nothing that can wait: minutes of the day in the own zone."""

    __tablename__ = "quiet_hours"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    since: Mapped[int] = mapped_column(Integer())
    until: Mapped[int] = mapped_column(Integer())


class DigestTimeRow(Base):
    """When a person wants the day's notices together; no row: at ``DIGEST_AT``."""

    __tablename__ = "digest_time"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    at: Mapped[int] = mapped_column(Integer())  # minute of the day in the own zone


class DigestItemRow(Base):
    """What a person is told with the digest of ``due``; its own row is what makes it once."""

    __tablename__ = "digest_item"
    __table_args__ = (Index("ix_digest_item_person_id_due", "person_id", "due"),)

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    entry: Mapped[str] = mapped_column(String(60), primary_key=True)  # of the journal, or of a broadcast
    kind: Mapped[str] = mapped_column(String(12))  # NoticeKind
    name: Mapped[str] = mapped_column(String(60))
    event: Mapped[Json]
    kept_at: Mapped[Moment]
    due: Mapped[Moment]


class NoticeSwitchRow(Base):
    """A kind of notices that a person does not want at once."""

    __tablename__ = "notice_switch"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)  # NoticeKind
    way: Mapped[str] = mapped_column(String(8), server_default="off")  # NoticeWay
    off_at: Mapped[Moment]  # when it was chosen


class ExpiryStepRow(Base):
    """With so many days left (or fewer), so much is taken off; no row at all: the usual ladder holds."""

    __tablename__ = "expiry_step"

    days_left: Mapped[int] = mapped_column(Integer(), primary_key=True, autoincrement=False)
    basis_points: Mapped[int] = mapped_column(Integer())
