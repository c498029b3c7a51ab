"""Lists of what is owed: open documents, and all there ever were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from core.billing.repository.access import visible
from core.billing.tables import InvoiceRow
from core.billing.types import InvoiceSummary
from core.credit.tables import CreditEntryRow
from core.credit.types import EntryState
from core.dealers.tables import DealerRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money


async def list_invoices(
    snap: Snapshot, *, only_open: bool, dealer_id: DealerId | None, limit: int, offset: int
) -> list[InvoiceSummary]:
    """Open ones by due date, or all, the newest first; those brought in from elsewhere too."""
    entry = CreditEntryRow
    statement: Select[*tuple[Any, ...]] = (
        select(
            entry.document,
            entry.dealer_id,
            entry.issued_on,
            entry.due_on,
            entry.original_minor,
            entry.amount_minor,
            DealerRow.name.label("dealer_name"),
            DealerRow.currency,
            InvoiceRow.id.label("invoice_id"),
        )
        .join(DealerRow, DealerRow.id == entry.dealer_id)
        .outerjoin(InvoiceRow, InvoiceRow.entry_id == entry.id)
    )
    if only_open:
        statement = statement.where(entry.state == EntryState.INVOICED).order_by(
            entry.due_on.is_(None), entry.due_on, entry.document
        )
    else:
        statement = statement.where(entry.issued_on.is_not(None)).order_by(
            entry.issued_on.desc(), entry.id.desc()
        )
    if dealer_id is not None:
        statement = statement.where(entry.dealer_id == dealer_id)
    rows = await snap.all(visible(snap, statement, entry.dealer_id).limit(limit).offset(offset))
    today = snap.today
    return [
        InvoiceSummary(
            id=row.invoice_id,
            number=row.document,
            dealer_id=DealerId(row.dealer_id),
            dealer_name=row.dealer_name,
            issued_on=row.issued_on,
            due_on=row.due_on,
            total=Money(row.original_minor, row.currency),
            open=Money(row.amount_minor, row.currency),
            days_overdue=max((today - row.due_on).days, 0) if row.due_on and row.amount_minor else 0,
        )
        for row in rows
    ]


async def was_settled(snap: Snapshot, dealer_id: DealerId, number: str) -> bool:
    """Whether the dealer has a document of that number, or whose number ends so, with nothing open."""
    entry = CreditEntryRow
    document = func.upper(entry.document)
    row = await snap.one_or_none(
        select(entry.id)
        .where(
            entry.dealer_id == dealer_id,
            entry.issued_on.is_not(None),
            entry.state == EntryState.RELEASED,
            (document == number) | document.endswith(f"-{number}", autoescape=True),
        )
        .limit(1)
    )
    return row is not None
