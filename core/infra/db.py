"""The database: SQLite (WAL) by default, PostgreSQL by setting; the same code on both.

SQLite takes the write lock at BEGIN (``BEGIN IMMEDIATE``), so a transaction never fails half-way for a
lock, and writers of one process queue up in order instead of spinning on the busy time-out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from core.infra.one_trip import connector_to

_BUSY_MILLISECONDS = 5000
_LOCK_TIMEOUT = "3s"

# The house has some hundred statements; the usual 500 for an engine would throw some away that come again.
_STATEMENTS = 2000


class _Compiled(LRUCache[tuple[Any, ...], Any]):
    """Statements compiled once for a process and a kind of database, not once for each of its engines.

    SQLite's writer and readers are two engines; a test builds a house of its own each time.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(self._shared(key), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(self._shared(key), value)

    @staticmethod
    def _shared(key: tuple[Any, ...]) -> tuple[Any, ...]:
        dialect, *statement = key  # all dialects of one kind are set up alike here
        return (dialect.name, *statement)


_COMPILED = _Compiled(_STATEMENTS)
_OPTIONS = {"compiled_cache": _COMPILED}


def async_url(database_url: str) -> URL:
    """The URL with the one driver we use for its kind (aiosqlite, psycopg)."""
    url = make_url(database_url)
    kind = url.get_backend_name()
    if kind == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"Expected a sqlite or postgresql database, got {kind}.")


class Database:
    """One engine and the two ways into it: ``write()`` and ``read()``.

    patience: seconds that somebody waits for one of the ``pool_size`` connections.
    """

    def __init__(self, database_url: str, *, pool_size: int = 8, patience: float = 30) -> None:
        url = async_url(database_url)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._writer = asyncio.Lock()
        if self.is_sqlite:
            self._make_folder(url)
            # One connection writes, the others can only read: a query cannot change anything by mistake.
            self.engine: AsyncEngine = _sqlite_engine(url, 1, patience)
            _prepare_sqlite(self.engine, begin="IMMEDIATE")
            self._reader = _sqlite_engine(url, pool_size, patience)
            _prepare_sqlite(self._reader, begin="DEFERRED", query_only=True)
        else:
            self.engine = create_async_engine(
                url,
                pool_size=pool_size,
                max_overflow=0,
                pool_timeout=patience,
                execution_options=_OPTIONS,
                connect_args={"options": f"-c lock_timeout={_LOCK_TIMEOUT} -c timezone=UTC"},
            )
            self._reader = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._glance = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @staticmethod
    def _make_folder(url: URL) -> None:
        if url.database and url.database != ":memory:":
            Path(url.database).resolve().parent.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; commits at the end, rolls back on any exception."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writer, self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A snapshot: what it reads belongs to one moment; nothing can be written."""
        async with self._reader.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncConnection]:
        """For a single SELECT, which is a snapshot by itself: PostgreSQL is spared its BEGIN and COMMIT."""
        if self.is_sqlite:
            async with self.read() as connection:
                yield connection
            return
        async with self._glance.connect() as connection:
            yield connection

    async def close(self) -> None:
        await self._reader.dispose()
        await self.engine.dispose()


def _sqlite_engine(url: URL, pool_size: int, patience: float) -> AsyncEngine:
    # Our two contexts always end their transaction themselves; rolling back once more at every return to the
    # pool would be one more trip to the connection's thread.
    return create_async_engine(
        url,
        async_creator=connector_to(url.database or ":memory:"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=patience,
        execution_options=_OPTIONS,
        pool_reset_on_return=None,
    )


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, query_only: bool = False) -> None:
    pragmas = [
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "temp_store=MEMORY",
        "cache_size=-20000",
    ]
    if query_only:
        pragmas.append("query_only=ON")

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(dbapi_connection: Any, _record: Any) -> None:
        # We say BEGIN ourselves: sqlite3's own way starts no transaction before the first write.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")
