"""All SQL about credit: the ledger of holds and the lock on an account."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, insert, select, update

from core.credit.tables import CreditAccountRow, CreditEntryRow, CreditPolicyRow
from core.credit.types import CreditPolicy, CreditStanding, EntryState
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money

_SUMS = {
    EntryState.PENDING: "pending_minor",
    EntryState.HELD: "held_minor",
    EntryState.INVOICED: "invoiced_minor",
}


async def load_policy(snap: Snapshot) -> CreditPolicy:
    row = await snap.one_or_none(
        select(
            CreditPolicyRow.soft_basis_points,
            CreditPolicyRow.hard_basis_points,
            CreditPolicyRow.warn_days,
            CreditPolicyRow.restrict_days,
            CreditPolicyRow.block_days,
        ).where(CreditPolicyRow.id == 1)
    )
    return CreditPolicy(*row)


async def load_standing(
    snap: Snapshot, dealer_id: DealerId, currency: str, *, lock: bool = False
) -> CreditStanding:
    """The dealer's account; with ``lock`` nobody else can place against it until the transaction ends."""
    if snap.actor.dealer_id not in (None, dealer_id):
        raise NotFound(what="dealer")
    statement = select(
        CreditAccountRow.limit_minor,
        CreditAccountRow.invoiced_minor,
        CreditAccountRow.held_minor,
        CreditAccountRow.pending_minor,
    ).where(CreditAccountRow.dealer_id == dealer_id, CreditAccountRow.currency == currency)
    account = await snap.one_or_none(statement.with_for_update() if lock else statement)
    limit, invoiced, held, pending = account or (0, 0, 0, 0)
    overdue_minor, oldest = await _load_overdue(snap, dealer_id)
    return CreditStanding(
        limit=Money(limit, currency),
        open_balance=Money(invoiced, currency),
        held=Money(held, currency),
        pending=Money(pending, currency),
        overdue=Money(overdue_minor, currency),
        overdue_days=(snap.now.date() - oldest).days if oldest else 0,
    )


async def _load_overdue(snap: Snapshot, dealer_id: DealerId) -> tuple[int, date | None]:
    row = await snap.one_or_none(
        select(
            func.coalesce(func.sum(CreditEntryRow.amount_minor), 0), func.min(CreditEntryRow.due_on)
        ).where(
            CreditEntryRow.dealer_id == dealer_id,
            CreditEntryRow.state == EntryState.INVOICED,
            CreditEntryRow.due_on < snap.now.date(),
        )
    )
    return int(row[0]), row[1]


async def open_entry(
    tx: Transaction, dealer_id: DealerId, order_id: OrderId, document: str, amount: Money, state: EntryState
) -> None:
    """Write a hold; the account must be locked by this transaction."""
    await tx.execute(
        insert(CreditEntryRow).values(
            id=tx.new_id(),
            dealer_id=dealer_id,
            order_id=order_id,
            document=document,
            amount_minor=amount.minor,
            state=state,
            due_on=None,
            created=tx.now,
            changed=tx.now,
        )
    )
    await _add(tx, dealer_id, {state: amount.minor})


async def move_entry(tx: Transaction, order_id: OrderId, to: EntryState) -> None:
    """Move an order's hold on; the account must be locked by this transaction."""
    entry = await tx.one_or_none(
        select(CreditEntryRow.id, CreditEntryRow.dealer_id, CreditEntryRow.amount_minor, CreditEntryRow.state)
        .where(CreditEntryRow.order_id == order_id, CreditEntryRow.state != EntryState.RELEASED)
        .with_for_update()
    )
    if entry is None:
        raise NotFound(what="hold")
    await tx.execute(
        update(CreditEntryRow).where(CreditEntryRow.id == entry.id).values(state=to, changed=tx.now)
    )
    await _add(tx, entry.dealer_id, {EntryState(entry.state): -entry.amount_minor, to: entry.amount_minor})


async def _add(tx: Transaction, dealer_id: DealerId, amounts: dict[EntryState, int]) -> None:
    values = {
        _SUMS[state]: getattr(CreditAccountRow, _SUMS[state]) + amount
        for state, amount in amounts.items()
        if state in _SUMS
    }
    await tx.execute(update(CreditAccountRow).where(CreditAccountRow.dealer_id == dealer_id).values(**values))
