"""Files in, files out: CSV by the standard library, workbooks in by calamine and out by XlsxWriter.

What a file is, is seen by its content; its name is for people. Nothing here knows a table's meaning.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from core.integrations.master_data.cells import cell_text, escape_formula, is_empty
from core.integrations.master_data.errors import SheetEmpty, SheetTooBig, SheetUnreadable
from core.integrations.master_data.types import Cell, SheetFile, SheetRows, Source
from core.integrations.master_data.workbook import WorkbookRefused, read_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t"
_LOOKED_AT = 50
# A number with more digits than a double holds is written as text, so that none is lost.
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at once. unpacked: bytes that a workbook may take once its zip is opened; memory and
    seconds: what reading it may take."""

    bytes: int = 64_000_000
    unpacked: int = 600_000_000
    memory: int = 3_000_000_000
    seconds: float = 120.0
    rows: int = 1_000_000
    columns: int = 200


LIMITS = Limits()


def read_sheet(source: Source, sheet_name: str, limits: Limits = LIMITS) -> SheetRows:
    """Header and rows of a source; blank rows fall, each row keeps its number in the file.

    Of a workbook the sheet called ``sheet_name`` is read, or the first one. Raises SheetUnreadable,
    SheetEmpty
    or SheetTooBig.
    """
    if isinstance(source, SheetRows):
        name, raw, numbers = sheet_name, iter(source.rows), iter(source.numbered())
        header: Sequence[Cell] = source.header
    else:
        name = source.name
        raw = _raw_rows(source, sheet_name, limits)
        header = next(raw, ())
        numbers = iter(range(2, limits.rows + 3))
    columns = _header(header)
    if not columns:
        raise SheetEmpty(name=name)
    if len(columns) > limits.columns:
        raise SheetTooBig(name=name, what="columns", most=limits.columns)
    rows: list[Sequence[Cell]] = []
    kept: list[int] = []
    # Nothing about "strict": the numbers of a file are longer than its rows on purpose.
    for row, number in zip(raw, numbers, strict=False):
        if not all(is_empty(cell) for cell in row):
            rows.append(row)
            kept.append(number)
            if len(rows) > limits.rows:
                raise SheetTooBig(name=name, what="rows", most=limits.rows)
    if not rows:
        raise SheetEmpty(name=name)
    return SheetRows(columns, rows, kept)


def read_rows(source: SheetFile, limits: Limits = LIMITS) -> list[tuple[int, Sequence[Cell]]]:
    """All rows of a file that has something in them, each with its number in the file (from 1).

    For tables of somebody else's make: nothing is taken for a header, the delimiter is the one that most rows
    agree about, and text may be in the old encodings that spreadsheets still write (GBK, Windows-1254).
    Raises as ``read_sheet`` does.
    """
    content, name = source.content, source.name
    if len(content) > limits.bytes or content.startswith((_ZIP, _OLE)):
        raw = _raw_rows(source, "", limits)
    else:
        text = _decoded(content, name, legacy=True)
        raw = _csv_rows(text, name, _agreed_delimiter(text))
    rows: list[tuple[int, Sequence[Cell]]] = []
    for number, row in enumerate(raw, start=1):
        if len(row) > limits.columns and not all(is_empty(cell) for cell in row[limits.columns :]):
            raise SheetTooBig(name=name, what="columns", most=limits.columns)
        if not all(is_empty(cell) for cell in row):
            rows.append((number, row))
        if number > limits.rows:
            raise SheetTooBig(name=name, what="rows", most=limits.rows)
    if not rows:
        raise SheetEmpty(name=name)
    return rows


