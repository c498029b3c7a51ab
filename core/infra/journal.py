"""The journal: every fact that was written, who caused it and when, in a hash chain.

One chain for each stream (a dealer, or ``office``), so that transactions of different dealers never wait
for each other. Entry hash = SHA-256 over the previous hash and the entry in canonical JSON; ``check_chain``
finds a changed, missing or foreign entry.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import BigInteger, String, Uuid, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from core.infra import queue
from core.infra.columns import Base, Id, Json, Moment, table_of
from core.kernel.actor import Actor
from core.kernel.events import Event

OFFICE_STREAM = "office"
_GENESIS = "0" * 64


class JournalRow(Base):
    __tablename__ = "journal"

    id: Mapped[Id]
    stream: Mapped[str] = mapped_column(String(40), index=True)
    number: Mapped[int] = mapped_column(BigInteger())
    at: Mapped[Moment]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[Json]
    hash: Mapped[str] = mapped_column(String(64))


class JournalHeadRow(Base):
    __tablename__ = "journal_head"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger())
    hash: Mapped[str] = mapped_column(String(64))


def _upsert_heads(insert: Any) -> Any:
    upsert = insert(_head)
    return upsert.on_conflict_do_update(
        index_elements=["stream"],
        set_={"number": upsert.excluded.number, "hash": upsert.excluded.hash},
    )


# Every command that records something ends with these, so they are put together once.
_entry, _head = table_of(JournalRow), table_of(JournalHeadRow)
_append = insert(_entry)
_lock = select(_head.c.number, _head.c.hash).where(_head.c.stream == bindparam("of_stream")).with_for_update()
_make_sure_of_head = postgresql.insert(_head).values(number=0, hash=_GENESIS).on_conflict_do_nothing()
_save_heads = {"sqlite": _upsert_heads(sqlite.insert), "postgresql": _upsert_heads(postgresql.insert)}


def _chained_hash(previous: str, row: Mapping[str, Any]) -> str:
    body = json.dumps(
        [
            row["stream"],
            row["number"],
            row["at"].isoformat(),
            str(row["actor_id"]),
            row["name"],
            row["payload"],
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256((previous + body).encode()).hexdigest()


async def write(
    connection: AsyncConnection,
    events: Sequence[Event],
    *,
    actor: Actor,
    now: datetime,
    new_id: Callable[[], uuid.UUID],
    subscribers: Mapping[str, tuple[str, ...]],
) -> None:
    """Append events to their chains and leave a job for every subscriber, in the caller's transaction."""
    by_stream: dict[str, list[Event]] = {}
    for event in events:
        stream = str(event.stream_dealer) if event.stream_dealer else OFFICE_STREAM
        by_stream.setdefault(stream, []).append(event)
    rows: list[dict[str, Any]] = []
    jobs: list[queue.NewJob] = []
    heads: list[dict[str, Any]] = []
    for stream in sorted(by_stream):
        number, last_hash = await _lock_head(connection, stream)
        for event in by_stream[stream]:
            number += 1
            row: dict[str, Any] = {
                "id": new_id(),
                "stream": stream,
                "number": number,
                "at": now,
                "actor_id": actor.person_id,
                "name": event.name,
                "payload": to_jsonable_python(event),
            }
            last_hash = row["hash"] = _chained_hash(last_hash, row)
            rows.append(row)
            jobs += [
                queue.NewJob(
                    kind=f"hear.{subscriber}",
                    payload={"entry": str(row["id"]), "name": event.name, "event": row["payload"]},
                    lane=f"{subscriber}:{stream}",
                    dedupe_key=f"{subscriber}:{row['id']}",
                )
                for subscriber in subscribers.get(event.name, ())
            ]
        heads.append({"stream": stream, "number": number, "hash": last_hash})
    await connection.execute(_append, rows)
    await connection.execute(_save_heads[connection.dialect.name], heads)
    await queue.enqueue(connection, jobs, now)


async def _lock_head(connection: AsyncConnection, stream: str) -> tuple[int, str]:
    if connection.dialect.name == "postgresql":
        # The row must exist to be locked, else two first writers of a stream would fork the chain.
        await connection.execute(_make_sure_of_head, {"stream": stream})
    head = (await connection.execute(_lock, {"of_stream": stream})).one_or_none()
    return (head.number, head.hash) if head else (0, _GENESIS)


async def check_chain(connection: AsyncConnection, stream: str) -> str | None:
    """None when the chain is whole, else one sentence that names the first entry that is wrong."""
    last_hash, expected = _GENESIS, 1
    entries = await connection.execute(
        select(JournalRow.__table__).where(JournalRow.stream == stream).order_by(JournalRow.number)
    )
    for row in entries.mappings():
        if row["number"] != expected:
            return f"Entry {expected} of {stream} is missing."
        last_hash = _chained_hash(last_hash, dict(row))
        if row["hash"] != last_hash:
            return f"Entry {expected} of {stream} was changed."
        expected += 1
    head = (
        await connection.execute(select(JournalHeadRow).where(JournalHeadRow.stream == stream))
    ).one_or_none()
    if head is None:
        # Without its head a chain could have lost its last entries unseen.
        return f"The head of {stream} is missing." if expected > 1 else None
    if (head.number, head.hash) != (expected - 1, last_hash):
        return f"Entry {expected} of {stream} is missing."
    return None
