"""How a record says what its columns are: ``Annotated[type, Column(kind, ...)]`` on the fields of a
NamedTuple."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from core.integrations.master_data.cells import Kind

REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. default: what an empty cell or an absent column stands for; REQUIRED for none.

    name: the header, where it is not the field's own name. key: part of what tells rows apart.
    """

    kind: Kind[Any]
    default: Any = REQUIRED
    key: bool = False
    name: str = ""

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED


_COLUMNS: dict[type[Any], tuple[Column, ...]] = {}


def columns_of(record: type[Any]) -> tuple[Column, ...]:
    """The columns of a record in the order of its fields, each with its header name."""
    known = _COLUMNS.get(record)
    if known is None:
        hints = get_type_hints(record, include_extras=True)
        known = tuple(_named(hint.__metadata__[0], field) for field, hint in hints.items())
        _COLUMNS[record] = known
    return known


def _named(column: Column, field: str) -> Column:
    return column if column.name else replace(column, name=field)


def key_places(record: type[Any]) -> tuple[int, ...]:
    """Where in the record the key columns stand; empty for tables whose rows may repeat."""
    return tuple(place for place, column in enumerate(columns_of(record)) if column.key)


def header_of(record: type[Any]) -> Sequence[str]:
    return [column.name for column in columns_of(record)]
