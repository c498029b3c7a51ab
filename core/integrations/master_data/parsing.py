"""From a sheet to records: the header is fitted to the table, each cell read, each fault noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core.integrations.master_data.cells import CellError, cell_text, is_empty
from core.integrations.master_data.columns import Column, columns_of, key_places
from core.integrations.master_data.errors import WrongColumns
from core.integrations.master_data.types import Cell, RowCode, RowError, SheetRows

R = TypeVar("R", bound=tuple[Any, ...])
Key = Any

# Written by us into error files, so that a mended file can be sent back as it is.
ERROR_COLUMN = "error"
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """A record and the row it came from."""

    number: int
    record: R


@dataclass(slots=True)
class Parsed(Generic[R]):
    """All rows that could be read, and what was wrong with the others.

    absent: places of columns the file does not have; there an entry that is known keeps what it has.
    """

    entity: str
    record: type[R]
    rows: list[Row[R]]
    absent: tuple[int, ...]
    read: int
    errors: list[RowError] = field(default_factory=list)

    def refuse(
        self, row: Row[R], column: str, code: RowCode, value: object = None, **fields: str | int
    ) -> None:
        """Note that something is wrong with a row; the value told is the column's own unless given."""
        if value is None:
            for place, one in enumerate(columns_of(self.record)):
                if one.name == column and row.record[place] is not None:
                    value = one.kind.show(row.record[place])
        text = "" if value is None else str(value)
        self.errors.append(RowError(row.number, column, text[:_SHOWN], code, dict(fields)))


def fit_header(entity: str, record: type, header: Sequence[str], others: dict[str, type]) -> list[int]:
    """For each column of the file the place of its field, -1 for the column of our own error files.

    Raises WrongColumns for unknown, repeated or missing columns. ``others``: all tables, to see whose header
    this may be instead.
    """
    columns = columns_of(record)
    places = {column.name.lower(): place for place, column in enumerate(columns)}
    places[ERROR_COLUMN] = -1
    found = [places.get(name.lower(), -2) for name in header]
    known = [place for place in found if place >= 0]
    unknown = [name for name, place in zip(header, found, strict=True) if place == -2]
    repeated = [columns[place].name for place in dict.fromkeys(known) if known.count(place) > 1]
    missing = [
        column.name for place, column in enumerate(columns) if column.is_required and place not in known
    ]
    if unknown or repeated or missing:
        raise WrongColumns(
            entity=entity,
            unknown=unknown,
            missing=missing,
            repeated=repeated,
            known=[column.name for column in columns],
            looks_like=_looks_like(header, others, entity),
        )
    return found


def _looks_like(header: Sequence[str], tables: dict[str, type], entity: str) -> str:
    """Another table that has all these columns and requires none that is not there."""
    names = {name.lower() for name in header} - {ERROR_COLUMN}
    for name, record in tables.items():
        columns = columns_of(record)
        required = {column.name.lower() for column in columns if column.is_required}
        if name != entity and required <= names <= {column.name.lower() for column in columns}:
            return name
    return ""


def parse_sheet(entity: str, record: type[R], sheet: SheetRows, places: Sequence[int]) -> Parsed[R]:
    """Read every cell. A row with a fault is left out and its faults are noted, all of them."""
    columns = columns_of(record)
    given = [(at, place) for at, place in enumerate(places) if place >= 0]
    absent = tuple(sorted(set(range(len(columns))) - {place for _, place in given}))
    parsed = Parsed(entity, record, [], absent, len(sheet.rows))
    readers = [(at, place, columns[place].kind.read, columns[place]) for at, place in given]
    blank = [None if column.is_required else column.default for column in columns]
    make: Callable[..., R] = record
    for number, cells in zip(sheet.numbered(), sheet.rows, strict=True):
        values = blank.copy()
        good = _width_is_right(parsed, number, cells, len(places))
        for at, place, read, column in readers:
            cell = cells[at] if at < len(cells) else None
            if cell is None or cell == "" or is_empty(cell):
                if column.is_required:
                    parsed.errors.append(RowError(number, column.name, "", RowCode.REQUIRED))
                    good = False
                continue
            try:
                values[place] = read(cell)
            except CellError as fault:
                parsed.errors.append(_fault(number, column, cell, fault))
                good = False
        if good:
            parsed.rows.append(Row(number, make(*values)))
    _refuse_duplicates(parsed)
    return parsed


def _width_is_right(parsed: Parsed[R], number: int, cells: Sequence[Cell], width: int) -> bool:
    if len(cells) <= width or all(is_empty(cell) for cell in cells[width:]):
        return True
    value = cell_text(next(cell for cell in cells[width:] if not is_empty(cell)))[:_SHOWN]
    parsed.errors.append(RowError(number, "", value, RowCode.TOO_MANY_CELLS, {"most": width}))
    return False


def _fault(number: int, column: Column, cell: Cell, fault: CellError) -> RowError:
    return RowError(number, column.name, cell_text(cell)[:_SHOWN], fault.code, fault.fields)


def _refuse_duplicates(parsed: Parsed[R]) -> None:
    """The second row of a key is an error that names the first; tables without a key may repeat rows."""
    places = key_places(parsed.record)
    if not places:
        return
    column = columns_of(parsed.record)[places[-1]].name
    first: dict[Key, int] = {}
    for row in parsed.rows:
        key = key_of(row.record, places)
        before = first.setdefault(key, row.number)
        if before != row.number:
            parsed.refuse(row, column, RowCode.DUPLICATE, first=before)


def key_of(record: tuple[Any, ...], places: Sequence[int]) -> Key:
    """What tells a record apart: a single value, or a tuple of several."""
    if len(places) == 1:
        return record[places[0]]
    return tuple(record[place] for place in places)
