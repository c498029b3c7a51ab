"""How the program is: its queue, its clock, its database, its settings. For whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from pydantic import SecretStr
from sqlalchemy import func, make_url, select, text

from core.infra.door import IdempotencyRow
from core.infra.queue import DEAD, PENDING, JobRow
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query

_CLOCK_KEY = "system:clock:"
_LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DeadJobs:
    """Jobs of one kind that failed for good; ``last_error`` as it was logged."""

    kind: str
    count: int
    last_error: str


@dataclass(frozen=True, slots=True)
class ClockRun:
    """When a timed command was last done."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """waiting: jobs not yet done; late: those of them that were due more than a minute ago."""

    version: str
    database: str
    migration: str
    bytes: int
    waiting: int
    late: int
    oldest_due: datetime | None
    dead: tuple[DeadJobs, ...]
    clock: tuple[ClockRun, ...]


@dataclass(frozen=True, slots=True)
class ShowHealth(Query[Health]):
    permission = Permission.MASTER_DATA


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is in force; of a secret only whether there is one."""

    name: str
    value: str
    is_secret: bool


@dataclass(frozen=True, slots=True)
class ShowSettings(Query[tuple[Setting, ...]]):
    permission = Permission.MASTER_DATA


async def show_health(snap: Snapshot, _query: ShowHealth) -> Health:
    jobs = JobRow
    row = await snap.one_or_none(
        select(
            func.count(),
            func.min(jobs.due).label("oldest"),
            func.count().filter(jobs.due <= snap.now - timedelta(minutes=1)),
        ).where(jobs.state == PENDING)
    )
    head = await snap.one_or_none(text("SELECT version_num FROM alembic_version"))
    return Health(
        version=_version(),
        database="PostgreSQL" if snap.on_postgres else "SQLite",
        migration=head[0] if head else "",
        bytes=await _bytes(snap),
        waiting=row[0],
        late=row[2],
        oldest_due=row[1],
        dead=await _dead(snap),
        clock=await _clock(snap),
    )


def _version() -> str:
    try:
        return version("dealerline")
    except PackageNotFoundError:
        return ""


async def _bytes(snap: Snapshot) -> int:
    if snap.on_postgres:
        row = await snap.one_or_none(text("SELECT pg_database_size(current_database())"))
    else:
        row = await snap.one_or_none(
            text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        )
    return int(row[0]) if row else 0


async def _dead(snap: Snapshot) -> tuple[DeadJobs, ...]:
    newest = select(func.max(JobRow.id)).where(JobRow.state == DEAD).group_by(JobRow.kind)
    errors = {
        one.kind: one.error
        for one in await snap.all(select(JobRow.kind, JobRow.error).where(JobRow.id.in_(newest)))
    }
    rows = await snap.all(
        select(JobRow.kind, func.count())
        .where(JobRow.state == DEAD)
        .group_by(JobRow.kind)
        .order_by(JobRow.kind)
    )
    return tuple(DeadJobs(row[0], row[1], errors.get(row[0]) or "") for row in rows)


async def _clock(snap: Snapshot) -> tuple[ClockRun, ...]:
    """Every slot leaves its idempotency key: "system:clock:<name>:<slot>"."""
    rows = await snap.all(
        select(IdempotencyRow.key, IdempotencyRow.at).where(
            IdempotencyRow.key.startswith(_CLOCK_KEY, autoescape=True),
            IdempotencyRow.at > snap.now - _LOOK_BACK,
        )
    )
    last: dict[str, datetime] = {}
    for row in rows:
        name = row.key.removeprefix(_CLOCK_KEY).split(":", 1)[0]
        last[name] = max(last.get(name, row.at), row.at)
    return tuple(ClockRun(name, at) for name, at in sorted(last.items()))


async def show_settings(snap: Snapshot, _query: ShowSettings) -> tuple[Setting, ...]:
    return tuple(_setting(name, value) for name, value in snap.settings)


def _setting(name: str, value: object) -> Setting:
    if isinstance(value, SecretStr):
        return Setting(name, "yes" if value.get_secret_value() else "", is_secret=True)
    if name == "database_url":
        return Setting(name, make_url(str(value)).render_as_string(hide_password=True), is_secret=False)
    return Setting(name, str(value), is_secret=False)
