"""A report as PDF, set by typst from one template; the words are handed over as data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.i18n.fonts import FAMILIES, printable
from core.i18n.phrases import Say
from core.i18n.printing import set_document
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.types import Cell, Column, Field, Kind, Table

_NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.SHARE)
_TEMPLATE = Path(__file__).parent / "table.typ"


def print_table(
    table: Table, title: str, subtitle: str, filters: Sequence[str], company: str, made: str, say: Say
) -> bytes:
    """The PDF of a table; ``made``: the moment, in words."""
    data = {
        "title": printable(title),
        "subtitle": printable(subtitle),
        "filters": [printable(one) for one in filters],
        "company": printable(company),
        "made": printable(made),
        "lang": say.language.partition("_")[0],
        "fonts": FAMILIES,
        "columns": [
            {
                "label": printable(wording.heading(column, say, currency_of(table))),
                "number": _is_number(column.field),
            }
            for column in table.columns
        ],
        "rows": [_texts(row, table.columns, say) for row in table.rows],
        "sums": [_texts(row, table.columns, say) for row in table.sums],
    }
    return set_document(_TEMPLATE, data)


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
        printable(wording.cell_text(cell, column.field, say))
        for cell, column in zip(row, columns, strict=True)
    ]
