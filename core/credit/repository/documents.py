"""Invoices in the ledger: what is open of each, summed by due date, and every movement posted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.credit.repository.accounts import add_to_sums
from core.credit.repository.holds import load_hold
from core.credit.tables import CreditDueRow, CreditEntryRow, CreditPostingRow
from core.credit.types import EntryState, Posted
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money

_entry, _due, _posting = map(table_of, (CreditEntryRow, CreditDueRow, CreditPostingRow))
_upsert_due: dict[str, Any] = {}
for _name, _insert in (("sqlite", sqlite.insert(_due)), ("postgresql", postgresql.insert(_due))):
    _upsert_due[_name] = _insert.on_conflict_do_update(
        index_elements=["dealer_id", "due_on"],
        set_={"open_minor": _due.c.open_minor + _insert.excluded.open_minor},
    )


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An invoice with something open. due_on None: never due (brought in without a date)."""

    id: uuid.UUID
    document: str
    issued_on: date | None
    due_on: date | None
    original: Money
    open: Money


async def invoice_entry(
    tx: Transaction, order_id: OrderId, document: str, issued_on: date, due_on: date
) -> tuple[uuid.UUID, int]:
    """Turn an order's hold into an open invoice; its id and amount in minor units."""
    entry = await load_hold(tx, order_id)
    await tx.execute(
        update(_entry)
        .where(_entry.c.id == entry.id)
        .values(
            state=EntryState.INVOICED,
            document=document,
            issued_on=issued_on,
            due_on=due_on,
            changed=tx.now,
        )
    )
    amounts = {EntryState(entry.state): -entry.amount_minor, EntryState.INVOICED: entry.amount_minor}
    await add_to_sums(tx, entry.dealer_id, amounts)
    await add_due(tx, {entry.dealer_id: {due_on: entry.amount_minor}})
    await post(
        tx, entry.dealer_id, Posted.INVOICE, document, entry.amount_minor, day=issued_on, due_on=due_on
    )
    return entry.id, entry.amount_minor


async def list_open_entries(snap: Snapshot, dealer_id: DealerId, currency: str) -> list[OpenEntry]:
    """The dealer's open invoices, oldest due first; those never due last."""
    rows = await snap.all(
        select(
            _entry.c.id,
            _entry.c.document,
            _entry.c.issued_on,
            _entry.c.due_on,
            _entry.c.original_minor,
            _entry.c.amount_minor,
        )
        .where(_entry.c.dealer_id == dealer_id, _entry.c.state == EntryState.INVOICED)
        .order_by(_entry.c.due_on.is_(None), _entry.c.due_on, _entry.c.document)
    )
    return [
        OpenEntry(
            row.id,
            row.document,
            row.issued_on,
            row.due_on,
            Money(row.original_minor, currency),
            Money(row.amount_minor, currency),
        )
        for row in rows
    ]


async def open_amount(snap: Snapshot, entry_id: uuid.UUID) -> int:
    """What is open of an entry, in minor units."""
    row = await snap.one_or_none(select(_entry.c.amount_minor).where(_entry.c.id == entry_id))
    return int(row.amount_minor)


async def settle_entry(tx: Transaction, entry_id: uuid.UUID, amount: int) -> None:
    """Take so many minor units off what is open of an invoice; at zero it is released.

    Raises ValueError for more than is open.
    """
    await _change_open(tx, entry_id, -amount)


async def raise_entry(tx: Transaction, entry_id: uuid.UUID, amount: int) -> None:
    """Put so many minor units back on an invoice: what had settled them was taken back."""
    await _change_open(tx, entry_id, amount)


async def _change_open(tx: Transaction, entry_id: uuid.UUID, change: int) -> None:
    entry = await tx.one_or_none(
        select(_entry.c.dealer_id, _entry.c.due_on, _entry.c.original_minor, _entry.c.amount_minor)
        .where(_entry.c.id == entry_id, _entry.c.issued_on.is_not(None))
        .with_for_update()
    )
    if entry is None:
        raise NotFound(what="invoice")
    is_open = entry.amount_minor + change
    if not 0 <= is_open <= entry.original_minor:
        raise ValueError("Expected a change within the invoice.")
    state = EntryState.INVOICED if is_open else EntryState.RELEASED
    await tx.execute(
        update(_entry)
        .where(_entry.c.id == entry_id)
        .values(amount_minor=is_open, state=state, changed=tx.now)
    )
    await add_to_sums(tx, entry.dealer_id, {EntryState.INVOICED: change})
    if entry.due_on is not None:
        await add_due(tx, {entry.dealer_id: {entry.due_on: change}})


async def add_due(tx: Transaction, changes: Mapping[DealerId, Mapping[date, int]]) -> None:
    """Move the sums by due date, in minor units; a day that comes to nothing goes."""
    rows: list[dict[str, Any]] = [
        {"dealer_id": dealer_id, "due_on": day, "open_minor": change}
        for dealer_id, days in changes.items()
        for day, change in sorted(days.items())
        if change
    ]
    if not rows:
        return
    await tx.execute(_upsert_due[tx.db.dialect.name], rows)
    if any(row["open_minor"] < 0 for row in rows):
        await tx.execute(
            delete(_due).where(_due.c.dealer_id == bindparam("of_dealer"), _due.c.open_minor == 0),
            [{"of_dealer": dealer_id} for dealer_id in changes],
        )


async def add_unapplied(tx: Transaction, dealer_id: DealerId, amount: int) -> None:
    """Add minor units to the dealer's money that has settled nothing; below zero takes away."""
    await add_to_sums(tx, dealer_id, {}, unapplied=amount)


async def post(
    tx: Transaction,
    dealer_id: DealerId,
    kind: Posted,
    number: str,
    amount: int,
    *,
    day: date,
    about: str = "",
    due_on: date | None = None,
) -> None:
    """Write a movement of what the dealer owes, in minor units; above zero it owes more."""
    if amount:
        await tx.execute(
            insert(_posting).values(
                id=tx.new_id(),
                dealer_id=dealer_id,
                day=day,
                kind=kind,
                number=number,
                about=about,
                due_on=due_on,
                amount_minor=amount,
                at=tx.now,
            )
        )


async def posted_amount(snap: Snapshot, dealer_id: DealerId, kind: Posted, number: str, about: str) -> int:
    """Minor units that were posted under a number about a document; 0 for nothing."""
    row = await snap.one_or_none(
        select(func.coalesce(func.sum(_posting.c.amount_minor), 0).label("minor")).where(
            _posting.c.dealer_id == dealer_id,
            _posting.c.kind == kind,
            _posting.c.number == number,
            _posting.c.about == about,
        )
    )
    return int(row.minor)


async def load_due_days(snap: Snapshot, dealer_id: DealerId) -> list[tuple[date, int]]:
    """Due date and open minor units of all open invoices that have one, oldest first."""
    statement = select(_due.c.due_on, _due.c.open_minor).where(_due.c.dealer_id == dealer_id)
    return [(row.due_on, row.open_minor) for row in await snap.all(statement.order_by(_due.c.due_on))]


def sum_by_day(amounts: Iterable[tuple[date | None, int]]) -> dict[date, int]:
    """Minor units by day; what has no day is left out."""
    found: dict[date, int] = {}
    for day, minor in amounts:
        if day is not None:
            found[day] = found.get(day, 0) + minor
    return found
