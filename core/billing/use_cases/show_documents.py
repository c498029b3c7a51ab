"""Invoices, credit notes and receipts, as their dealer, its rep and the house may see them (A13)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.billing.repository import invoices, lists, payments
from core.billing.types import Invoice, InvoiceSummary, Receipt
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class ShowInvoice(Query[Invoice]):
    """An invoice or credit note by id, by number, or by the end of its number ("1042")."""

    permission = Permission.DOCUMENT_READ
    number: str | None = None
    invoice_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class FindInvoice(Query[Invoice | InvoiceSummary]):
    """Like ``ShowInvoice``, and of an invoice that was brought in from elsewhere what is known of it.

    A number in full goes before the end of one, ours before one brought in. document_id: of the invoice, or
    of the ledger's entry of one brought in.
    """

    permission = Permission.DOCUMENT_READ
    number: str | None = None
    document_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ListInvoices(Query[tuple[InvoiceSummary, ...]]):
    """Open ones, the oldest due first; or all, the newest first.

    Ask for one more than a page holds to know whether there is another page. dealer_id: of one dealer (people
    of a dealer need not say it); None for the house: of all dealers the actor may see.
    """

    permission = Permission.DOCUMENT_READ
    only_open: bool = True
    dealer_id: DealerId | None = None
    limit: int = 8
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ShowReceipt(Query[Receipt]):
    """A payment by the number of its receipt (or the end of it), or by its id."""

    permission = Permission.DOCUMENT_READ
    number: str | None = None
    payment_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ListReceipts(Query[tuple[Receipt, ...]]):
    """Payments, the newest first."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None
    limit: int = 8
    offset: int = 0


async def show_invoice(snap: Snapshot, query: ShowInvoice) -> Invoice:
    return await invoices.load_invoice(snap, number=query.number, invoice_id=query.invoice_id)


async def find_invoice(snap: Snapshot, query: FindInvoice) -> Invoice | InvoiceSummary:
    brought_in = await lists.find_brought_in(snap, query.number, query.document_id)
    typed = (query.number or "").strip().upper()
    if brought_in is not None and brought_in.number.upper() == typed and "-" not in typed:
        return brought_in
    try:
        return await invoices.load_invoice(snap, number=query.number, invoice_id=query.document_id)
    except NotFound:
        if brought_in is None:
            raise
        return brought_in


async def list_invoices(snap: Snapshot, query: ListInvoices) -> tuple[InvoiceSummary, ...]:
    found = await lists.list_invoices(
        snap, only_open=query.only_open, dealer_id=query.dealer_id, limit=query.limit, offset=query.offset
    )
    return tuple(found)


async def show_receipt(snap: Snapshot, query: ShowReceipt) -> Receipt:
    return await payments.read_receipt(
        snap, await payments.load_payment(snap, query.number, query.payment_id)
    )


async def list_receipts(snap: Snapshot, query: ListReceipts) -> tuple[Receipt, ...]:
    rows = await payments.list_payments(snap, query.dealer_id, limit=query.limit, offset=query.offset)
    return tuple([await payments.read_receipt(snap, row) for row in rows])
