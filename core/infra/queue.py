"""The one queue: inbox, outbox and timed work are rows of it, on both databases (ADR 0003).

A job belongs to a lane; jobs of one lane run one after the other, in the order they were enqueued. Only the
head of a lane can be claimed, so two workers never hold two jobs of one lane. A claim is a lease: a worker
that dies leaves its job to the next one when the lease ends. A job that keeps failing is buried (state
``dead``) and its lane goes on. Done jobs stay a while so that a repeated ``dedupe_key`` is recognised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    delete,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, JsonValue, Moment, SerialBigInt, UtcDateTime, table_of
from core.infra.trip import run_trip
from core.infra.writes import Row, Write

PENDING, DONE, DEAD = "pending", "done", "dead"
_IS_PENDING = text("state = 'pending'")
MAX_BACKOFF = timedelta(minutes=30)


class JobRow(Base):
    __tablename__ = "job"
    # What is to be done is found among the pending rows alone, however many done ones are kept.
    __table_args__ = (
        Index("ix_job_pending", "id", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
        Index("ix_job_lane", "lane", "id", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
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
    """A claimed job, and who claimed it. ``tries`` counts this one too."""

    id: int
    kind: str
    lane: str | None
    payload: dict[str, Any]
    tries: int
    max_tries: int
    owner: str


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue. Without a lane it waits for nobody; without a dedupe key it is never a repeat."""

    kind: str
    payload: dict[str, Any]
    lane: str | None = None
    dedupe_key: str | None = None
    due: datetime | None = None
    max_tries: int = 8


# The statements are built once: putting them together costs more than SQLite needs to run them. That a row is
# pending stands in them as a literal, else SQLite would not see that the partial indexes serve.
_jobs = table_of(JobRow)
_earlier = _jobs.alias("earlier")
_pending: ColumnElement[str] = literal_column("'pending'")
_nobody_before = ~(
    select(_earlier.c.id)
    .where(_earlier.c.lane == _jobs.c.lane, _earlier.c.state == _pending, _earlier.c.id < _jobs.c.id)
    .exists()
)
_heads = (
    select(_jobs.c.id)
    .where(
        _jobs.c.state == _pending,
        _jobs.c.due <= bindparam("now"),
        or_(_jobs.c.lease_until.is_(None), _jobs.c.lease_until <= bindparam("now")),
        _nobody_before,
    )
    .order_by(_jobs.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_heads_of_kinds = _heads.where(_jobs.c.kind.in_(bindparam("kinds", expanding=True)))
_busy_lanes = (
    select(_jobs.c.lane)
    .where(_jobs.c.state == _pending, _jobs.c.lane.in_(bindparam("lanes", expanding=True)))
    .distinct()
)
_lease = (
    update(_jobs)
    .where(_jobs.c.id.in_(bindparam("ids", expanding=True)))
    .values(owner=bindparam("by"), lease_until=bindparam("until"), tries=_jobs.c.tries + 1)
    .returning(*(_jobs.c[name] for name in ("id", "kind", "lane", "payload", "tries", "max_tries", "owner")))
)
_finish = (
    update(_jobs)
    .where(_jobs.c.id.in_(bindparam("ids", expanding=True)), _jobs.c.owner == bindparam("by"))
    .values(state=DONE, lease_until=None)
)
_inserts: dict[str, Any] = {
    name: insert(_jobs).on_conflict_do_nothing(index_elements=["dedupe_key"])
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_add = {name: Write(statement) for name, statement in _inserts.items()}
_inserts_returning = {name: statement.returning(_jobs.c.id) for name, statement in _inserts.items()}


def added(connection: AsyncConnection, jobs: Sequence[NewJob], now: datetime) -> tuple[Write, list[Row]]:
    """The write that adds jobs, for ``run_trip``; those whose dedupe key is known already are left out."""
    return _add[connection.dialect.name], [_row(job, now) for job in jobs]


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
    dialect = connection.dialect.name
    if lease_to is None:
        await run_trip(connection, [added(connection, jobs, now)])
        return []
    lanes = sorted({job.lane for job in jobs if job.lane})
    if dialect == "postgresql":
        for lane in lanes:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:lane))"), {"lane": lane})
    busy = {row.lane for row in await connection.execute(_busy_lanes, {"lanes": lanes})}
    leased: list[Job] = []
    waiting: list[dict[str, Any]] = []
    for job in jobs:
        if job.lane in busy:
            waiting.append(_row(job, now))
            continue
        row = {**_row(job, now), "owner": lease_to, "lease_until": now + lease, "tries": 1}
        new = (await connection.execute(_inserts_returning[dialect], row)).one_or_none()
        if new is not None:
            leased.append(Job(new.id, job.kind, job.lane, job.payload, 1, job.max_tries, lease_to))
            busy.add(job.lane)
    if waiting:
        await connection.execute(_inserts[dialect], waiting)
    return leased


def _row(job: NewJob, now: datetime) -> dict[str, Any]:
    return {
        "kind": job.kind,
        "lane": job.lane,
        "payload": job.payload,
        "dedupe_key": job.dedupe_key,
        "state": PENDING,
        "due": job.due or now,
        "owner": None,
        "lease_until": None,
        "tries": 0,
        "max_tries": job.max_tries,
        "created": now,
    }


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
    if limit <= 0:
        return []
    which = {"now": now, "most": limit, "kinds": list(kinds)}
    ids = [row.id for row in await connection.execute(_heads_of_kinds, which)]
    if not ids:
        return []
    result = await connection.execute(_lease, {"ids": ids, "by": owner, "until": now + lease})
    return sorted((Job(*row) for row in result), key=lambda job: job.id)


async def finish(connection: AsyncConnection, ids: Sequence[int], owner: str) -> None:
    """Mark claimed jobs done. A job that another worker took over meanwhile is left to that worker."""
    if ids:
        await connection.execute(_finish, {"ids": list(ids), "by": owner})


async def keep(connection: AsyncConnection, job: Job, payload: Mapping[str, Any]) -> bool:
    """Write down how far a claimed job has come, for whoever claims it next; False: somebody has."""
    mine = and_(JobRow.id == job.id, JobRow.owner == job.owner, JobRow.state == PENDING)
    result = await connection.execute(update(JobRow).where(mine).values(payload=dict(payload)))
    return result.rowcount == 1


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
