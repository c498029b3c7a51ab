"""Invoices and statements as Excel workbooks: one sheet, figures as numbers, days as days."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from core.billing.documents import wording
from core.billing.types import Invoice, InvoiceSummary, Statement
from core.i18n.phrases import Say
from core.kernel.money import Money, UnitPrice, currency_exponent

Cell = str | int | date | Money | UnitPrice | None
_WIDTHS = {
    "document.article": 42,
    "document.wanted": 42,
    "document.entry": 26,
    "document.document": 22,
    "document.dealer": 26,
}
_USUAL_WIDTH = 14
_TOP = 5  # rows above the table: title, dealer, period, an empty one, headings


def invoice_workbook(invoice: Invoice, say: Say) -> bytes:
    """The lines of an invoice or credit note, with its sums below."""
    sheet = _Sheet(
        wording.invoice_title(invoice, say),
        invoice.dealer.name,
        (
            (say("document.issued"), invoice.issued_on),
            (say("document.due"), invoice.due_on),
            (say("document.currency"), invoice.currency),
        ),
    )
    keys = (
        "document.position",
        "document.article",
        "document.sku",
        "document.quantity",
        "document.unit",
        "document.pieces",
        "document.unit_price",
        "document.discount",
        "document.tax",
        "document.amount",
        *(("document.wanted",) if any(line.instead_of for line in invoice.lines) else ()),
    )
    sheet.head(keys, say)
    for line in invoice.lines:
        unit = f"unit.{line.unit}"
        sheet.add(
            line.position,
            line.name,
            line.sku,
            str(line.unit_quantity.normalize()) if line.unit_quantity % 1 else int(line.unit_quantity),
            say(unit, 2).replace("{count}", "").strip() if say.book.has("en", unit) else line.unit,
            line.quantity,
            line.unit_price,
            line.discount if line.discount else None,
            say.percent(line.tax_basis_points) if line.tax_basis_points else None,
            line.total,
            *((line.instead_of,) if line.instead_of else ()),
        )
    sums = [
        ("document.subtotal", invoice.subtotal),
        ("document.discount", -invoice.discount),
        ("document.shipping", invoice.shipping),
    ]
    sums += [
        ("document.net", invoice.net),
        ("document.tax_amount", invoice.tax),
        ("document.total", invoice.total),
        ("document.to_pay", invoice.open),
    ]
    for key, amount in sums:
        if amount or key in ("document.total", "document.to_pay"):
            sheet.add(None, say(key), *[None] * 7, amount, bold=True)
    return sheet.finish()


def statement_workbook(statement: Statement, say: Say) -> bytes:
    """Movements of the period, or the open items; the balance below."""
    sheet = _Sheet(
        say("document.statement"),
        statement.dealer.name,
        (
            *([(say("document.since"), statement.since)] if statement.since else []),
            (say("document.until"), statement.until),
            (say("document.currency"), statement.currency),
        ),
    )
    if statement.since is None:
        keys = (
            "document.document",
            "document.issued",
            "document.due",
            "document.days_overdue",
            "document.total",
            "document.open",
        )
        sheet.head(keys, say)
        for item in statement.items:
            sheet.add(item.number, item.issued_on, item.due_on, item.days_overdue, item.total, item.open)
        if statement.ageing.unapplied:
            sheet.add(say("document.unapplied"), *[None] * 4, -statement.ageing.unapplied)
        sheet.add(say("document.closing"), *[None] * 4, statement.closing, bold=True)
        return sheet.finish()
    columns = (
        "document.day",
        "document.entry",
        "document.number",
        "document.for_invoice",
        "document.due",
        "document.amount",
        "document.balance",
    )
    sheet.head(columns, say)
    sheet.add(statement.since, say("document.opening"), None, None, None, None, statement.opening)
    for entry in statement.entries:
        kind = say(f"posted.{entry.kind.value}")
        sheet.add(entry.on, kind, entry.number, entry.about, entry.due_on, entry.amount, entry.balance)
    sheet.add(statement.until, say("document.closing"), *[None] * 4, statement.closing, bold=True)
    return sheet.finish()


def invoices_workbook(invoices: Sequence[InvoiceSummary], dealer_name: str, today: date, say: Say) -> bytes:
    """The list of invoices. Currencies stand in a column: the house's list may have several."""
    sheet = _Sheet(say("document.invoices"), dealer_name, ((say("document.as_of"), today),))
    keys = (
        "document.document",
        "document.dealer",
        "document.issued",
        "document.due",
        "document.days_overdue",
        "document.currency",
        "document.total",
        "document.open",
    )
    sheet.head(keys, say)
    for one in invoices:
        sheet.add(
            one.number, one.dealer_name, one.issued_on, one.due_on, one.days_overdue or None,
            one.total.currency, one.total, one.open,
        )  # fmt: skip
    return sheet.finish()


class _Sheet:
    """A workbook that is being written, from the top down."""

    def __init__(self, title: str, name: str, facts: Iterable[tuple[str, str | date]]) -> None:
        self._file = io.BytesIO()
        # A name that begins with "=" stays a name, and one that looks like an address is no link.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        self._sheet = self._book.add_worksheet()
        self._formats: dict[tuple[str, bool], Any] = {}
        self._sheet.write_string(0, 0, title, self._book.add_format({"bold": True, "font_size": 14}))
        self._sheet.write_string(1, 0, name)
        for at, (label, value) in enumerate(facts):
            self._sheet.write_string(2, at * 2, label)
            self._write(2, at * 2 + 1, value)
        self._first = self._row = _TOP - 1
        self._columns = 0

    def head(self, keys: Sequence[str], say: Say) -> None:
        style = self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3F6F9", "text_wrap": True})
        for at, key in enumerate(keys):
            self._sheet.set_column(at, at, _WIDTHS.get(key, _USUAL_WIDTH))
            self._sheet.write_string(self._row, at, say(key), style)
        self._columns = len(keys)
        self._sheet.freeze_panes(self._row + 1, 0)

    def add(self, *cells: Cell, bold: bool = False) -> None:
        self._row += 1
        for at, cell in enumerate(cells):
            self._write(self._row, at, cell, bold=bold)

    def _write(self, row: int, at: int, cell: Cell, *, bold: bool = False) -> None:
        match cell:
            case None | "":
                return
            case Money():
                digits = currency_exponent(cell.currency)
                pattern = "#,##0" + ("." + "0" * digits if digits else "")
                self._sheet.write_number(row, at, cell.to_decimal(), self._format(pattern, bold=bold))
            case UnitPrice():
                self._sheet.write_number(row, at, cell.to_decimal(), self._format("#,##0.00####", bold=bold))
            case date():
                moment = datetime.combine(cell, time())
                self._sheet.write_datetime(row, at, moment, self._format("yyyy-mm-dd", bold=bold))
            case int():
                self._sheet.write_number(row, at, cell, self._format("#,##0", bold=bold))
            case _:
                self._sheet.write_string(row, at, cell, self._format("@", bold=bold))

    def _format(self, pattern: str, *, bold: bool) -> Any:
        if (pattern, bold) not in self._formats:
            self._formats[pattern, bold] = self._book.add_format({"num_format": pattern, "bold": bold})
        return self._formats[pattern, bold]

    def finish(self) -> bytes:
        if self._columns and self._row > self._first:
            self._sheet.autofilter(self._first, 0, self._row, self._columns - 1)
        self._book.close()
        return self._file.getvalue()
