"""Accounts: standing, limit, sums and policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from core.credit.tables import CreditAccountRow, CreditDueRow, CreditPolicyRow
from core.credit.types import CreditPolicy, CreditStanding, EntryState, Late
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money

_SUMS = {
    EntryState.PENDING: "pending_minor",
    EntryState.HELD: "held_minor",
    EntryState.INVOICED: "invoiced_minor",
}

# What every quote and every order asks is put together once: building a statement costs more than running it.
_account, _due, _policy = map(table_of, (CreditAccountRow, CreditDueRow, CreditPolicyRow))
_of_dealer = select(
    _account.c.limit_minor,
    _account.c.invoiced_minor,
    _account.c.held_minor,
    _account.c.pending_minor,
    _account.c.unapplied_minor,
    _account.c.hold_reason,
).where(_account.c.dealer_id == bindparam("of_dealer"), _account.c.currency == bindparam("in_currency"))
_load_account, _lock_account = Read(_of_dealer), Read(_of_dealer.with_for_update())
_NO_ACCOUNT = (0, 0, 0, 0, 0, None)
_POLICY = (
    _policy.c.soft_basis_points,
    _policy.c.hard_basis_points,
    _policy.c.warn_days,
    _policy.c.restrict_days,
    _policy.c.block_days,
    _policy.c.least_overdue_minor,
    _policy.c.least_overdue_minor_days,
    _policy.c.prepaid_passes,
    _policy.c.big_approval_minor,
)
_load_policy = select(*_POLICY).where(_policy.c.id == 1)
# One row a late day, each with the policy; a single row without a day where nothing is late.
_load_late_and_policy = Read(
    select(_due.c.due_on, _due.c.open_minor, *_POLICY)
    .select_from(
        _policy.outerjoin(
            _due, (_due.c.dealer_id == bindparam("of_dealer")) & (_due.c.due_on < bindparam("today"))
        )
    )
    .where(_policy.c.id == 1)
    .order_by(_due.c.due_on)
)
_add_to_sums = Write(
    update(_account)
    .where(_account.c.dealer_id == bindparam("of_dealer"))
    .values(
        {
            **{name: _account.c[name] + bindparam(f"more_{state}") for state, name in _SUMS.items()},
            "unapplied_minor": _account.c.unapplied_minor + bindparam("more_unapplied"),
        }
    )
)


async def load_standing(
    snap: Snapshot, dealer_id: DealerId, currency: str, *, lock: bool = False
) -> tuple[CreditStanding, CreditPolicy]:
    """The dealer's account, and the policy that it is judged by.

    With ``lock`` nobody else can place against the account until the transaction ends.
    """
    if snap.actor.dealer_id not in (None, dealer_id):
        raise NotFound(what="dealer")
    today = snap.today
    # Sent after the lock, what is late is read after it is held: it cannot be older than the account.
    accounts, found = await snap.together(
        (_lock_account if lock else _load_account, {"of_dealer": dealer_id, "in_currency": currency}),
        (_load_late_and_policy, {"of_dealer": dealer_id, "today": today}),
    )
    account = accounts[0] if accounts else None
    limit, invoiced, held, pending, unapplied, hold = account or _NO_ACCOUNT
    standing = CreditStanding(
        limit=Money(limit, currency),
        open_balance=Money(invoiced, currency),
        held=Money(held, currency),
        pending=Money(pending, currency),
        unapplied=Money(unapplied, currency),
        late=_late([(row[0], row[1]) for row in found if row[0] is not None], today, currency)
        if account
        else (),
        hold=hold,
    )
    return standing, CreditPolicy(*found[0][2:])


def _late(days: Iterable[tuple[Any, int]], today: Any, currency: str) -> tuple[Late, ...]:
    return tuple(Late((today - due_on).days, Money(minor, currency)) for due_on, minor in days)


async def lock_account(tx: Transaction, dealer_id: DealerId) -> str | None:
    """Lock the dealer's account, whatever its currency, and say which that is; None: there is none."""
    statement = select(_account.c.currency).where(_account.c.dealer_id == dealer_id).with_for_update()
    row = await tx.one_or_none(statement)
    return None if row is None else str(row.currency)


async def has_account(snap: Snapshot, dealer_id: DealerId, currency: str) -> bool:
    """Whether the dealer has an account in that currency; without one nothing can be held against it."""
    return (
        await snap.one_or_none(_load_account, {"of_dealer": dealer_id, "in_currency": currency}) is not None
    )


async def add_to_sums(
    tx: Transaction, dealer_id: DealerId, amounts: dict[EntryState, int], *, unapplied: int = 0
) -> None:
    """Move an account's sums, in minor units; what is released is in none of them."""
    changes = {f"more_{state}": amounts.get(state, 0) for state in _SUMS}
    tx.write(_add_to_sums, {"of_dealer": dealer_id, "more_unapplied": unapplied, **changes})


async def load_policy(snap: Snapshot, *, lock: bool = False) -> CreditPolicy:
    row = await snap.one_or_none(_load_policy.with_for_update() if lock else _load_policy)
    return CreditPolicy(*row)


async def save_policy(tx: Transaction, policy: CreditPolicy) -> None:
    values = {name: getattr(policy, name) for name in CreditPolicy.__dataclass_fields__}
    await tx.execute(update(_policy).where(_policy.c.id == 1).values(**values, changed=tx.now))


async def set_limit(tx: Transaction, dealer_id: DealerId, limit: Money) -> None:
    """Set a limit; opens the account when the dealer has none. Balances are never touched."""
    if await lock_account(tx, dealer_id) is None:
        await tx.execute(
            insert(_account).values(
                dealer_id=dealer_id,
                currency=limit.currency,
                limit_minor=limit.minor,
                invoiced_minor=0,
                held_minor=0,
                pending_minor=0,
                unapplied_minor=0,
            )
        )
        return
    await tx.execute(
        update(_account)
        .where(_account.c.dealer_id == dealer_id)
        .values(limit_minor=limit.minor, currency=limit.currency)
    )


async def hold_account(tx: Transaction, dealer_id: DealerId, reason: str | None) -> None:
    """Stop the account by hand for a reason, or (None) let it go again."""
    is_held = reason is not None
    await tx.execute(
        update(_account)
        .where(_account.c.dealer_id == dealer_id)
        .values(
            hold_reason=reason,
            hold_by=tx.actor.person_id if is_held else None,
            hold_at=tx.now if is_held else None,
        )
    )
