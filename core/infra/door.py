"""The one door into core: ``execute`` for commands, ``ask`` for queries.

It does, once for all: permission, idempotency key, transaction, retry on conflict, journal, metrics. So a
second front is only a new way to build the same commands.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import String, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Mapped, mapped_column

from core.infra import journal, queue
from core.infra.columns import Base, JsonValue, Moment, table_of
from core.infra.db import Database
from core.infra.settings import Settings
from core.infra.telemetry import Telemetry
from core.infra.transaction import Cache, Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.kernel.command import Command, Query
from core.kernel.errors import Busy, NotPermitted, Refused
from core.kernel.ids import new_uuid7

R = TypeVar("R")
Act = Callable[..., Awaitable[Any]]
# Looks, at the end of a transaction that has stirred something, at who waited for it.
Follower = Callable[[Transaction], Awaitable[None]]

_TRIES = 3
# PostgreSQL: serialization failure, deadlock, lock not available; and unique violation, because a row that
# another transaction has just made is found, and not made again, by the next try.
_CONFLICT_STATES = {"40001", "40P01", "55P03", "23505"}


class IdempotencyRow(Base):
    __tablename__ = "idempotency"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    command: Mapped[str] = mapped_column(String(60))
    result: Mapped[Any] = mapped_column(JsonValue)
    at: Mapped[Moment]


_idempotency = table_of(IdempotencyRow)
_keep_result = Write(insert(_idempotency))


@dataclass(frozen=True, slots=True)
class Handler:
    """How one command or query is done.

    ``prepare`` runs first in a read-only snapshot, outside the writing transaction: for work that takes long
    (understanding a message). What it returns is the third argument of ``act``.
    ``compute`` makes something of that before ``act`` is called, with no transaction open at all: for seconds
    of computing (planning a day's routes). ``act`` has to see whether the facts still hold.
    """

    act: Act
    prepare: Act | None = None
    compute: Act | None = None


class Core:
    """What the fronts hold. Made by ``core.bootstrap.build`` only."""

    def __init__(
        self,
        *,
        settings: Settings,
        database: Database,
        clock: Clock,
        handlers: Mapping[type, Handler],
        subscribers: Mapping[str, tuple[str, ...]],
        followers: tuple[Follower, ...] = (),
        ports: Mapping[str, Any] | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.handlers = handlers
        self.telemetry = Telemetry()
        self.cache = Cache()
        # Tells this process from another one, and from itself before a restart.
        self.process_id = new_uuid7(clock.now())
        # Two threads: understanding a message is pure Python and numpy; more would only take turns.
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="engine")
        self._subscribers = subscribers
        self._followers = followers
        self.ports = ports or {}
        self._results: dict[type, TypeAdapter[Any]] = {}
        self._wakers: list[Callable[[], None]] = []

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called after every commit that left jobs, so that a worker need not poll fast."""
        self._wakers.append(wake)

    async def execute(self, actor: Actor, command: Command[R], *, key: str | None = None) -> R:
        """Do a command. With ``key`` it is done once: a repeat gets the first result again.

        Raises a :class:`Refused` when it is not done; then nothing was written.
        """
        handler = self._handler(actor, command)
        if not command.keeps_result:
            key = None
        if key is not None:
            # Nobody can be handed another person's result, nor a stranger what the house itself did.
            key = f"{actor.person_id or ','.join(sorted(actor.roles))}:{key}"
        with _Measured(self.telemetry, command):
            if key is not None:
                known = await self._known_result(type(command), key)
                if known is not None:
                    return cast(R, known[0])
            prepared = await self._prepare(actor, command, handler)
            for attempt in range(1, _TRIES + 1):
                try:
                    return cast(R, await self._once(actor, command, handler, prepared, key))
                except (Refused, DBAPIError) as error:
                    # Of two equal taps at once the second loses, by the key or by what the first has changed
                    # (its draft is ordered): the first one's result is the answer to both.
                    if key is not None and (known := await self._known_result(type(command), key)):
                        return cast(R, known[0])
                    if not _is_conflict(error):
                        raise
                    if attempt == _TRIES:
                        if isinstance(error, IntegrityError):
                            raise
                        raise Busy from error
                    await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)
                except NoConnection as error:
                    raise Busy from error
        raise AssertionError("unreachable")

    async def ask(self, actor: Actor, query: Query[R]) -> R:
        """Answer a query in a read-only snapshot."""
        handler = self._handler(actor, query)
        with _Measured(self.telemetry, query):
            prepared = await self._prepare(actor, query, handler)
            async with self.snapshot(actor) as snapshot:
                return cast(R, await handler.act(snapshot, query, *prepared))

    async def _prepare(
        self, actor: Actor, wanted: Command[Any] | Query[Any], handler: Handler
    ) -> tuple[Any, ...]:
        """What ``act`` is handed besides: what was prepared, and computed from it."""
        if handler.prepare is None:
            return ()
        async with self.snapshot(actor) as snapshot:
            prepared = await handler.prepare(snapshot, wanted)
        return (prepared if handler.compute is None else await handler.compute(prepared),)

    @asynccontextmanager
    async def snapshot(self, actor: Actor) -> AsyncIterator[Snapshot]:
        async with self.database.read() as connection:
            yield Snapshot(
                db=connection,
                actor=actor,
                now=self.clock.now(),
                settings=self.settings,
                cache=self.cache,
                executor=self._executor,
                ports=self.ports,
            )

    async def close(self) -> None:
        self._executor.shutdown(wait=True)
        await self.database.close()

    def _handler(self, actor: Actor, wanted: Command[Any] | Query[Any]) -> Handler:
        if not actor.may(wanted.permission):
            raise NotPermitted(permission=wanted.permission.value)
        return self.handlers[type(wanted)]

    async def _once(
        self,
        actor: Actor,
        command: Command[Any],
        handler: Handler,
        prepared: tuple[Any, ...],
        key: str | None,
    ) -> Any:
        now = self.clock.now()
        async with self.database.write() as connection:
            tx = Transaction(
                db=connection,
                actor=actor,
                now=now,
                settings=self.settings,
                cache=self.cache,
                executor=self._executor,
                ports=self.ports,
            )
            result = await handler.act(tx, command, *prepared)
            if tx.stirred:
                for follow in self._followers:
                    await follow(tx)
            await self._write_last(tx, command, result, key)
        if tx.events or tx.jobs:
            for wake in self._wakers:
                wake()
        return result

    async def _write_last(self, tx: Transaction, command: Command[Any], result: Any, key: str | None) -> None:
        """Write what a command leaves besides its own rows: journal, jobs, and its result under its key."""
        await journal.append(tx, self._subscribers)
        tx.writes.append(queue.added(tx.db, tx.jobs, tx.now))
        if key is not None:
            kept = self._adapter(type(command)).dump_python(result, mode="json")
            row = {"key": key, "command": type(command).__name__, "result": kept, "at": tx.now}
            tx.write(_keep_result, row)
        await tx.finish()

    def _adapter(self, command: type) -> TypeAdapter[Any]:
        adapter = self._results.get(command)
        if adapter is None:
            adapter = TypeAdapter(get_type_hints(self.handlers[command].act)["return"])
            self._results[command] = adapter
        return adapter

    async def _known_result(self, command: type, key: str) -> tuple[Any] | None:
        async with self.database.glance() as connection:
            row = (
                await connection.execute(
                    select(IdempotencyRow.command, IdempotencyRow.result).where(IdempotencyRow.key == key)
                )
            ).one_or_none()
        if row is None:
            return None
        if row.command != command.__name__:
            raise Refused(reason="the key belongs to another command")
        return (self._adapter(command).validate_python(row.result),)


class _Measured:
    """Counts the outcome and the time of one command or query."""

    def __init__(self, telemetry: Telemetry, wanted: Any) -> None:
        self._telemetry = telemetry
        self._name = type(wanted).__name__

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        outcome = "done" if kind is None else error.code if isinstance(error, Refused) else "failed"
        self._telemetry.commands.labels(self._name, outcome).inc()
        self._telemetry.seconds.labels(self._name).observe(time.perf_counter() - self._started)


def _is_conflict(error: Exception) -> bool:
    """Whether the same command may succeed when it is simply done again."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _CONFLICT_STATES
    if isinstance(error, IntegrityError):
        return "UNIQUE constraint failed" in str(error.orig)
    return isinstance(error, OperationalError) and "locked" in str(error.orig)
