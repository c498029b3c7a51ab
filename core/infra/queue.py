"""The one queue: inbox, outbox and timed work are rows of it, on both databases (ADR 0003).

A job belongs to a lane; jobs of one lane run one after the other, in the order they were enqueued. Only the
head of a lane can be claimed, so two workers never hold two jobs of one lane. A claim is a lease: a worker
that dies leaves its job to the next one when the lease ends. A job that keeps failing is buried (state
``dead``) and its lane goes on. Done jobs stay a while so that a repeated ``dedupe_key`` is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Integer, String, Text, and_, delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, aliased, mapped_column

from core.infra.columns import Base, JsonValue, Moment, SerialBigInt, UtcDateTime

PENDING, DONE, DEAD = "pending", "done", "dead"
MAX_BACKOFF = timedelta(minutes=30)


class JobRow(Base):
    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_pending", "state", "kind", "due"),
        Index("ix_job_lane_pending", "lane", "state", "id"),
    )

    id: Mapped[int] = mapped_column(SerialBigInt, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    lane: Mapped[str | None] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(8))
    due: Mapped[Moment]
    owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    tries: Mapped[int] = mapped_column(Integer())
    max_tries: Mapped[int] = mapped_column(Integer())
    error: Mapped[str | None] = mapped_column(Text())
    created: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job. ``tries`` counts this one too."""

    id: int
    kind: str
    lane: str | None
    payload: dict[str, Any]
    tries: int
    max_tries: int


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue. Without a lane it waits for nobody; without a dedupe key it is never a repeat."""

    kind: str
    payload: dict[str, Any]
    lane: str | None = None
    dedupe_key: str | None = None
    due: datetime | None = None
    max_tries: int = 8


async def enqueue(
    connection: AsyncConnection,
    jobs: Sequence[NewJob],
    now: datetime,
    *,
    lease_to: str | None = None,
    lease: timedelta = timedelta(seconds=60),
) -> list[Job]:
    """Add jobs in the caller's transaction; those whose dedupe key is known already are left out.

    With ``lease_to`` the new jobs whose lane was idle are claimed for that worker at once and returned, which
    saves the second transaction of a claim; the others wait their turn.
    """
    if not jobs:
        return []
    rows = [
        {
            "kind": job.kind,
            "lane": job.lane,
            "payload": job.payload,
            "dedupe_key": job.dedupe_key,
            "state": PENDING,
            "due": job.due or now,
            "tries": 0,
            "max_tries": job.max_tries,
            "created": now,
        }
        for job in jobs
    ]
    on_postgres = connection.dialect.name == "postgresql"
    insert = postgresql.insert if on_postgres else sqlite.insert
    statement = insert(JobRow).on_conflict_do_nothing(index_elements=["dedupe_key"])
    if lease_to is None:
        await connection.execute(statement, rows)
        return []
    if on_postgres:
        for lane in sorted({job.lane for job in jobs if job.lane}):
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:lane))"), {"lane": lane})
    result = await connection.execute(statement.returning(JobRow.id), rows)
    new_ids = [row.id for row in result]
    return await _claim(connection, now, lease_to, lease, len(new_ids), JobRow.id.in_(new_ids))


async def claim(
    connection: AsyncConnection,
    kinds: Sequence[str],
    now: datetime,
    *,
    owner: str,
    lease: timedelta = timedelta(seconds=60),
    limit: int = 20,
) -> list[Job]:
    """Lease up to ``limit`` due jobs, each the head of its lane, oldest first."""
    return await _claim(connection, now, owner, lease, limit, JobRow.kind.in_(kinds))


async def _claim(
    connection: AsyncConnection, now: datetime, owner: str, lease: timedelta, limit: int, which: Any
) -> list[Job]:
    if limit <= 0:
        return []
    earlier = aliased(JobRow)
    nobody_before = ~(
        select(earlier.id)
        .where(earlier.lane == JobRow.lane, earlier.state == PENDING, earlier.id < JobRow.id)
        .exists()
    )
    heads = (
        select(JobRow.id)
        .where(
            JobRow.state == PENDING,
            which,
            JobRow.due <= now,
            or_(JobRow.lease_until.is_(None), JobRow.lease_until <= now),
            nobody_before,
        )
        .order_by(JobRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in await connection.execute(heads)]
    if not ids:
        return []
    result = await connection.execute(
        update(JobRow)
        .where(JobRow.id.in_(ids))
        .values(owner=owner, lease_until=now + lease, tries=JobRow.tries + 1)
        .returning(JobRow.id, JobRow.kind, JobRow.lane, JobRow.payload, JobRow.tries, JobRow.max_tries)
    )
    return sorted((Job(*row) for row in result), key=lambda job: job.id)


async def finish(connection: AsyncConnection, ids: Sequence[int], owner: str) -> None:
    """Mark claimed jobs done. A job that another worker took over meanwhile is left to that worker."""
    if ids:
        await connection.execute(
            update(JobRow)
            .where(JobRow.id.in_(ids), JobRow.owner == owner)
            .values(state=DONE, lease_until=None)
        )


async def fail(
    connection: AsyncConnection,
    job: Job,
    error: str,
    now: datetime,
    *,
    owner: str,
    retry_after: timedelta | None = None,
) -> bool:
    """Give a job back after a failure: later again (2, 4, 8 … seconds), or buried after its last try.

    A wait that the other side asked for (``retry_after``) does not count as a try. True when buried.
    """
    values: dict[str, Any] = {"error": error[:500], "owner": None, "lease_until": None}
    buried = retry_after is None and job.tries >= job.max_tries
    if buried:
        values["state"] = DEAD
    elif retry_after is not None:
        values |= {"due": now + retry_after, "tries": job.tries - 1}
    else:
        values["due"] = now + min(timedelta(seconds=2**job.tries), MAX_BACKOFF)
    await connection.execute(
        update(JobRow).where(and_(JobRow.id == job.id, JobRow.owner == owner)).values(**values)
    )
    return buried


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Delete done jobs older than ``before``; dead ones stay until somebody has looked at them."""
    result = await connection.execute(delete(JobRow).where(JobRow.state == DONE, JobRow.created < before))
    return result.rowcount
