"""Lists of what is owed: open documents, and all there ever were."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

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
    statement = _summaries()
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
    return [_read(row, snap.today) for row in rows]


async def find_brought_in(
    snap: Snapshot, number: str | None, entry_id: uuid.UUID | None
) -> InvoiceSummary | None:
    """An invoice brought in from elsewhere, by its entry, its number, or the end of its number."""
    entry, wanted = CreditEntryRow, (number or "").strip()
    if entry_id is not None:
        meant: ColumnElement[bool] = entry.id == entry_id
    elif not any(sign.isalnum() for sign in wanted):
        return None
    else:
        meant = _is_numbered(wanted)
    statement = _summaries().where(entry.issued_on.is_not(None), InvoiceRow.id.is_(None), meant)
    in_full = case((func.upper(entry.document) == wanted.upper(), 0), else_=1)
    newest = (in_full, entry.issued_on.desc(), entry.id.desc())
    row = await snap.one_or_none(visible(snap, statement, entry.dealer_id).order_by(*newest).limit(1))
    return None if row is None else _read(row, snap.today)


def _summaries() -> Select[*tuple[Any, ...]]:
    """Entries of the ledger with their dealer, and with the invoice where it is one of ours."""
    entry = CreditEntryRow
    return (
        select(
            entry.id.label("entry_id"),
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


def _read(row: Any, today: date) -> InvoiceSummary:
    return InvoiceSummary(
        id=row.invoice_id,
        entry_id=row.entry_id,
        number=row.document,
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        issued_on=row.issued_on,
        due_on=row.due_on,
        total=Money(row.original_minor, row.currency),
        open=Money(row.amount_minor, row.currency),
        days_overdue=max((today - row.due_on).days, 0) if row.due_on and row.amount_minor else 0,
    )


def _is_numbered(number: str) -> ColumnElement[bool]:
    """Documents of that number, or whose number ends so; case does not matter."""
    document, wanted = func.upper(CreditEntryRow.document), number.upper()
    exact = (document == wanted) | (CreditEntryRow.document == number)
    return exact | document.endswith(f"-{wanted}", autoescape=True)


async def was_settled(snap: Snapshot, dealer_id: DealerId, number: str) -> bool:
    """Whether the dealer has a document of that number, or whose number ends so, with nothing open."""
    entry = CreditEntryRow
    row = await snap.one_or_none(
        select(entry.id)
        .where(
            entry.dealer_id == dealer_id,
            entry.issued_on.is_not(None),
            entry.state == EntryState.RELEASED,
            _is_numbered(number),
        )
        .limit(1)
    )
    return row is not None
