"""Many rows at once: what imports need of SQL, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, and_, bindparam, delete, insert, text, update

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


async def lock_imports(tx: Transaction) -> None:
    """One import at a time until this transaction ends; SQLite has one writer anyway."""
    if tx.on_postgres:
        await tx.execute(text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=_IMPORT_LOCK))


async def insert_rows(tx: Transaction, row: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        await tx.execute(insert(row), list(rows))


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
