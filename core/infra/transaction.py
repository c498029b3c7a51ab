"""What a use case is given: the database, who acts, one fixed time, new ids, and the journal's ear."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.ext.asyncio import AsyncConnection

from core.infra.queue import NewJob
from core.infra.reads import Read
from core.infra.settings import Settings
from core.infra.trip import run_trip
from core.infra.writes import Row, Write
from core.kernel.actor import Actor
from core.kernel.clock import local_day
from core.kernel.errors import NotFound, SecondFactorNeeded
from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId, new_uuid7

T = TypeVar("T")


class Digest(str):
    """A version that knows no order: of two, the one that is asked for later is the newer."""

    __slots__ = ()

    def __gt__(self, other: object) -> bool:
        return self != other


class Cache:
    """Compiled values of this process (price book, catalogue index), each with the version it was made of.

    Only ever a copy of what the database says: the version is read in the caller's own snapshot.
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, tuple[Any, Any]] = {}
        self._locks: dict[Hashable, asyncio.Lock] = {}

    async def get(self, key: Hashable, version: Any, load: Callable[[], Awaitable[T]]) -> T:
        """The value made of ``version``; loads it when this process has none of that version."""
        return await self.refresh(key, version, lambda _version, _value: load())

    def last(self, key: Hashable) -> Any | None:
        """The value made last, of whatever version; None where this process has none."""
        known = self._values.get(key)
        return None if known is None else known[1]

    async def refresh(
        self, key: Hashable, version: Any, bring_up: Callable[[Any, T | None], Awaitable[T]]
    ) -> T:
        """Like ``get``, but a stale value is brought up to date from the version it has (both may be None).

        One task works at a value at a time; the others wait for it instead of doing the same again.
        """
        known = self._values.get(key)
        if known is not None and known[0] == version:
            return cast(T, known[1])
        async with self._locks.setdefault(key, asyncio.Lock()):
            known = self._values.get(key)
            if known is not None and known[0] == version:
                return cast(T, known[1])
            fresh = await bring_up(*(known or (None, None)))
            # A snapshot may be older than what another task has just seen: keep the newer one for the rest.
            if known is None or version > known[0]:
                self._values[key] = (version, fresh)
            return fresh


@dataclass(slots=True)
class Snapshot:
    """A moment of the database as one actor may see it."""

    db: AsyncConnection
    actor: Actor
    now: datetime
    settings: Settings
    cache: Cache
    executor: ThreadPoolExecutor
    # What a domain above does for one below, by the name that the lower one has for it.
    ports: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    @property
    def on_postgres(self) -> bool:
        return self.db.dialect.name == "postgresql"

    @property
    def today(self) -> date:
        """The day that the books are at: the house's, whoever acts and from where.

        A document has one date for both sides, and documents are numbered in the order of their dates; so
        what is issued, due, late and aged goes by the zone of whoever issues it, never by UTC or the reader.
        """
        return local_day(self.now, self.settings.default_zone)

    @property
    def dealer_id(self) -> DealerId:
        """The actor's dealer; somebody without one sees nothing of any dealer."""
        if self.actor.dealer_id is None:
            raise NotFound(what="dealer")
        return self.actor.dealer_id

    @property
    def person_id(self) -> PersonId:
        if self.actor.person_id is None:
            raise NotFound(what="person")
        return self.actor.person_id

    def require_second_factor(self) -> None:
        """Critical acts of people: a second factor given a moment ago, else SecondFactorNeeded."""
        actor = self.actor
        if actor.person_id is None or not (self.settings.require_second_factor or actor.has_second_factor):
            return
        if actor.proven_until is None or actor.proven_until <= self.now:
            raise SecondFactorNeeded(enrolled=actor.has_second_factor)

    async def run_apart(self, work: Callable[[], T]) -> T:
        """Do long computing in the process's own thread, so that the event loop goes on answering."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, work)

    async def execute(self, statement: Executable, rows: Any = None) -> CursorResult[Any]:
        return await self.db.execute(statement, rows)

    async def one_or_none(self, statement: Executable | Read, values: Mapping[str, Any] | None = None) -> Any:
        """The single row as an object with the selected columns as attributes, or None."""
        if isinstance(statement, Read):
            (rows,) = await self.together((statement, values or {}))
            if len(rows) > 1:
                raise MultipleResultsFound
            return rows[0] if rows else None
        return (await self.execute(statement, values)).one_or_none()

    async def all(self, statement: Executable | Read, values: Mapping[str, Any] | None = None) -> list[Any]:
        if isinstance(statement, Read):
            (rows,) = await self.together((statement, values or {}))
            return rows
        return list((await self.execute(statement, values)).all())

    async def together(self, *asked: tuple[Read, Mapping[str, Any]]) -> list[list[Any]]:
        """The rows of each read, in one trip: for reads that do not need each other's answers."""
        return await run_trip(self.db, (), asked)


@dataclass(slots=True)
class Transaction(Snapshot):
    """A snapshot that may also write; everything in it is committed together or not at all."""

    events: list[Event] = field(default_factory=list)
    jobs: list[NewJob] = field(default_factory=list)
    writes: list[tuple[Write, Sequence[Row]]] = field(default_factory=list)
    # Of the journal's chains locked so far: stream -> number and hash of its last entry.
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    stirred: dict[Hashable, str] = field(default_factory=dict)

    def stir(self, key: Hashable, why: str) -> None:
        """Note that others may have waited for what this act has moved, and why it did.

        Followers (``Core``) look at it when the act is done, in the same transaction; a later reason counts.
        """
        self.stirred[key] = why

    def write(self, statement: Write, *rows: Row) -> None:
        """Have the statement run for the rows: with all that waits, before the next one that is not a write.

        So a later statement of this transaction sees it, and one trip does for what an order writes.
        """
        self.writes.append((statement, rows))

    async def flush(self) -> None:
        """Run the writes that wait."""
        await self.together()

    async def finish(self) -> None:
        """Run the writes that wait and commit, as the last thing that this transaction does."""
        writes, self.writes = self.writes, []
        await run_trip(self.db, writes, commit=True)

    async def execute(self, statement: Executable, rows: Any = None) -> CursorResult[Any]:
        await self.flush()
        return await self.db.execute(statement, rows)

    async def together(self, *asked: tuple[Read, Mapping[str, Any]]) -> list[list[Any]]:
        writes, self.writes = self.writes, []
        return await run_trip(self.db, writes, asked)

    def new_id(self) -> uuid.UUID:
        return new_uuid7(self.now)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail by itself: an exception undoes what it wrote, and goes on to the caller."""
        await self.flush()
        events, jobs, stirred = len(self.events), len(self.jobs), dict(self.stirred)
        try:
            async with self.db.begin_nested():
                yield
                await self.flush()
        except BaseException:
            self.writes.clear()
            self.heads.clear()
            del self.events[events:], self.jobs[jobs:]
            self.stirred = stirred
            raise

    def record(self, event: Event) -> None:
        """Write a fact to the journal when the command ends; its subscribers hear it after the commit."""
        self.events.append(event)

    def enqueue(self, job: NewJob) -> None:
        self.jobs.append(job)
