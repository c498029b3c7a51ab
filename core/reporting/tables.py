from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, Moment, UtcDateTime


class ReportRow(Base):
    """A report that somebody composed. Without a name it is not kept for long."""

    __tablename__ = "report"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(60))
    spec: Mapped[Json]  # the fields of ``ReportSpec``
    changed: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)


class ReportScheduleRow(Base):
    """When a report is sent to its person; a report has one schedule at the most."""

    __tablename__ = "report_schedule"
    __table_args__ = (Index("ix_report_schedule_next_due", "next_due"),)

    report_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("report.id"), primary_key=True)
    every: Mapped[str] = mapped_column(String(5))  # day, week, month
    day: Mapped[int] = mapped_column(Integer())  # of the week (Monday 1) or of the month
    minute_of_day: Mapped[int] = mapped_column(Integer())
    zone: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(4))
    next_due: Mapped[datetime] = mapped_column(UtcDateTime())


class ReportPolicyRow(Base):
    """What the measures are judged by; a single row, absent until somebody has set something."""

    __tablename__ = "report_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    opens: Mapped[int] = mapped_column(Integer())  # minute of the day
    closes: Mapped[int] = mapped_column(Integer())
    days: Mapped[JsonList]  # business days, Monday 1
    baseline_seconds: Mapped[int | None] = mapped_column(BigInteger())


class ReportTasteRow(Base):
    """Whether a person likes pictures dark."""

    __tablename__ = "report_taste"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    dark: Mapped[bool] = mapped_column(Boolean())
