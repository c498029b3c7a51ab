"""Writes that every order makes: compiled once, and many rows a statement.

SQLAlchemy looks at every parameter of every row anew, which for an order costs more than the database does.
Here a statement is compiled once, and values are made fit for the driver column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Insert, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]
Cells = list[tuple[Any, ...]] | list[dict[str, Any]]


class Write:
    """An INSERT, UPDATE or DELETE, for one row or many, all with the same keys.

    A key is a column of the INSERT or a ``bindparam``. Build it once, beside the other statements of a
    repository, and run it by ``Transaction.write``.
    """

    def __init__(self, statement: Insert | Update | Delete) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def compiled(self, dialect: Dialect, keys: Sequence[str]) -> _Compiled:
        known = (dialect.name, *keys)
        found = self._compiled.get(known)
        if found is None:
            found = self._compiled[known] = _compile(self._statement, dialect, list(keys))
        return found


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
    is_positional: bool

    def cells(self, rows: Sequence[Row]) -> Cells:
        """The values of each row as the driver takes them: in the order of their places, or by name."""
        cells = zip(*(parameter.column(rows) for parameter in self.parameters), strict=True)
        if self.is_positional:
            return list(cells)
        names = [parameter.name for parameter in self.parameters]
        return [dict(zip(names, row, strict=True)) for row in cells]


def _compile(statement: Insert | Update | Delete, dialect: Dialect, keys: list[str]) -> _Compiled:
    # Of an INSERT the keys are its columns; the others have their parameters in them already.
    columns = keys if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    names = compiled.positiontup or list(compiled.construct_params(_check=False))
    parameters = tuple(_parameter(compiled, name, dialect) for name in names)
    return _Compiled(compiled.string, parameters, compiled.positional)


def _parameter(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Parameter:
    known = compiled.binds[name]
    bind = known.type.dialect_impl(dialect).bind_processor(dialect)
    if known.required:
        return _Parameter(name, bind, is_constant=False, constant=None)
    value = known.effective_value
    return _Parameter(name, None, is_constant=True, constant=bind(value) if bind else value)
