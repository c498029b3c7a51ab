"""A dealer may owe more, or less, from now on; waiting orders that then pass go through at once (E1, E4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.billing.engine.foreseeing import count_passing
from core.billing.errors import AccountOwes, AmountNotPositive, WrongCurrency
from core.billing.events import CreditLimitSet
from core.billing.repository import accounts
from core.billing.repository.access import find_dealer
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditStanding
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.release import release_held_orders


@dataclass(frozen=True, slots=True)
class SetCreditLimit(Command["LimitSet"]):
    """A limit below what is owed is allowed: orders stay, new ones are held. Wants a second factor."""

    permission = Permission.CREDIT_EDIT
    dealer_id: DealerId
    limit: Money


@dataclass(frozen=True, slots=True)
class LimitSet:
    """released: numbers of orders that went through by it."""

    before: Money
    after: Money
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewCreditLimit(Query["LimitPreview"]):
    """What SetCreditLimit would do; it refuses what that would refuse."""

    permission = Permission.CREDIT_EDIT
    dealer_id: DealerId
    limit: Money


@dataclass(frozen=True, slots=True)
class LimitPreview:
    """is_below_exposure: the dealer owes more than the new limit already; nothing new passes until it pays.

    outcome_*: what becomes of a further order of nothing. releases: waiting orders that would go through.
    """

    dealer_name: str
    before: Money
    after: Money
    exposure: Money
    available_after: Money
    is_below_exposure: bool
    outcome_before: CreditOutcome
    outcome_after: CreditOutcome
    waiting: int
    releases: int


async def set_credit_limit(tx: Transaction, command: SetCreditLimit) -> LimitSet:
    tx.require_second_factor()
    dealer = await find_dealer(tx, command.dealer_id)
    currency = await credit.lock_account(tx, dealer.id)
    standing = await _standing(tx, dealer, currency)
    _check(dealer, command.limit, standing, currency)
    await credit.set_limit(tx, dealer.id, command.limit)
    released = tuple(order.number for order in await release_held_orders(tx, dealer.id, "limit"))
    before = standing.limit if currency == dealer.currency else Money.zero(dealer.currency)
    tx.record(
        CreditLimitSet(
            dealer_id=dealer.id,
            before_minor=before.minor,
            after_minor=command.limit.minor,
            currency=command.limit.currency,
            released=released,
        )
    )
    return LimitSet(before, command.limit, released)


async def preview_credit_limit(snap: Snapshot, query: PreviewCreditLimit) -> LimitPreview:
    dealer = await find_dealer(snap, query.dealer_id)
    known = (await accounts.load_standings(snap, dealer.id)).get(dealer.id)
    _check(dealer, query.limit, known or _empty(dealer), known.limit.currency if known else None)
    standing, policy = await credit.load_standing(snap, dealer.id, dealer.currency)
    changed = _with_limit(standing, query.limit)
    zero = Money.zero(dealer.currency)
    after = judge_credit(changed, zero, policy)
    waiting = (await accounts.list_waiting(snap, dealer.id)).get(dealer.id, [])
    return LimitPreview(
        dealer_name=dealer.name,
        before=standing.limit,
        after=query.limit,
        exposure=standing.exposure,
        available_after=after.available_after,
        is_below_exposure=query.limit < standing.exposure,
        outcome_before=judge_credit(standing, zero, policy).outcome,
        outcome_after=after.outcome,
        waiting=len(waiting),
        releases=count_passing(changed, waiting, policy),
    )


def _with_limit(standing: CreditStanding, limit: Money) -> CreditStanding:
    return replace(standing, limit=limit)


async def _standing(snap: Snapshot, dealer: Dealer, currency: str | None) -> CreditStanding:
    if currency is None:
        return _empty(dealer)
    return (await accounts.load_standings(snap, dealer.id))[dealer.id]


def _empty(dealer: Dealer) -> CreditStanding:
    zero = Money.zero(dealer.currency)
    return CreditStanding(zero, zero, zero, zero, zero)


def _check(dealer: Dealer, limit: Money, standing: CreditStanding, currency: str | None) -> None:
    if limit.currency != dealer.currency:
        raise WrongCurrency(given=limit.currency, expected=dealer.currency)
    if limit.minor < 0:
        raise AmountNotPositive(amount=limit)
    is_empty = not (standing.open_balance or standing.held or standing.pending or standing.unapplied)
    if currency not in (None, limit.currency) and not is_empty:
        raise AccountOwes(currency=currency)
