"""The rows of an import with what is wrong with them, as a file that can be mended and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from core.integrations.master_data.cells import unescape_formula
from core.integrations.master_data.parsing import ERROR_COLUMN
from core.integrations.master_data.sheets import read_sheet, write_csv, write_workbook
from core.integrations.master_data.types import Cell, RowError, SheetFile


def error_file(
    source: SheetFile,
    entity: str,
    errors: Sequence[RowError],
    describe: Callable[[RowError], str],
    *,
    workbook: bool = False,
) -> bytes:
    """The input rows with one more column, ``error``; mended, it can be imported as it is. Blocking.

    describe: what is wrong with a row, in words, without its number.
    """
    sheet = read_sheet(source, entity)
    by_row: defaultdict[int, list[str]] = defaultdict(list)
    for error in errors:
        by_row[error.row].append(describe(error))
    kept = [at for at, name in enumerate(sheet.header) if name.lower() != ERROR_COLUMN]
    header = [*(sheet.header[at] for at in kept), ERROR_COLUMN]
    rows: list[list[Cell]] = [
        [*(_plain(cells, at) for at in kept), "; ".join(by_row.get(number, ()))]
        for number, cells in zip(sheet.numbered(), sheet.rows, strict=True)
    ]
    if workbook:
        return write_workbook(entity, header, rows, range(len(header)))
    return write_csv(header, rows)


def _plain(cells: Sequence[Cell], at: int) -> Cell:
    """A cell of the input; formulas that were made inert become so again when they are written, once."""
    cell = cells[at] if at < len(cells) else None
    return unescape_formula(cell) if isinstance(cell, str) else cell
