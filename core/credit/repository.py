"""All SQL about credit: the ledger of holds and the lock on an account."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, true, update

from core.credit.tables import CreditAccountRow, CreditEntryRow, CreditPolicyRow
from core.credit.types import CreditPolicy, CreditStanding, EntryState
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money

_SUMS = {
    EntryState.PENDING: "pending_minor",
    EntryState.HELD: "held_minor",
    EntryState.INVOICED: "invoiced_minor",
}

# What every quote and every order asks is put together once: building a statement costs more than running it.
_account, _entry, _policy = table_of(CreditAccountRow), table_of(CreditEntryRow), table_of(CreditPolicyRow)
_load_account = select(
    _account.c.limit_minor, _account.c.invoiced_minor, _account.c.held_minor, _account.c.pending_minor
).where(_account.c.dealer_id == bindparam("of_dealer"), _account.c.currency == bindparam("in_currency"))
_lock_account = _load_account.with_for_update()
_overdue = (
    select(
        func.coalesce(func.sum(_entry.c.amount_minor), 0).label("minor"),
        func.min(_entry.c.due_on).label("oldest"),
    )
    .where(
        _entry.c.dealer_id == bindparam("of_dealer"),
        _entry.c.state == EntryState.INVOICED,
        _entry.c.due_on < bindparam("today"),
    )
    .subquery()
)
_load_overdue_and_policy = (
    select(
        _overdue.c.minor,
        _overdue.c.oldest,
        _policy.c.soft_basis_points,
        _policy.c.hard_basis_points,
        _policy.c.warn_days,
        _policy.c.restrict_days,
        _policy.c.block_days,
    )
    .select_from(_policy.join(_overdue, true()))
    .where(_policy.c.id == 1)
)
_open_entry = insert(_entry)
_add_to_sums = (
    update(_account)
    .where(_account.c.dealer_id == bindparam("of_dealer"))
    .values({name: _account.c[name] + bindparam(f"more_{state}") for state, name in _SUMS.items()})
)


async def load_standing(
    snap: Snapshot, dealer_id: DealerId, currency: str, *, lock: bool = False
) -> tuple[CreditStanding, CreditPolicy]:
    """The dealer's account, and the policy that it is judged by.

    With ``lock`` nobody else can place against the account until the transaction ends.
    """
    if snap.actor.dealer_id not in (None, dealer_id):
        raise NotFound(what="dealer")
    account = await snap.one_or_none(
        _lock_account if lock else _load_account, {"of_dealer": dealer_id, "in_currency": currency}
    )
    limit, invoiced, held, pending = account or (0, 0, 0, 0)
    # Read after the lock is held, so that it cannot be older than the account.
    today = snap.now.date()
    overdue, oldest, *policy = await snap.one_or_none(
        _load_overdue_and_policy, {"of_dealer": dealer_id, "today": today}
    )
    standing = CreditStanding(
        limit=Money(limit, currency),
        open_balance=Money(invoiced, currency),
        held=Money(held, currency),
        pending=Money(pending, currency),
        overdue=Money(int(overdue), currency),
        overdue_days=(today - oldest).days if oldest else 0,
    )
    return standing, CreditPolicy(*policy)


async def open_entry(
    tx: Transaction, dealer_id: DealerId, order_id: OrderId, document: str, amount: Money, state: EntryState
) -> None:
    """Write a hold; the account must be locked by this transaction."""
    await tx.execute(
        _open_entry,
        {
            "id": tx.new_id(),
            "dealer_id": dealer_id,
            "order_id": order_id,
            "document": document,
            "amount_minor": amount.minor,
            "state": state,
            "due_on": None,
            "created": tx.now,
            "changed": tx.now,
        },
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
    changes = {f"more_{state}": amounts.get(state, 0) for state in _SUMS}
    await tx.execute(_add_to_sums, {"of_dealer": dealer_id, **changes})
