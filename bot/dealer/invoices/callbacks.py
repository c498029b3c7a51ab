"""Buttons under invoices, statements and payments."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from core.billing.documents.types import FileForm, Paper

OPEN_ITEMS = "open"
ALL = "all"
WHICH = "which"

# What a button sends: its short name -> the document, its form, and the name of the form, which is the same
# in every language.
FILES: dict[str, tuple[Paper, FileForm, str]] = {
    "inv-pdf": (Paper.INVOICE, FileForm.PDF, "📄 PDF"),
    "inv-xlsx": (Paper.INVOICE, FileForm.EXCEL, "📊 Excel"),
    "inv-fx": (Paper.INVOICE, FileForm.FACTUR_X, "🧾 Factur-X"),
    "inv-ubl": (Paper.INVOICE, FileForm.UBL, "🧾 Peppol XML"),
    "rc-pdf": (Paper.RECEIPT, FileForm.PDF, "📄 PDF"),
    "st-pdf": (Paper.STATEMENT, FileForm.PDF, "📄 PDF"),
    "st-xlsx": (Paper.STATEMENT, FileForm.EXCEL, "📊 Excel"),
    "list-xlsx": (Paper.INVOICES, FileForm.EXCEL, "📊 Excel"),
    "due-ics": (Paper.DUE_DATES, FileForm.CALENDAR, "📅 iCal"),
}


class InvoicesPage(CallbackData, prefix="ivp1"):
    """of: OPEN_ITEMS or ALL, the list that is turned."""

    page: int = 0
    of: str = OPEN_ITEMS


class InvoiceTap(CallbackData, prefix="iv1"):
    """invoice: its id, or its ledger entry's where it was brought in. n: page of its lines; 0 is the card."""

    invoice: str
    n: int = 0


class StatementTap(CallbackData, prefix="sm1"):
    """of: days or months ("2025-10", "2025-10-03_2025-11-20"), OPEN_ITEMS, or WHICH to be asked."""

    of: str


class PaymentsPage(CallbackData, prefix="pp1"):
    page: int = 0


class ReceiptTap(CallbackData, prefix="rc1"):
    receipt: str


class DuePage(CallbackData, prefix="du1"):
    page: int = 0


class FileTap(CallbackData, prefix="fl1"):
    """file: a key of FILES. of: short id of an invoice or receipt, ``of`` of a statement or the list."""

    file: str
    of: str = ""