def _header(cells: Sequence[Cell]) -> list[str]:
    columns = [cell_text(cell).strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _raw_rows(source: SheetFile, sheet_name: str, limits: Limits) -> Iterator[Sequence[Cell]]:
    content, name = source.content, source.name
    if len(content) > limits.bytes:
        raise SheetTooBig(name=name, what="bytes", most=limits.bytes)
    if content.startswith((_ZIP, _OLE)):
        return _workbook_rows(content, name, sheet_name, limits)
    return _csv_rows(_decoded(content, name), name)


def _decoded(content: bytes, name: str, *, legacy: bool = False) -> str:
    encoding = next((known for mark, known in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if not legacy:
            raise SheetUnreadable(name=name, why="not_text") from error
        text = _legacy_text(content, name)
    if "\x00" in text:
        raise SheetUnreadable(name=name, why="not_text")
    return text


def _legacy_text(content: bytes, name: str) -> str:
    """GBK or Windows-1254: Chinese signs take two bytes each, letters with accents stand alone."""
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in content[:4096]):
        raise SheetUnreadable(name=name, why="not_text")
    runs = re.findall(rb"[\x80-\xff]+", content)
    is_paired = all(len(run) % 2 == 0 for run in runs)
    for encoding in ("gbk", "cp1254") if is_paired else ("cp1254", "gbk"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(name=name, why="not_text")


def _agreed_delimiter(text: str) -> str:
    """The delimiter of which most of the first rows have as many; tabs before semicolons before commas."""
    rows = [row for row in text.splitlines()[:_LOOKED_AT] if row.strip()]

    def agreement(sign: str) -> int:
        counts = Counter(row.count(sign) for row in rows)
        counts.pop(0, None)
        return max(counts.values(), default=0)

    return max("\t;,", key=agreement)


def _csv_rows(text: str, name: str, delimiter: str | None = None) -> Iterator[Sequence[Cell]]:
    """Rows of CSV text; the header decides about the delimiter: comma, semicolon or tab."""
    header, _, _ = text.lstrip("\r\n").partition("\n")
    delimiter = delimiter or max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetUnreadable(name=name, why="broken", row=reader.line_num) from error


def _workbook_rows(content: bytes, name: str, sheet_name: str, limits: Limits) -> Iterator[Sequence[Cell]]:
    try:
        if content.startswith(_ZIP):
            _check_unpacked(content, name, limits)
        yield from read_workbook(
            content, sheet_name, most_rows=limits.rows, memory=limits.memory, seconds=limits.seconds
        )
    except zipfile.BadZipFile as error:
        raise SheetUnreadable(name=name, why="not_a_workbook") from error
    except WorkbookRefused as refused:
        if refused.why == "rows":
            raise SheetTooBig(name=name, what="rows", most=limits.rows) from refused
        if refused.why == "memory":
            raise SheetTooBig(name=name, what="memory", most=limits.memory) from refused
        raise SheetUnreadable(name=name, why=refused.why) from refused


def _check_unpacked(content: bytes, name: str, limits: Limits) -> None:
    """A zip of a few kilobytes may claim terabytes; its directory says so before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > limits.unpacked:
            raise SheetTooBig(name=name, what="bytes", most=limits.unpacked)


class SheetWriter(Protocol):
    """Rows in, part by part; a file out."""

    def add(self, rows: Iterable[Sequence[Cell | Decimal]]) -> None: ...

    def finish(self) -> bytes:
        """The file; nothing can be added after."""
        ...

    def drop(self) -> None:
        """Give back what it holds, whatever has become of it."""
        ...


class CsvWriter:
    """CSV in UTF-8 with a byte order mark (Excel needs it), formulas made inert."""

    def __init__(self, header: Sequence[str]) -> None:
        self._file = io.BytesIO(b"\xef\xbb\xbf")
        self._file.seek(0, io.SEEK_END)
        self._text = io.TextIOWrapper(self._file, "utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(header)

    def add(self, rows: Iterable[Sequence[Cell | Decimal]]) -> None:
        self._writer.writerows([_csv_cell(cell) for cell in row] for row in rows)

    def finish(self) -> bytes:
        self._text.flush()
        return self._file.getvalue()

    def drop(self) -> None:
        self._text.close()


class WorkbookWriter:
    """One sheet as xlsx; its rows go to a file at once, so its length needs no memory. Columns in
    ``text_columns`` stay text whatever they look like, so codes keep their leading zeros; the others become
    numbers and dates where they can."""

    def __init__(self, sheet_name: str, header: Sequence[str], text_columns: Iterable[int]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sheet-")
        self._path = Path(self._folder.name) / "sheet.xlsx"
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "tmpdir": self._folder.name,
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(self._path), options)
        self._texts = frozenset(text_columns)
        self._sheet = self._book.add_worksheet(sheet_name[:31])
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, header, self._book.add_format({"bold": True}))
        self._row = 0

    def add(self, rows: Iterable[Sequence[Cell | Decimal]]) -> None:
        for row in rows:
            self._row += 1
            for place, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._write(place, cell)

    def _write(self, place: int, cell: Cell | Decimal) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(cell, date | datetime):
            sheet.write_datetime(row, place, cell, self._day)
        elif isinstance(cell, bool) or (isinstance(cell, str) and place in self._texts):
            sheet.write_string(row, place, _workbook_text(str(cell)))
        elif (plain := _plain_number(cell)) is not None:
            sheet.write_number(row, place, plain)
        else:
            sheet.write_string(row, place, _workbook_text(str(cell)))

    def finish(self) -> bytes:
        self._book.close()
        return self._path.read_bytes()

    def drop(self) -> None:
        if not self._book.fileclosed:
            self._book.close()  # a book that was given up still holds the file of its rows
        self._folder.cleanup()


def _written(writer: SheetWriter, rows: Iterable[Sequence[Cell | Decimal]]) -> bytes:
    try:
        writer.add(rows)
        return writer.finish()
    finally:
        writer.drop()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell | Decimal]]) -> bytes:
    """Rows that are all there as CSV."""
    return _written(CsvWriter(header), rows)


def write_workbook(
    sheet_name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell | Decimal]],
    text_columns: Iterable[int],
) -> bytes:
    """Rows that are all there as a workbook."""
    return _written(WorkbookWriter(sheet_name, header, text_columns), rows)


def _csv_cell(cell: Any) -> str:
    if isinstance(cell, str):
        return escape_formula(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _workbook_text(text: str) -> str:
    """A string cell is never a formula; only what would be unescaped on the way back needs its apostrophe."""
    return escape_formula(text) if text.startswith("'") else text


def _plain_number(cell: Any) -> float | int | None:
    text = str(cell)
    digits = text.lstrip("-").replace(".", "", 1)
    if not digits.isdecimal() or len(digits) > _EXACT_DIGITS:
        return None
    return float(text) if "." in text else int(text)
