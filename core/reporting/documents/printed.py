"""A report as PDF, set by typst from one template; the words are handed over as data."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from core.i18n.fonts import drawable, font_files
from core.i18n.phrases import Say
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.types import Cell, Column, Field, Kind, Table

_NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.SHARE)
# A compiler is not made for several threads, and making one reads all fonts.
_LOCK = threading.Lock()


def print_table(
    table: Table, title: str, subtitle: str, filters: Sequence[str], company: str, made: str, say: Say
) -> bytes:
    """The PDF of a table; ``made``: the moment, in words."""
    data = {
        "title": drawable(title),
        "subtitle": drawable(subtitle),
        "filters": [drawable(one) for one in filters],
        "company": drawable(company),
        "made": drawable(made),
        "lang": say.language.partition("_")[0],
        "columns": [
            {
                "label": drawable(wording.heading(column, say, currency_of(table))),
                "number": _is_number(column.field),
            }
            for column in table.columns
        ],
        "rows": [_texts(row, table.columns, say) for row in table.rows],
        "sums": [_texts(row, table.columns, say) for row in table.sums],
    }
    with _LOCK:
        made_of: Any = _compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data)})
    return bytes(made_of)


def currency_of(table: Table) -> str | None:
    """The currency of all money in the table, None where rows say their own or there is no money."""
    if any(column.field.name == "currency" for column in table.columns):
        return None
    for row in (*table.rows[:1], *table.sums[:1]):
        for cell in row:
            if isinstance(cell, Money):
                return cell.currency
    return None


def _is_number(field: Field) -> bool:
    return field.kind in _NUMBERS


def _texts(row: Sequence[Cell], columns: Sequence[Column], say: Say) -> list[str]:
    return [
        drawable(wording.cell_text(cell, column.field, say))
        for cell, column in zip(row, columns, strict=True)
    ]


@cache
def _compiler() -> Any:
    import typst

    folders = sorted({str(path.parent) for path in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    template = Path(__file__).parent / "table.typ"
    return typst.Compiler(template, root=template.parent, font_paths=fonts)
