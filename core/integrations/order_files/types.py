"""What is known of a file that a dealer sent to order by."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.intake.engine.tables import FaultCode, Layout, Role
from core.kernel.ids import DraftId


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people know it: its letter, its heading ("" without one), and what stands below it."""

    at: int
    letter: str
    heading: str
    sample: str


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file holds before anything is ordered by it.

    rows: below the header. roles: what the columns were taken for. quantities: other columns that could be
    the quantity. is_sure: nobody need be asked. taken_at: when this very file was ordered by before.
    """

    file_id: uuid.UUID
    name: str
    rows: int
    roles: tuple[tuple[Role, Column], ...]
    quantities: tuple[Column, ...]
    is_sure: bool
    is_whole: bool
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that was not taken, with its cells as text. row: its number in the file, from 1."""

    row: int
    cells: tuple[str, ...]
    code: FaultCode
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of a file. taken: rows that are in the draft, of which ``asked`` wait for an answer;
    left_out: rows without a quantity; added_up: rows that went onto another row's line. draft_id None: no row
    could be taken. headings: of the file's columns."""

    name: str
    draft_id: DraftId | None
    taken: int
    asked: int
    left_out: int
    added_up: int
    headings: tuple[str, ...]
    faults: tuple[FaultyRow, ...]


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file as it is kept; its bytes lie in the store of objects under ``digest``."""

    id: uuid.UUID
    name: str
    digest: str
    layout: Layout
    columns: tuple[Column, ...]
    numbers: tuple[int, ...]
    rows: int
    is_sure: bool
    taken_at: datetime | None


def layout_to_json(layout: Layout) -> dict[str, Any]:
    return {
        "header": layout.header,
        "columns": {role.value: at for role, at in layout.columns.items()},
        "signature": layout.signature,
    }


def layout_from_json(kept: Mapping[str, Any]) -> Layout:
    columns = {Role(role): at for role, at in kept["columns"].items()}
    return Layout(kept["header"], columns, kept["signature"])
