"""Many limits and open invoices at once. An account's open balance always equals its invoiced entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from core.credit.repository.documents import add_due, sum_by_day
from core.credit.tables import CreditAccountRow, CreditEntryRow, CreditPostingRow
from core.credit.types import EntryState, Posted
from core.infra.bulk import insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId


class LimitValue(NamedTuple):
    dealer_id: DealerId
    currency: str
    limit_minor: int


class AccountState(NamedTuple):
    """An account as it is; owed: everything invoiced, held, waiting, or unapplied, so that 0 means empty."""

    value: LimitValue
    owed_minor: int


class InvoiceValue(NamedTuple):
    """What is still owed on a document."""

    dealer_id: DealerId
    document: str
    amount_minor: int
    due_on: date | None


async def dump_accounts(snap: Snapshot, *, lock: bool = False) -> dict[DealerId, AccountState]:
    """All accounts; with ``lock`` nobody can place an order against them until the transaction ends."""
    statement = select(
        CreditAccountRow.dealer_id,
        CreditAccountRow.currency,
        CreditAccountRow.limit_minor,
        CreditAccountRow.invoiced_minor,
        CreditAccountRow.held_minor,
        CreditAccountRow.pending_minor,
        CreditAccountRow.unapplied_minor,
    ).order_by(CreditAccountRow.dealer_id)
    rows = await snap.all(statement.with_for_update() if lock else statement)
    return {
        row.dealer_id: AccountState(
            LimitValue(row.dealer_id, row.currency, row.limit_minor),
            row.invoiced_minor + row.held_minor + row.pending_minor + row.unapplied_minor,
        )
        for row in rows
    }


async def load_limits(tx: Transaction, new: Sequence[LimitValue], changed: Sequence[LimitValue]) -> None:
    """Open accounts and change limits; balances are never touched."""
    columns = (*LimitValue._fields, "invoiced_minor", "held_minor", "pending_minor", "unapplied_minor")
    await insert_rows(tx, CreditAccountRow, columns, [(*one, 0, 0, 0, 0) for one in new])
    await update_rows(tx, CreditAccountRow, [one._asdict() for one in changed], ["dealer_id"])


async def dump_invoices(snap: Snapshot) -> dict[tuple[DealerId, str], InvoiceValue]:
    """(dealer, document) -> what is open, of entries in state invoiced."""
    columns = [CreditEntryRow.__table__.c[name] for name in InvoiceValue._fields]
    statement = select(*columns).where(CreditEntryRow.state == EntryState.INVOICED)
    found = [InvoiceValue(*row) for row in await snap.all(statement)]
    return {(one.dealer_id, one.document): one for one in found}


async def own_invoices(snap: Snapshot) -> set[tuple[DealerId, str]]:
    """(dealer, document) of open invoices of our own: payments settle them, no import does."""
    statement = select(CreditEntryRow.dealer_id, CreditEntryRow.document).where(
        CreditEntryRow.state == EntryState.INVOICED, CreditEntryRow.order_id.is_not(None)
    )
    return {(row.dealer_id, row.document) for row in await snap.all(statement)}


async def load_invoices(
    tx: Transaction,
    new: Sequence[InvoiceValue],
    changed: Sequence[tuple[InvoiceValue, InvoiceValue]],
) -> None:
    """Write open invoices, change them (was, is), release those whose amount is 0; the accounts follow.

    The accounts must be locked by this transaction. The day of an invoice that comes to us is today.
    """
    if not new and not changed:
        return
    columns = (
        "id",
        *InvoiceValue._fields,
        "original_minor",
        "order_id",
        "state",
        "issued_on",
        "created",
        "changed",
    )
    today = tx.today
    rows = [
        (tx.new_id(), *one, one.amount_minor, None, EntryState.INVOICED.value, today, tx.now, tx.now)
        for one in new
    ]
    await insert_rows(tx, CreditEntryRow, columns, rows)
    table = CreditEntryRow.__table__.c
    statement = (
        update(CreditEntryRow)
        .where(
            table.dealer_id == bindparam("of_dealer"),
            table.document == bindparam("of_document"),
            table.state == EntryState.INVOICED.value,
        )
        .values(
            amount_minor=bindparam("is_amount"),
            # A document that has grown was larger from the start; what it lost was settled elsewhere.
            original_minor=table.original_minor + bindparam("more"),
            due_on=bindparam("is_due"),
            state=bindparam("is_state"),
            changed=tx.now,
        )
    )
    changes = [
        {
            "of_dealer": now.dealer_id,
            "of_document": now.document,
            "is_amount": now.amount_minor,
            "more": max(now.amount_minor - was.amount_minor, 0),
            "is_due": now.due_on,
            "is_state": (EntryState.INVOICED if now.amount_minor else EntryState.RELEASED).value,
        }
        for was, now in changed
    ]
    if changes:
        await tx.execute(statement, changes)
    moves = [*((None, one) for one in new), *changed]
    await _move_balances(tx, moves)
    await _move_due_days(tx, moves)
    await _post(tx, moves)


_Moves = Sequence[tuple[InvoiceValue | None, InvoiceValue]]


def _by(was: InvoiceValue | None, now: InvoiceValue) -> int:
    return now.amount_minor - (was.amount_minor if was else 0)


async def _move_balances(tx: Transaction, moves: _Moves) -> None:
    moved: defaultdict[DealerId, int] = defaultdict(int)
    for was, now in moves:
        moved[now.dealer_id] += _by(was, now)
    table = CreditAccountRow.__table__
    rows = [
        {"of_dealer": dealer_id, "by_amount": amount} for dealer_id, amount in sorted(moved.items()) if amount
    ]
    if rows:
        statement = (
            update(CreditAccountRow)
            .where(table.c.dealer_id == bindparam("of_dealer"))
            .values(invoiced_minor=table.c.invoiced_minor + bindparam("by_amount"))
        )
        await tx.execute(statement, rows)


async def _move_due_days(tx: Transaction, moves: _Moves) -> None:
    days: defaultdict[DealerId, list[tuple[date | None, int]]] = defaultdict(list)
    for was, now in moves:
        days[now.dealer_id].append((now.due_on, now.amount_minor))
        if was is not None:
            days[now.dealer_id].append((was.due_on, -was.amount_minor))
    await add_due(tx, {dealer_id: sum_by_day(amounts) for dealer_id, amounts in sorted(days.items())})


async def _post(tx: Transaction, moves: _Moves) -> None:
    columns = ("id", "dealer_id", "day", "kind", "number", "about", "due_on", "amount_minor", "at")
    today, kind = tx.today, Posted.BROUGHT_IN.value
    rows = [
        (tx.new_id(), now.dealer_id, today, kind, now.document, "", now.due_on, _by(was, now), tx.now)
        for was, now in moves
        if _by(was, now)
    ]
    await insert_rows(tx, CreditPostingRow, columns, rows)
