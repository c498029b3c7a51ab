"""The house says what it takes off goods near their last day (G6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from core.allocation.supply_types import ExpiryStep
from core.channel.errors import LadderUnfit
from core.channel.events import ExpiryLadderSet
from core.channel.repository import expiring
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query

MOST_STEPS, MOST_DAYS, MOST_OFF = 10, 365, 9_000
Ladder = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ShowExpiryLadder(Query[Ladder]):
    """(days left, hundredths of a percent off), the most days first."""

    permission = Permission.PRICE_EDIT


@dataclass(frozen=True, slots=True)
class SetExpiryLadder(Command[Ladder]):
    """What is proposed from now on; offers that were made stay as they are. The ladder as it is kept.

    Fewer days left take more off. Raises LadderUnfit.
    """

    permission = Permission.PRICE_EDIT
    steps: Ladder


async def show_expiry_ladder(snap: Snapshot, _query: ShowExpiryLadder) -> Ladder:
    return tuple((step.days_left, step.basis_points) for step in await expiring.load_ladder(snap))


async def set_expiry_ladder(tx: Transaction, command: SetExpiryLadder) -> Ladder:
    steps = tuple(sorted(command.steps, reverse=True))
    if not 0 < len(steps) <= MOST_STEPS:
        raise LadderUnfit(why="steps")
    if not all(0 <= days <= MOST_DAYS and 0 < off <= MOST_OFF for days, off in steps):
        raise LadderUnfit(why="range")
    if not all(days > fewer and off < more for (days, off), (fewer, more) in pairwise(steps)):
        raise LadderUnfit(why="order")
    await expiring.save_ladder(tx, [ExpiryStep(*step) for step in steps])
    tx.record(ExpiryLadderSet(steps, tx.actor.person_id))
    return steps
