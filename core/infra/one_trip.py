"""An aiosqlite connection whose statements each make one trip to the connection's thread.

The stock cursor goes there four times for a statement (open, execute, fetch, close), and each trip costs more
than SQLite needs to find a row by its key. This one opens, executes, fetches all and closes in one go;
SQLAlchemy reads whole results anyway, and no statement of ours streams.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")


class OneTripCursor:
    """What SQLAlchemy's adapter asks of an asynchronous cursor, and nothing else."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._rows = []

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        def work(connection: sqlite3.Connection) -> sqlite3.Cursor:
            return connection.execute(statement, parameters)

        return await self._run(work)

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> Self:
        def work(connection: sqlite3.Connection) -> sqlite3.Cursor:
            return connection.executemany(statement, parameters)

        return await self._run(work)

    async def _run(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        (self._rows, self.description, self.rowcount, self.lastrowid) = await self._connection.in_thread(work)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


class OneTripConnection(aiosqlite.Connection):
    """A connection that hands out one-trip cursors."""

    def cursor(self) -> Any:
        return OneTripCursor(self)

    async def in_thread(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> tuple[Any, ...]:
        """Run a statement in the connection's thread: rows, description, row count, last row id."""

        def whole(connection: sqlite3.Connection) -> tuple[Any, ...]:
            cursor = work(connection)
            try:
                rows = cursor.fetchall() if cursor.description else []
                return rows, cursor.description, cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        return await self.visit(whole)

    async def visit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in the connection's thread, where nobody else uses it meanwhile."""
        done: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done


def connector_to(path: str) -> Callable[[], OneTripConnection]:
    """What SQLAlchemy calls (``async_creator``) to open a connection to the file."""

    def connect() -> OneTripConnection:
        def open_file() -> sqlite3.Connection:
            return sqlite3.connect(path, check_same_thread=False)

        connection = OneTripConnection(open_file, 64)
        connection._thread.daemon = True  # as SQLAlchemy does: a forgotten connection must not keep us alive
        return connection

    return connect
