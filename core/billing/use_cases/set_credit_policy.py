"""The house's thresholds change, for every dealer and at once (E2, E3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from core.billing.engine.foreseeing import count_passing
from core.billing.events import CreditPolicySet
from core.billing.repository import accounts
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.money import Money
from core.orders.release import release_held_orders

_STRICTNESS = {CreditOutcome.APPROVE: 0, CreditOutcome.REVIEW: 1, CreditOutcome.REFUSE: 2}


@dataclass(frozen=True, slots=True)
class ShowCreditPolicy(Query[CreditPolicy]):
    permission = Permission.POLICY_EDIT


@dataclass(frozen=True, slots=True)
class SetCreditPolicy(Command[tuple[str, ...]]):
    """The policy as a whole; the numbers of waiting orders that it lets go. Wants a second factor."""

    permission = Permission.POLICY_EDIT
    policy: CreditPolicy


@dataclass(frozen=True, slots=True)
class PreviewCreditPolicy(Query["PolicyPreview"]):
    """What SetCreditPolicy would do."""

    permission = Permission.POLICY_EDIT
    policy: CreditPolicy


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """tighter, looser: of all ``dealers``, those whose next order would be judged more strictly, or less.

    releases: of the ``waiting`` orders, how many would go through.
    """

    before: CreditPolicy
    after: CreditPolicy
    dealers: int
    tighter: int
    looser: int
    waiting: int
    releases: int


async def show_credit_policy(snap: Snapshot, _query: ShowCreditPolicy) -> CreditPolicy:
    return await credit.load_policy(snap)


async def set_credit_policy(tx: Transaction, command: SetCreditPolicy) -> tuple[str, ...]:
    tx.require_second_factor()
    before = asdict(await credit.load_policy(tx, lock=True))
    after = asdict(command.policy)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return ()
    await credit.save_policy(tx, command.policy)
    released: list[str] = []
    # Nobody else locks the policy, so accounts may follow it; they have one order among themselves.
    for dealer_id in sorted(await accounts.list_waiting(tx)):
        await credit.lock_account(tx, dealer_id)
        released += [order.number for order in await release_held_orders(tx, dealer_id, "limit")]
    tx.record(
        CreditPolicySet(
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            released=tuple(released),
        )
    )
    return tuple(released)


async def preview_credit_policy(snap: Snapshot, query: PreviewCreditPolicy) -> PolicyPreview:
    before = await credit.load_policy(snap)
    standings = await accounts.load_standings(snap)
    waiting = await accounts.list_waiting(snap)
    tighter = looser = releases = 0
    for dealer_id, standing in standings.items():
        zero = Money.zero(standing.limit.currency)
        was = _STRICTNESS[judge_credit(standing, zero, before).outcome]
        will = _STRICTNESS[judge_credit(standing, zero, query.policy).outcome]
        tighter += will > was
        looser += will < was
        releases += count_passing(standing, waiting.get(dealer_id, ()), query.policy)
    return PolicyPreview(
        before=before,
        after=query.policy,
        dealers=len(standings),
        tighter=tighter,
        looser=looser,
        waiting=sum(map(len, waiting.values())),
        releases=releases,
    )
