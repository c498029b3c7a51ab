"""Buttons under invoices, statements and payments."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from core.billing.documents.types import FileForm, Paper

OPEN_ITEMS = "open"
WHICH = "which"


class InvoicesPage(CallbackData, prefix="ivp1"):
    """only_open: of the list that is turned."""

    page: int = 0
    only_open: bool = True


class InvoiceTap(CallbackData, prefix="iv1"):
    """n: page of the invoice's lines from 1 on; 0 is the card."""

    invoice: str
    n: int = 0


class StatementTap(CallbackData, prefix="sm1"):
    """of: a month ("2025-10"), OPEN_ITEMS, or WHICH to be asked."""

    of: str


class PaymentsPage(CallbackData, prefix="pp1"):
    page: int = 0


class ReceiptTap(CallbackData, prefix="rc1"):
    receipt: str


class DuePage(CallbackData, prefix="du1"):
    page: int = 0


class FileTap(CallbackData, prefix="fl1"):
    """of: short id of an invoice or receipt, the ``of`` of a statement, "all" or "open" of the list."""

    paper: Paper
    form: FileForm
    of: str = ""
