"""Many statements in one trip to the database: SQLite in one visit to its thread, PostgreSQL in one pipeline.

Each statement by itself is a trip, and for an order the trips cost more than what the database does in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.infra.reads import Read, Values
from core.infra.writes import Row, Write

Rows = list[Any]
# A statement as the driver takes it, with the values for its placeholders: of a write, one set for each row.
_Ready = list[tuple[str, Any]]


async def run_trip(
    connection: AsyncConnection,
    writes: Sequence[tuple[Write, Sequence[Row]]],
    reads: Sequence[tuple[Read, Values]] = (),
    *,
    commit: bool = False,
) -> list[Rows]:
    """Run the writes in the order given, then the reads: the rows of each read.

    A write without rows is left out. With ``commit`` the transaction ends in the same trip where the driver
    can do that (PostgreSQL's); whoever began it still has to say that it is over.
    """
    dialect = connection.dialect
    compiled_writes = [(write.compiled(dialect, tuple(rows[0])), rows) for write, rows in writes if rows]
    compiled_reads = [(read.compiled(dialect, values), values) for read, values in reads]
    if not compiled_writes and not compiled_reads:
        return []
    sent: _Ready = [(compiled.text, compiled.cells(rows)) for compiled, rows in compiled_writes]
    asked: _Ready = [(compiled.text, compiled.cells(values)) for compiled, values in compiled_reads]
    # The drivers themselves; psycopg is not there where only SQLite is used.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    fault = dialect.loaded_dbapi.Error
    try:
        if dialect.name == "sqlite":
            found: list[Rows] = await driver.visit(lambda opened: _visit(opened, sent, asked))
        else:
            found = await _pipeline(driver, sent, asked, commit=commit)
    except fault as error:
        text = ";\n".join(statement for statement, _ in (*sent, *asked))
        raise DBAPIError.instance(text, None, error, fault, dialect=dialect) from error
    return [compiled.rows(rows) for (compiled, _), rows in zip(compiled_reads, found, strict=True)]


def _visit(connection: sqlite3.Connection, sent: _Ready, asked: _Ready) -> list[Rows]:
    for statement, rows in sent:
        connection.executemany(statement, rows)
    return [connection.execute(statement, values).fetchall() for statement, values in asked]


async def _pipeline(driver: Any, sent: _Ready, asked: _Ready, *, commit: bool) -> list[Rows]:
    if len(asked) == 1 and not sent:
        ((statement, values),) = asked
        async with driver.cursor() as cursor:
            await cursor.execute(statement, values)
            return [await cursor.fetchall()]
    cursors = [driver.cursor() for _ in asked]
    async with driver.pipeline():
        async with driver.cursor() as cursor:
            for statement, rows in sent:
                await cursor.executemany(statement, rows)
        for cursor, (statement, values) in zip(cursors, asked, strict=True):
            await cursor.execute(statement, values)
        if commit:
            await driver.commit()
        return [await cursor.fetchall() for cursor in cursors]
