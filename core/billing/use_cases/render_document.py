"""A document becomes a file, for whoever may see it (A13)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.billing.documents import e_invoice, wording
from core.billing.documents.account_pages import receipt_page, statement_page
from core.billing.documents.due_dates import due_calendar
from core.billing.documents.invoice_page import invoice_page
from core.billing.documents.types import FORMS, DocumentFile, FileForm, Paper
from core.billing.documents.typesetting import set_pages
from core.billing.documents.workbooks import invoice_workbook, invoices_workbook, statement_workbook
from core.billing.errors import DocumentTooBig
from core.billing.repository.access import find_dealer
from core.billing.types import Invoice
from core.billing.use_cases.show_account import ListDueDates, ShowStatement, list_due_dates, show_statement
from core.billing.use_cases.show_documents import (
    ListInvoices,
    ShowInvoice,
    ShowReceipt,
    list_invoices,
    show_invoice,
    show_receipt,
)
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId

# Rows that a file takes: pages are set as a whole, a sheet is only as long as people can use.
MOST_ROWS = {FileForm.PDF: 5_000, FileForm.EXCEL: 100_000, FileForm.CALENDAR: 5_000}
_MIMES = {
    FileForm.PDF: "application/pdf",
    FileForm.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.CALENDAR: "text/calendar",
    FileForm.FACTUR_X: "application/pdf",
    FileForm.UBL: "application/xml",
}


@dataclass(frozen=True, slots=True)
class RenderDocument(Query[DocumentFile]):
    """The file of a document in the reader's words.

    number or document_id: of an invoice, credit note or receipt. since, until: of a statement, as in
    ShowStatement. only_open: of the list of invoices. dealer_id: as the queries have it; the list of all
    dealers is an export and wants a second factor. Raises NotFound, DocumentTooBig, EInvoiceIncomplete.
    """

    permission = Permission.DOCUMENT_READ
    paper: Paper
    form: FileForm
    say: Say
    number: str | None = None
    document_id: uuid.UUID | None = None
    since: date | None = None
    until: date | None = None
    only_open: bool = True
    dealer_id: DealerId | None = None


async def render_document(snap: Snapshot, query: RenderDocument) -> DocumentFile:
    if query.form not in FORMS[query.paper]:
        raise NotFound(what="document")
    # Files are no markup: what stands in them is not escaped.
    query = replace(query, say=replace(query.say, escape=str))
    name, title, work = await _WRITERS[query.paper](snap, query)
    content = await snap.run_apart(work)
    return DocumentFile(f"{_file_name(name)}{_ENDINGS[query.form]}", title, _MIMES[query.form], content)


_ENDINGS = {
    FileForm.PDF: ".pdf",
    FileForm.EXCEL: ".xlsx",
    FileForm.CALENDAR: ".ics",
    FileForm.FACTUR_X: "-factur-x.pdf",
    FileForm.UBL: "-ubl.xml",
}

_Written = tuple[str, str, Callable[[], bytes]]


def _file_name(name: str) -> str:
    """What every file system takes."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name)


def _check_size(rows: int, form: FileForm) -> None:
    if rows > MOST_ROWS[form]:
        raise DocumentTooBig(rows=rows, most=MOST_ROWS[form])


async def _invoice(snap: Snapshot, query: RenderDocument) -> _Written:
    say = query.say
    invoice = await show_invoice(snap, ShowInvoice(query.number, query.document_id))
    makers: dict[FileForm, Callable[[], bytes]] = {
        FileForm.PDF: lambda: set_pages(invoice_page(invoice, say), day=invoice.issued_on),
        FileForm.EXCEL: lambda: invoice_workbook(invoice, say),
        FileForm.FACTUR_X: lambda: _factur_x(invoice, say),
        FileForm.UBL: lambda: e_invoice.ubl_invoice(invoice, say),
    }
    return invoice.number, wording.invoice_title(invoice, say), makers[query.form]


def _factur_x(invoice: Invoice, say: Say) -> bytes:
    page = invoice_page(invoice, say, as_issued=True)
    return e_invoice.factur_x(set_pages(page, day=invoice.issued_on, archival=True), invoice, say)


async def _receipt(snap: Snapshot, query: RenderDocument) -> _Written:
    say = query.say
    receipt = await show_receipt(snap, ShowReceipt(query.number, query.document_id))
    title = wording.receipt_title(receipt.number, say)
    return receipt.number, title, lambda: set_pages(receipt_page(receipt, say), day=receipt.paid_on)


async def _statement(snap: Snapshot, query: RenderDocument) -> _Written:
    say = query.say
    statement = await show_statement(snap, ShowStatement(query.dealer_id, query.since, query.until))
    _check_size(max(len(statement.entries), len(statement.items)), query.form)
    days = [day.isoformat() for day in (statement.since, statement.until) if day]
    name = "-".join([Paper.STATEMENT.value, statement.dealer.code, *days])
    title = wording.statement_title(statement.dealer.name, say)
    if query.form is FileForm.EXCEL:
        return name, title, lambda: statement_workbook(statement, say)
    return name, title, lambda: set_pages(statement_page(statement, say), day=statement.until)


async def _invoices(snap: Snapshot, query: RenderDocument) -> _Written:
    say = query.say
    if query.dealer_id is None and snap.actor.dealer_id is None:
        snap.require_second_factor()
        name = snap.settings.company
    else:
        name = (await find_dealer(snap, query.dealer_id)).name
    most = MOST_ROWS[query.form]
    rows = await list_invoices(snap, ListInvoices(query.only_open, query.dealer_id, limit=most + 1))
    _check_size(len(rows), query.form)
    today = snap.today
    file_name = f"{Paper.INVOICES.value}-{today.isoformat()}"
    return file_name, wording.invoices_title(say), lambda: invoices_workbook(rows, name, today, say)


async def _due_dates(snap: Snapshot, query: RenderDocument) -> _Written:
    say = query.say
    dealer = await find_dealer(snap, query.dealer_id)
    dues = await list_due_dates(snap, ListDueDates(dealer.id))
    _check_size(len(dues), query.form)
    house, now = snap.settings.company, snap.now
    title = wording.calendar_title(house, say)
    return (
        f"{Paper.DUE_DATES.value}-{dealer.code}",
        title,
        lambda: due_calendar(dues, house, dealer.code, now, say),
    )


_WRITERS: dict[Paper, Any] = {
    Paper.INVOICE: _invoice,
    Paper.RECEIPT: _receipt,
    Paper.STATEMENT: _statement,
    Paper.INVOICES: _invoices,
    Paper.DUE_DATES: _due_dates,
}
