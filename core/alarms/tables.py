from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Moment, UtcDateTime

_IS_OPEN = text("state = 'open'")


class AlarmRuleRow(Base):
    """A rule that the house has set; no row: as ``DEFAULTS`` says."""

    __tablename__ = "alarm_rule"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)  # AlarmKind
    most: Mapped[int] = mapped_column(Integer())
    owner: Mapped[str] = mapped_column(String(20))  # Role
    escalate_hours: Mapped[int] = mapped_column(Integer())
    is_on: Mapped[bool] = mapped_column(Boolean())


class AlarmWatchRow(Base):
    """Up to when orders were looked at for what is odd: a single row."""

    __tablename__ = "alarm_watch"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    judged_until: Mapped[Moment]


class TaskRow(Base):
    """An alarm about an order, and who looks after it."""

    __tablename__ = "task"
    __table_args__ = (
        # Once for each order, rule and what set it off, whoever else looks at the same moment.
        UniqueConstraint("order_id", "kind", "mark", name="uq_task_order_id_kind_mark"),
        Index("ix_task_open", "owner_id", "found_at", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"))
    kind: Mapped[str] = mapped_column(String(12))  # AlarmKind
    mark: Mapped[str] = mapped_column(String(40))
    value: Mapped[int] = mapped_column(BigInteger())
    usual: Mapped[int] = mapped_column(BigInteger())
    what: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(8))  # TaskState
    version: Mapped[int] = mapped_column(Integer())
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    found_at: Mapped[Moment]
    touched_at: Mapped[Moment]
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_by: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
