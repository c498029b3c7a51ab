"""Writes that wait for each other: many rows a statement, and many statements a trip to the database.

SQLAlchemy looks at every parameter of every row anew, and each statement is a trip of its own to SQLite's
thread; for an order both cost more than the database does. Here a statement is compiled once, values are made
fit for the driver column by column, and the database gets all that waits in one trip: SQLite in one visit to
its thread, PostgreSQL in one pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from core.infra.one_trip import Script

Row = Mapping[str, Any]
Cells = list[tuple[Any, ...]]


class Write:
    """An INSERT or UPDATE, for one row or many, all with the same keys.

    A key is a column of the INSERT or a ``bindparam``. Build it once, beside the other statements of a
    repository, and run it by ``Transaction.write`` or ``run_writes``.
    """

    def __init__(self, statement: Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def compiled(self, dialect: Dialect, keys: Sequence[str]) -> _Compiled:
        known = (dialect.name, *keys)
        found = self._compiled.get(known)
        if found is None:
            found = self._compiled[known] = _compile(self._statement, dialect, list(keys))
        return found


async def run_writes(connection: AsyncConnection, writes: Sequence[tuple[Write, Sequence[Row]]]) -> None:
    """Run each statement for all of its rows, in the order given; a statement without rows is left out."""
    dialect = connection.dialect
    ready: list[tuple[_Compiled, Cells]] = []
    for write, rows in writes:
        if rows:
            compiled = write.compiled(dialect, tuple(rows[0]))
            ready.append((compiled, compiled.cells(rows)))
    if not ready:
        return
    if dialect.name == "sqlite":
        await connection.exec_driver_sql(Script([(compiled.text, cells) for compiled, cells in ready]))
        return
    await _run_in_pipeline(connection, ready)


async def _run_in_pipeline(connection: AsyncConnection, ready: Sequence[tuple[_Compiled, Cells]]) -> None:
    """Send all statements to PostgreSQL before the first answer is awaited; errors are SQLAlchemy's."""
    # psycopg itself, which is not there where only SQLite is used.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    fault = connection.dialect.loaded_dbapi.Error
    try:
        async with driver.pipeline(), driver.cursor() as cursor:
            for compiled, cells in ready:
                names = [parameter.name for parameter in compiled.parameters]
                await cursor.executemany(compiled.text, [dict(zip(names, row, strict=True)) for row in cells])
    except fault as error:
        text = ";\n".join(compiled.text for compiled, _ in ready)
        raise DBAPIError.instance(text, None, error, fault, dialect=connection.dialect) from error


@dataclass(frozen=True, slots=True)
class _Parameter:
    """``bind`` makes a value fit for the driver; None: it is. ``constant``: the statement's own value."""

    name: str
    bind: Callable[[Any], Any] | None
    is_constant: bool
    constant: Any

    def column(self, rows: Sequence[Row]) -> list[Any]:
        if self.is_constant:
            return [self.constant] * len(rows)
        values = [row[self.name] for row in rows]
        if self.bind is None:
            return values
        first = values[0]
        if all(value is first for value in values):
            # As the order's id and the moment are on all of its rows.
            return [self.bind(first)] * len(values)
        return [self.bind(value) for value in values]


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    parameters: tuple[_Parameter, ...]

    def cells(self, rows: Sequence[Row]) -> Cells:
        """The values of each row in the order of the parameters, as the driver takes them."""
        return list(zip(*(parameter.column(rows) for parameter in self.parameters), strict=True))


def _compile(statement: Insert | Update, dialect: Dialect, keys: list[str]) -> _Compiled:
    # Of an INSERT the keys are its columns; an UPDATE has its parameters in it already.
    columns = keys if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    names = compiled.positiontup or list(compiled.construct_params(_check=False))
    return _Compiled(compiled.string, tuple(_parameter(compiled, name, dialect) for name in names))


def _parameter(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Parameter:
    known = compiled.binds[name]
    bind = known.type.dialect_impl(dialect).bind_processor(dialect)
    if known.required:
        return _Parameter(name, bind, is_constant=False, constant=None)
    value = known.effective_value
    return _Parameter(name, None, is_constant=True, constant=bind(value) if bind else value)
