"""Somebody of the house stops a dealer's account by hand, for a reason, and lets it go again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.billing.engine.foreseeing import count_passing
from core.billing.errors import NoCreditAccount
from core.billing.events import AccountHeld, AccountReleased
from core.billing.repository import accounts
from core.billing.repository.access import find_dealer
from core.credit import repository as credit
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.release import release_held_orders

MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class HoldAccount(Command[None]):
    """New orders of the dealer are held from now on, whatever its limit; what was approved stays."""

    permission = Permission.CREDIT_EDIT
    dealer_id: DealerId
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseAccount(Command[tuple[str, ...]]):
    """Credit decides again; the numbers of waiting orders that go through at once."""

    permission = Permission.CREDIT_EDIT
    dealer_id: DealerId


@dataclass(frozen=True, slots=True)
class PreviewHold(Query["HoldPreview"]):
    """An account as HoldAccount or ReleaseAccount would find it."""

    permission = Permission.CREDIT_EDIT
    dealer_id: DealerId


@dataclass(frozen=True, slots=True)
class HoldPreview:
    """reason: why it is stopped now, None: it is not. releases: waiting orders that then would go."""

    dealer_name: str
    reason: str | None
    exposure: Money
    waiting: int
    releases: int


async def hold_account(tx: Transaction, command: HoldAccount) -> None:
    dealer = await _lock(tx, command.dealer_id)
    reason = storable(command.reason).strip()[:MOST_REASON] or "—"
    await credit.hold_account(tx, dealer.id, reason)
    tx.record(AccountHeld(dealer.id, reason))


async def release_account(tx: Transaction, command: ReleaseAccount) -> tuple[str, ...]:
    dealer = await _lock(tx, command.dealer_id)
    await credit.hold_account(tx, dealer.id, None)
    released = tuple(order.number for order in await release_held_orders(tx, dealer.id, "limit"))
    tx.record(AccountReleased(dealer.id, released))
    return released


async def preview_hold(snap: Snapshot, query: PreviewHold) -> HoldPreview:
    dealer = await find_dealer(snap, query.dealer_id)
    standing, policy = await credit.load_standing(snap, dealer.id, dealer.currency)
    waiting = (await accounts.list_waiting(snap, dealer.id)).get(dealer.id, [])
    return HoldPreview(
        dealer_name=dealer.name,
        reason=standing.hold,
        exposure=standing.exposure,
        waiting=len(waiting),
        releases=count_passing(replace(standing, hold=None), waiting, policy),
    )


async def _lock(tx: Transaction, dealer_id: DealerId) -> Dealer:
    dealer = await find_dealer(tx, dealer_id)
    if await credit.lock_account(tx, dealer.id) is None:
        raise NoCreditAccount(dealer=dealer.name)
    return dealer
