"""What goes into an import and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""One cell as a file gives it: CSV only text, workbooks their own kinds; None and "" are empty."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A table that is already apart: column names, and rows of as many cells.

    numbers: the row of the file that each row stood in, when they do not simply follow the header (row 1).
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int] | None = None

    def numbered(self) -> Sequence[int]:
        return range(2, len(self.rows) + 2) if self.numbers is None else self.numbers


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file as it came: CSV, or a workbook (xlsx, xls, xlsb, ods). The name only helps the reader of a
    message."""

    name: str
    content: bytes = field(repr=False)


Source = SheetRows | SheetFile


class RowCode(StrEnum):
    """Why a row was refused; fronts word it. The fields that come with a code are named after it."""

    REQUIRED = "required"  # the cell is empty
    TOO_LONG = "too_long"  # most
    CONTROL_CHARACTER = "control_character"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    THOUSANDS_SEPARATOR = "thousands_separator"  # also a decimal comma: the two cannot be told apart
    TOO_SMALL = "too_small"  # least
    TOO_LARGE = "too_large"  # most
    TOO_MANY_DIGITS = "too_many_digits"  # most (digits after the point)
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_CHOICE = "not_a_choice"  # choices
    NOT_A_PHONE = "not_a_phone"
    NOT_A_PAIR = "not_a_pair"  # expected
    NOT_JSON = "not_json"
    BAD_CODE = "bad_code"
    BAD_CHECK_DIGIT = "bad_check_digit"  # expected
    UNKNOWN_REFERENCE = "unknown_reference"  # what
    DUPLICATE = "duplicate"  # first (row)
    TAKEN = "taken"  # by
    CONTRADICTS = "contradicts"  # other (column, or what it contradicts)
    NEEDS = "needs"  # other (column)
    EXCLUDES = "excludes"  # other (column)
    NOT_AFTER = "not_after"  # other (column)
    BELOW_RESERVED = "below_reserved"  # reserved
    CIRCULAR = "circular"
    NOT_YOURS = "not_yours"  # a role that the sender may not give, or his own
    IN_USE = "in_use"
    PLANNED = "planned"  # day
    ALREADY_DIFFERENT = "already_different"
    BAD_TERMS = "bad_terms"  # sentence
    TOO_MANY_CELLS = "too_many_cells"  # most


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with one row. row: as a spreadsheet numbers it, header is 1. value: the cell as
    text."""

    row: int
    column: str
    value: str
    code: RowCode
    fields: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with errors (or as a dry run) would have done.

    rows: rows with something in them. new, changed, unchanged: entries of the table, counted before writing.
    written: False for a dry run and whenever there are errors: then nothing at all was written.
    """

    entity: str
    rows: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    written: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.errors
