"""Reads that every order makes: compiled once, their rows made without SQLAlchemy's result machinery.

Looking a statement up in SQLAlchemy's cache, building its context and wrapping each row costs more than
either database needs to find rows by their keys. Here a SELECT is compiled once for each dialect and length
of its lists, goes straight to the driver, and several that do not need each other's answers go in one trip.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any

from sqlalchemy import Insert, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

_MOST_LENGTHS = 200
_NAMED = re.compile(r"%\((\w+)\)s")
Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Read:
    """A SELECT or INSERT … RETURNING whose values are all ``bindparam``s, lists among them (``expanding``).

    Build it once, beside the other statements of a repository, and run it by ``Snapshot.all``,
    ``one_or_none`` or ``together``. Its rows are named tuples with the selected columns as fields.
    """

    def __init__(self, statement: Select[Any] | Insert) -> None:
        self._statement = statement
        self._compiled: dict[tuple[Any, ...], _Compiled] = {}

    def compiled(self, dialect: Dialect, values: Values) -> _Compiled:
        lengths = [(name, len(value)) for name, value in values.items() if isinstance(value, list)]
        known = (dialect.name, *lengths)
        found = self._compiled.get(known)
        if found is None:
            if len(self._compiled) >= _MOST_LENGTHS:
                self._compiled.clear()
            found = self._compiled[known] = _compile(self._statement, dialect, values)
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value goes: ``name`` of the statement's own placeholder, ``take`` finds it among the values."""

    name: str
    take: Callable[[Values], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    places: tuple[_Place, ...]
    is_positional: bool
    row: Callable[..., Any]
    converts: tuple[tuple[int, Convert], ...]

    def cells(self, values: Values) -> Any:
        """The values as the driver takes them: in the order of their places, or by name."""
        if self.is_positional:
            return [place.take(values) for place in self.places]
        return {place.name: place.take(values) for place in self.places}

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        if not self.converts:
            return list(starmap(self.row, found))
        made = []
        for cells in map(list, found):
            for at, convert in self.converts:
                cells[at] = convert(cells[at])
            made.append(self.row(*cells))
        return made


def _compile(statement: Select[Any] | Insert, dialect: Dialect, values: Values) -> _Compiled:
    # Lists are spelt out (one placeholder an item), as SQLAlchemy itself does before it executes.
    filled = statement.params(**values) if isinstance(statement, Select) else statement
    compiled = filled.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    names = compiled.positiontup or list(dict.fromkeys(_NAMED.findall(compiled.string)))
    columns = statement.exported_columns
    converts = (
        (at, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for at, column in enumerate(columns)
    )
    return _Compiled(
        text=compiled.string,
        places=tuple(_place(compiled, name, values, dialect) for name in names),
        is_positional=compiled.positional,
        row=namedtuple("Row", map(str, columns.keys()), rename=True),
        converts=tuple((at, convert) for at, convert in converts if convert is not None),
    )


def _place(compiled: SQLCompiler, placed: str, values: Values, dialect: Dialect) -> _Place:
    name, at = placed, None
    if placed not in compiled.binds:
        # An item of a list: "products_3" is the third of "products".
        name, _, number = placed.rpartition("_")
        at = int(number) - 1
    known = compiled.binds[name]
    bind = known.type.dialect_impl(dialect).bind_processor(dialect)

    def take(given: Values) -> Any:
        value = given[name] if at is None else given[name][at]
        return value if bind is None else bind(value)

    if name in values:
        return _Place(placed, take)
    given = known.effective_value
    constant = take({name: given if at is None else list(given or ())})
    return _Place(placed, lambda _: constant)
