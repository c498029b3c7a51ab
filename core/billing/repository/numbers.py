"""Every number of a document that was given out, and every one that stands on a document."""

from __future__ import annotations

from sqlalchemy import select

from core.billing.engine.numbering import Series
from core.billing.repository.parties import CREDIT_NOTES, INVOICES, RECEIPTS
from core.billing.tables import DocumentCounterRow, InvoiceRow, PaymentRow
from core.billing.types import DocumentKind, Posted
from core.infra.transaction import Snapshot

_KINDS = {DocumentKind.INVOICE: INVOICES, DocumentKind.CREDIT_NOTE: CREDIT_NOTES}


async def read_numbers(snap: Snapshot) -> tuple[dict[Series, int], list[tuple[str, str]]]:
    """The last number given of each series, and (kind, number) of each document."""
    counters = select(DocumentCounterRow.kind, DocumentCounterRow.year, DocumentCounterRow.last)
    given = {(row.kind, row.year): row.last for row in await snap.all(counters)}
    documents = await snap.all(select(InvoiceRow.kind, InvoiceRow.number))
    used = [(_KINDS[DocumentKind(row.kind)], row.number) for row in documents]
    receipts = await snap.all(select(PaymentRow.number).where(PaymentRow.kind == Posted.PAYMENT))
    return given, used + [(RECEIPTS, row.number) for row in receipts]
