"""The house sets what a tier takes, and how long before a move down the dealer is told."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.errors import TierRulesUnfit
from core.channel.events import TierRulesSet
from core.channel.repository import tiers
from core.channel.types import TierStep
from core.dealers.errors import TierUnknown
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.money import Money

MOST_DAYS = 365
_MOST_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class TierRules:
    """All tiers, the highest threshold first, and the days from being told to moving down."""

    steps: tuple[TierStep, ...]
    notice_days: int


@dataclass(frozen=True, slots=True)
class ShowTierRules(Query[TierRules]):
    permission = Permission.DEALERS_READ


async def show_tier_rules(snap: Snapshot, _query: ShowTierRules) -> TierRules:
    return TierRules(tuple(await tiers.list_steps(snap)), await tiers.notice_days(snap))


@dataclass(frozen=True, slots=True)
class SetTierThreshold(Command[None]):
    """From the next review on a tier takes this much; None: it is given by hand alone."""

    permission = Permission.DEALER_EDIT
    tier: str
    threshold: Money | None


async def set_tier_threshold(tx: Transaction, command: SetTierThreshold) -> None:
    steps = {step.code: step for step in await tiers.list_steps(tx)}
    step = steps.get(command.tier)
    if step is None:
        raise TierUnknown(known=list(steps))
    wanted = command.threshold
    if wanted is not None and wanted.currency != step.currency:
        raise TierRulesUnfit(why="currency", currency=step.currency)
    if wanted is not None and not 0 <= wanted.minor <= _MOST_MINOR:
        raise TierRulesUnfit(why="amount")
    await tiers.set_threshold(tx, command.tier, None if wanted is None else wanted.minor)
    before = None if step.threshold is None else step.threshold.minor
    tx.record(TierRulesSet(command.tier, before, None if wanted is None else wanted.minor))


@dataclass(frozen=True, slots=True)
class SetTierNotice(Command[None]):
    """How many days before a move down a dealer is told; what is announced already stays as it was told."""

    permission = Permission.DEALER_EDIT
    days: int


async def set_tier_notice(tx: Transaction, command: SetTierNotice) -> None:
    if not 0 <= command.days <= MOST_DAYS:
        raise TierRulesUnfit(why="days", most=MOST_DAYS)
    before = await tiers.notice_days(tx)
    await tiers.set_notice_days(tx, command.days)
    tx.record(TierRulesSet(None, before, command.days))
