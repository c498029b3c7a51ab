"""The journal: every fact that was written, who caused it, when and from where, in a hash chain.

One chain for each stream (a dealer, or ``office``), so that transactions of different dealers never wait
for each other. Entry hash = SHA-256 over the previous hash and the entry in canonical JSON; ``check_chain``
finds a changed, missing, moved or foreign entry, and by the chain's head one that was cut off its end.
Whoever can write to the database could write a whole chain anew, head and all: only heads that were kept
elsewhere (``read_heads``) give that away.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import BigInteger, Index, String, Uuid, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from core.infra import queue
from core.infra.columns import Base, Id, Json, Moment, table_of
from core.infra.reads import Read
from core.infra.transaction import Transaction
from core.infra.writes import Row, Write
from core.kernel.events import Event
from core.kernel.ids import DealerId

OFFICE_STREAM = "office"
_GENESIS = "0" * 64
_READ_AT_ONCE = 5_000


class JournalRow(Base):
    __tablename__ = "journal"
    # The first serves the chain and forbids a fork of it; the others the readers of the journal.
    __table_args__ = (
        Index("uq_journal_stream_number", "stream", "number", unique=True),
        Index("ix_journal_at", "at"),
        Index("ix_journal_actor", "actor_id", "at"),
    )

    id: Mapped[Id]
    stream: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(BigInteger())
    at: Mapped[Moment]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    origin: Mapped[str | None] = mapped_column(String(40))  # from where; None: written before it was noted
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
_append = Write(insert(_entry))
_lock = Read(
    select(_head.c.number, _head.c.hash).where(_head.c.stream == bindparam("of_stream")).with_for_update()
)
_make_sure_of_head = Write(postgresql.insert(_head).on_conflict_do_nothing())
_BEGINNING = {"number": 0, "hash": _GENESIS}
_save_heads = {
    "sqlite": Write(_upsert_heads(sqlite.insert)),
    "postgresql": Write(_upsert_heads(postgresql.insert)),
}


def _chained_hash(previous: str, row: Mapping[str, Any]) -> str:
    facts = [
        row["stream"],
        row["number"],
        row["at"].isoformat(),
        str(row["actor_id"]),
        row["name"],
        row["payload"],
    ]
    if row["origin"] is not None:  # entries from before origins were noted keep the hash they had
        facts.append(row["origin"])
    body = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous + body).encode()).hexdigest()


async def append(tx: Transaction, subscribers: Mapping[str, tuple[str, ...]]) -> None:
    """Lock the chains of the transaction's events and append to them, with a job for every subscriber.

    Both wait among the transaction's writes and jobs, to go with what else ends it.
    """
    by_stream: dict[str, list[Event]] = {}
    for event in tx.events:
        stream = str(event.stream_dealer) if event.stream_dealer else OFFICE_STREAM
        by_stream.setdefault(stream, []).append(event)
    rows: list[Row] = []
    heads: list[Row] = []
    for stream, (number, last_hash) in (await _lock_heads(tx, sorted(by_stream))).items():
        for event in by_stream[stream]:
            number += 1
            row: dict[str, Any] = {
                "id": tx.new_id(),
                "stream": stream,
                "number": number,
                "at": tx.now,
                "actor_id": tx.actor.person_id,
                "origin": tx.actor.origin[:40] or None,
                "name": event.name,
                "payload": to_jsonable_python(event),
            }
            last_hash = row["hash"] = _chained_hash(last_hash, row)
            rows.append(row)
            tx.jobs += [
                queue.NewJob(
                    kind=f"hear.{subscriber}",
                    payload={"entry": str(row["id"]), "name": event.name, "event": row["payload"]},
                    lane=f"{subscriber}:{stream}",
                    dedupe_key=f"{subscriber}:{row['id']}",
                )
                for subscriber in subscribers.get(event.name, ())
            ]
        heads.append({"stream": stream, "number": number, "hash": last_hash})
    tx.write(_append, *rows)
    tx.write(_save_heads[tx.db.dialect.name], *heads)


async def lock_chain(
    tx: Transaction, dealer_id: DealerId, *asked: tuple[Read, Mapping[str, Any]]
) -> list[list[Any]]:
    """Lock a dealer's chain, and ask: the answers, in one trip. For a command whose last lock is waited for.

    What it records then goes in the trip that commits.
    """
    stream = str(dealer_id)
    head, *answers = await tx.together((_lock, {"of_stream": stream}), *asked)
    if head:
        tx.heads[stream] = (*head[0],)
    return answers


async def _lock_heads(tx: Transaction, streams: Sequence[str]) -> dict[str, tuple[int, str]]:
    found = {stream: tx.heads[stream] for stream in streams if stream in tx.heads}
    found |= await _ask_heads(tx, [stream for stream in streams if stream not in found])
    new = [stream for stream in streams if stream not in found]
    if new and tx.on_postgres:
        # A row must exist to be locked, else two first writers of a stream would fork the chain.
        tx.write(_make_sure_of_head, *({"stream": stream, **_BEGINNING} for stream in new))
        found |= await _ask_heads(tx, new)
    return {stream: found.get(stream, (0, _GENESIS)) for stream in streams}


async def _ask_heads(tx: Transaction, streams: Sequence[str]) -> dict[str, tuple[int, str]]:
    if not streams:
        return {}
    answers = await tx.together(*((_lock, {"of_stream": stream}) for stream in streams))
    return {stream: (*rows[0],) for stream, rows in zip(streams, answers, strict=True) if rows}


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many entries it has, and the hash of the last one."""

    number: int
    hash: str


