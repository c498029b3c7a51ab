"""Tiers and their terms of payment: shown, and changed by the back office (D1, D8)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from core.dealers.errors import TierUnknown
from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.pricing import rulebook
from core.pricing.rulebook_errors import TermsUnfit
from core.pricing.rulebook_events import TermsSet
from core.pricing.rulebook_types import Terms

_MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class TermsChange:
    """What new terms would change; orders placed before keep theirs."""

    before: Terms
    after: Terms
    dealers: int


@dataclass(frozen=True, slots=True)
class ListTiers(Query[tuple[Terms, ...]]):
    """All tiers with their terms of payment, the best first."""

    permission = Permission.DEALERS_READ


@dataclass(frozen=True, slots=True)
class PreviewTerms(Query[TermsChange]):
    """What ``SetTerms`` with the same fields would change."""

    permission = Permission.PRICE_EDIT
    tier: str
    net_days: int
    early_basis_points: int = 0
    early_days: int = 0


@dataclass(frozen=True, slots=True)
class SetTerms(Command[TermsChange]):
    """Days to pay, and what paying within ``early_days`` takes off (basis points; both 0 for nothing)."""

    permission = Permission.PRICE_EDIT
    tier: str
    net_days: int
    early_basis_points: int = 0
    early_days: int = 0


async def list_tiers(snap: Snapshot, _query: ListTiers) -> tuple[Terms, ...]:
    return tuple(await rulebook.list_tiers(snap))


async def preview_terms(snap: Snapshot, query: PreviewTerms) -> TermsChange:
    return await _change(snap, query)


async def set_terms(tx: Transaction, command: SetTerms) -> TermsChange:
    change = await _change(tx, command)
    await rulebook.update_terms(tx, change.after)
    tx.record(TermsSet(change.after.tier, asdict(change.before), asdict(change.after)))
    return change


async def _change(snap: Snapshot, wanted: PreviewTerms | SetTerms) -> TermsChange:
    tiers = {one.tier: one for one in await rulebook.list_tiers(snap)}
    before = tiers.get(wanted.tier)
    if before is None:
        raise TierUnknown(known=list(tiers))
    if not 0 <= wanted.net_days <= _MOST_DAYS:
        raise TermsUnfit(why="days", most=_MOST_DAYS)
    if not 0 <= wanted.early_basis_points < 10_000 or not 0 <= wanted.early_days <= wanted.net_days:
        raise TermsUnfit(why="early")
    if bool(wanted.early_basis_points) is not bool(wanted.early_days):
        raise TermsUnfit(why="early")
    after = replace(
        before,
        net_days=wanted.net_days,
        early_basis_points=wanted.early_basis_points,
        early_days=wanted.early_days,
    )
    return TermsChange(before, after, await directory.count_dealers(snap, tier=before.tier))
