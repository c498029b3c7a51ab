"""When somebody is at the office, and how long a dealer waits before the next is asked."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.support.errors import SupportPolicyUnfit
from core.support.events import SupportPolicySet
from core.support.repository import policy
from core.support.types import SupportPolicy

MOST_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class ShowSupportPolicy(Query[SupportPolicy]):
    permission = Permission.MASTER_DATA


@dataclass(frozen=True, slots=True)
class SetSupportPolicy(Command[None]):
    """Counts for what is asked from now on. Raises SupportPolicyUnfit."""

    permission = Permission.MASTER_DATA
    policy: SupportPolicy


async def show_support_policy(snap: Snapshot, _query: ShowSupportPolicy) -> SupportPolicy:
    return await policy.load_policy(snap)


async def set_support_policy(tx: Transaction, command: SetSupportPolicy) -> None:
    wanted = command.policy
    hours = wanted.hours
    if hours.opens.second or hours.closes.second or hours.opens.tzinfo or hours.closes.tzinfo:
        raise SupportPolicyUnfit(why="hours")
    if not hours.days or not set(hours.days) <= set(range(7)):
        raise SupportPolicyUnfit(why="days")
    if not 1 <= wanted.answer_minutes <= MOST_MINUTES:
        raise SupportPolicyUnfit(why="minutes")
    if await policy.load_policy(tx) == wanted:
        return
    await policy.save_policy(tx, wanted)
    tx.record(
        SupportPolicySet(
            f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}", tuple(sorted(set(hours.days))),
            wanted.answer_minutes,
        )
    )  # fmt: skip