async def read_heads(connection: AsyncConnection) -> dict[str, Head]:
    """Stream -> its head, of every chain."""
    rows = await connection.execute(select(_head).order_by(_head.c.stream))
    return {row.stream: Head(row.number, row.hash) for row in rows}


async def check_chain(connection: AsyncConnection, stream: str, since: Head | None = None) -> str | None:
    """None when the chain is whole, else one sentence that names the first entry that is wrong.

    ``since``: a head of this chain that was kept elsewhere; the chain must still lead through it.
    """
    last_hash, last = _GENESIS, 0
    while rows := await _entries_after(connection, stream, last):
        for row in rows:
            if row["number"] != last + 1:
                return f"Entry {last + 1} of {stream} is missing."
            last, last_hash = last + 1, _chained_hash(last_hash, row)
            if row["hash"] != last_hash:
                return f"Entry {last} of {stream} was changed."
            if since is not None and since.number == last and since.hash != last_hash:
                return f"Entry {last} of {stream} is not the one it was: the chain was written anew."
    if since is not None and since.number > last:
        return f"Entry {last + 1} of {stream} is missing: there were {since.number} entries."
    head = (await connection.execute(select(_head).where(_head.c.stream == stream))).one_or_none()
    if head is None:
        # Without its head a chain could have lost its last entries unseen.
        return f"The head of {stream} is missing." if last else None
    if (head.number, head.hash) != (last, last_hash):
        return f"Entry {last + 1} of {stream} is missing."
    return None


async def _entries_after(
    connection: AsyncConnection, stream: str, number: int
) -> Sequence[Mapping[str, Any]]:
    statement = (
        select(_entry)
        .where(_entry.c.stream == stream, _entry.c.number > number)
        .order_by(_entry.c.number)
        .limit(_READ_AT_ONCE)
    )
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


async def list_streams(connection: AsyncConnection) -> list[str]:
    """Every chain that has entries, a head or both."""
    entries = select(_entry.c.stream).distinct()
    return sorted(
        {row.stream for row in await connection.execute(entries)} | set(await read_heads(connection))
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal. actor_id None: the house itself; origin None: not noted in those days."""

    stream: str
    number: int
    at: datetime
    actor_id: uuid.UUID | None
    origin: str | None
    name: str
    payload: dict[str, Any]


async def read_entries(
    connection: AsyncConnection,
    *,
    until: datetime,
    limit: int,
    offset: int = 0,
    stream: str | None = None,
    actor_id: uuid.UUID | None = None,
    about: tuple[str, str] | None = None,
) -> list[Entry]:
    """Entries not younger than ``until``, newest first, of one stream, by one person, about one thing.

    ``about``: a field of the payload and the text it must have, such as ("order_id", "0199…").
    """
    statement = select(
        _entry.c.stream,
        _entry.c.number,
        _entry.c.at,
        _entry.c.actor_id,
        _entry.c.origin,
        _entry.c.name,
        _entry.c.payload,
    ).where(_entry.c.at <= until)
    if stream is not None:
        statement = statement.where(_entry.c.stream == stream)
    if actor_id is not None:
        statement = statement.where(_entry.c.actor_id == actor_id)
    if about is not None:
        statement = statement.where(_entry.c.payload[about[0]].as_string() == about[1])
    # Entries of one transaction share their moment; within their stream the number tells the order.
    newest_first = statement.order_by(_entry.c.at.desc(), _entry.c.stream, _entry.c.number.desc())
    rows = await connection.execute(newest_first.limit(limit).offset(offset))
    return [Entry(*row) for row in rows]
