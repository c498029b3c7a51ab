"""Many rows at once: what imports need of SQL, the same on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, Table, and_, bindparam, delete, text, update

from core.infra.columns import Base
from core.infra.transaction import Transaction

T = TypeVar("T")

# SQLite takes at most 32,766 values in one statement, PostgreSQL 65,535.
_CHUNK = 10_000
# Any constant will do, as long as nothing else in the house locks the same one.
_IMPORT_LOCK = 0x6465_616C_6572


def chunks(values: Iterable[T], size: int = _CHUNK) -> Iterator[list[T]]:
    """Lists of at most ``size``, for IN clauses."""
    part: list[T] = []
    for value in values:
        part.append(value)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def new_ids(tx: Transaction, count: int) -> list[uuid.UUID]:
    """That many new ids in rising order: rows written in the order of keys fill an index page by page."""
    return sorted(tx.new_id() for _ in range(count))


async def lock_imports(tx: Transaction) -> None:
    """One import at a time until this transaction ends; SQLite has one writer anyway."""
    if tx.on_postgres:
        await tx.execute(text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=_IMPORT_LOCK))


async def insert_rows(
    tx: Transaction, row: type[Base], columns: Sequence[str], rows: Collection[Sequence[Any]]
) -> None:
    """Insert rows given as tuples of ``columns``.

    Past the statement machinery of SQLAlchemy, which costs more than the database does: PostgreSQL takes them
    by COPY, SQLite by one prepared statement.
    """
    if not rows:
        return
    table = _table(row)
    if tx.on_postgres:
        await _copy_rows(tx, table, columns, rows)
        return
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    await tx.db.exec_driver_sql(statement, _bound(tx, table, columns, rows))


def _bound(
    tx: Transaction, table: Table, columns: Sequence[str], rows: Collection[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them; column by column, since most types have nothing to do."""
    dialect = tx.db.dialect
    by_column: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, name in enumerate(columns):
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            by_column[place] = [process(value) for value in by_column[place]]
    return list(zip(*by_column, strict=True))


async def _copy_rows(
    tx: Transaction, table: Table, columns: Sequence[str], rows: Collection[Sequence[Any]]
) -> None:
    from psycopg.sql import SQL, Identifier
    from psycopg.types.json import Jsonb

    json_places = [place for place, name in enumerate(columns) if isinstance(table.c[name].type, JSON)]
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table.name), SQL(", ").join(Identifier(name) for name in columns)
    )
    connection = (await tx.db.get_raw_connection()).driver_connection
    if connection is None:
        raise RuntimeError("Expected an open connection.")
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for one in rows:
            cells = list(one)
            for place in json_places:
                cells[place] = Jsonb(cells[place])
            await copy.write_row(cells)


async def update_rows(
    tx: Transaction, row: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Set all other columns of ``rows`` where the ``key`` columns are equal; all rows have the same
    columns."""
    if not rows:
        return
    table = _table(row)
    values: dict[str, Any] = {name: bindparam(f"set_{name}") for name in rows[0] if name not in key}
    statement = update(table).where(_key_is(table, key)).values(values)
    await tx.execute(
        statement,
        [
            {f"key_{name}" if name in key else f"set_{name}": cell for name, cell in one.items()}
            for one in rows
        ],
    )


async def delete_rows(
    tx: Transaction, row: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Delete where the ``key`` columns are equal."""
    if rows:
        table = _table(row)
        statement = delete(table).where(_key_is(table, key))
        await tx.execute(statement, [{f"key_{name}": one[name] for name in key} for one in rows])


def _table(row: type[Base]) -> Table:
    table = row.__table__
    if not isinstance(table, Table):
        raise TypeError(f"Expected a class with a table, got {row.__name__}.")
    return table


def _key_is(table: Table, key: Sequence[str]) -> Any:
    return and_(*(table.c[name] == bindparam(f"key_{name}") for name in key))
