"""A report as a workbook or as CSV, written row by row: the length of a list needs no memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from core.i18n.phrases import Say
from core.kernel.money import Money, currency_exponent
from core.reporting.documents import wording
from core.reporting.types import Cell, Column, Form, Kind

_WIDTHS = {Kind.TEXT: 24, Kind.STATE: 14, Kind.MONEY: 16, Kind.SHARE: 12}
_USUAL_WIDTH = 13
# How whole numbers of a kind are shown in a workbook, and what they are divided by.
_NUMBERS = {Kind.SHARE: ("0.0%", 10_000), Kind.HOURS: ("[h]:mm", 86_400)}
# What a spreadsheet program takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SheetWriter(Protocol):
    """Rows in, a file out."""

    def add(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def finish(self, sums: Iterable[Sequence[Cell]]) -> bytes:
        """The sums at the foot, and the file. Nothing can be added after."""
        ...

    def drop(self) -> None:
        """Give back what it holds, whatever has become of it."""
        ...


def open_sheet(
    form: Form, columns: Sequence[Column], title: str, say: Say, currency: str | None
) -> SheetWriter:
    """A writer with its headings; ``currency``: of all money in it, None where rows say their own."""
    headings = [wording.heading(column, say, currency) for column in columns]
    if form is Form.CSV:
        return _CsvWriter(columns, headings, say)
    return _WorkbookWriter(columns, headings, title, say)


class _CsvWriter:
    """UTF-8 with a byte order mark (Excel needs it); plain numbers, days by ISO 8601, formulas made inert."""

    def __init__(self, columns: Sequence[Column], headings: Sequence[str], say: Say) -> None:
        self._columns = columns
        self._say = say
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(headings)

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows(
            [self._cell(cell, column) for cell, column in zip(row, self._columns, strict=True)]
            for row in rows
        )

    def _cell(self, cell: Cell, column: Column) -> str:
        kind = column.field.kind
        match cell:
            case None:
                return ""
            case Money():
                return str(cell.to_decimal())
            case date():
                return cell.isoformat()
            case int():
                return _plain_number(cell, kind)
        text = wording.state_text(cell, self._say) if kind is Kind.STATE else cell
        return "'" + text if text.startswith(_FORMULA) else text

    def finish(self, sums: Iterable[Sequence[Cell]]) -> bytes:
        return b"\xef\xbb\xbf" + self._text.getvalue().encode("utf-8")

    def drop(self) -> None:
        self._text.close()


def _plain_number(cell: int, kind: Kind) -> str:
    """Shares in percent, times in hours, both with two digits."""
    if kind is Kind.SHARE:
        return f"{cell / 100:.2f}"
    return f"{cell / 3600:.2f}" if kind is Kind.HOURS else str(cell)


class _WorkbookWriter:
    """One sheet. Rows go to a file of their own at once (constant memory), so they only come in order."""

    def __init__(self, columns: Sequence[Column], headings: Sequence[str], title: str, say: Say) -> None:
        self._columns = columns
        self._say = say
        self._folder = tempfile.TemporaryDirectory(prefix="report-")
        self._path = Path(self._folder.name) / "sheet.xlsx"
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "tmpdir": self._folder.name,
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(self._path), options)
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        self._formats: dict[tuple[str, bool], Any] = {}
        for at, column in enumerate(columns):
            self._sheet.set_column(at, at, _WIDTHS.get(column.field.kind, _USUAL_WIDTH))
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, headings, self._format("@", bold=True))
        self._row = 0

    def _format(self, pattern: str, *, bold: bool = False) -> Any:
        if (pattern, bold) not in self._formats:
            self._formats[pattern, bold] = self._book.add_format({"num_format": pattern, "bold": bold})
        return self._formats[pattern, bold]

    def add(self, rows: Iterable[Sequence[Cell]], *, bold: bool = False) -> None:
        places = list(enumerate(column.field.kind for column in self._columns))
        for row in rows:
            self._row += 1
            for (at, kind), cell in zip(places, row, strict=True):
                if cell is not None and cell != "":
                    self._write(at, cell, kind, bold=bold)

    def _write(self, at: int, cell: Cell, kind: Kind, *, bold: bool) -> None:
        row, sheet = self._row, self._sheet
        if isinstance(cell, str):
            text = wording.state_text(cell, self._say) if kind is Kind.STATE else cell
            sheet.write_string(row, at, text, self._format("@", bold=True) if bold else None)
        elif isinstance(cell, Money):
            digits = currency_exponent(cell.currency)
            # A workbook has no other numbers than doubles; nothing is worked out with this one.
            amount = cell.minor / 10**digits
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
            sheet.write_number(row, at, amount, self._format(pattern, bold=bold))
        elif isinstance(cell, int):
            pattern, part = _NUMBERS.get(kind, ("#,##0", 1))
            sheet.write_number(row, at, cell / part, self._format(pattern, bold=bold))
        elif cell is not None:
            sheet.write_datetime(row, at, cell, self._format("yyyy-mm-dd", bold=bold))

    def finish(self, sums: Iterable[Sequence[Cell]]) -> bytes:
        last = self._row
        self.add(sums, bold=True)
        if last:
            self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._book.close()
        return self._path.read_bytes()

    def drop(self) -> None:
        if not self._book.fileclosed:
            self._book.close()  # a book that was given up still holds the file of its rows
        self._folder.cleanup()


def _sheet_name(title: str) -> str:
    """What Excel takes as the name of a sheet."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("' ") or "Report"
