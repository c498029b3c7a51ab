"""The house sets how long goods may come back, and up to what nobody decides about it (A16)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.money import Money
from core.returns import repository as store
from core.returns.errors import ReturnUnfit
from core.returns.events import ReturnFeeSet, ReturnPolicySet
from core.returns.types import ReturnPolicy, ReturnReason

MOST_DAYS = 365
_MOST_MINOR = 10**12


@dataclass(frozen=True, slots=True)
class ShowReturnPolicy(Query[ReturnPolicy]):
    permission = Permission.POLICY_EDIT
    currency: str


async def show_return_policy(snap: Snapshot, query: ShowReturnPolicy) -> ReturnPolicy:
    return await store.load_policy(snap, query.currency)


@dataclass(frozen=True, slots=True)
class SetReturnPolicy(Command[ReturnPolicy]):
    """For orders in the currency of ``at_once``, from now on; the result is what held before."""

    permission = Permission.POLICY_EDIT
    days: int
    at_once: Money


@dataclass(frozen=True, slots=True)
class SetReturnFee(Command[Money]):
    """What the way back for ``reason`` costs the dealer, with tax; nothing: it is ours.

    For what is put together from now on. The result is what held before. Raises ReturnUnfit.
    """

    permission = Permission.POLICY_EDIT
    reason: ReturnReason
    fee: Money


async def set_return_fee(tx: Transaction, command: SetReturnFee) -> Money:
    if not 0 <= command.fee.minor <= _MOST_MINOR:
        raise ReturnUnfit(why="amount", most=_MOST_MINOR)
    currency = command.fee.currency
    before = (await store.load_policy(tx, currency)).fees.get(command.reason, Money.zero(currency))
    await store.save_fee(tx, command.reason, command.fee)
    tx.record(ReturnFeeSet(currency, command.reason.value, command.fee.minor, tx.actor.person_id))
    return before


async def set_return_policy(tx: Transaction, command: SetReturnPolicy) -> ReturnPolicy:
    if not 0 <= command.days <= MOST_DAYS:
        raise ReturnUnfit(why="days", most=MOST_DAYS)
    if not 0 <= command.at_once.minor <= _MOST_MINOR:
        raise ReturnUnfit(why="amount", most=_MOST_MINOR)
    before = await store.load_policy(tx, command.at_once.currency)
    await store.save_policy(tx, ReturnPolicy(command.days, command.at_once))
    tx.record(ReturnPolicySet(command.at_once.currency, command.days, command.at_once.minor))
    return before
