"""The house says how often people are asked."""

from __future__ import annotations

from dataclasses import dataclass

from core.feedback.events import FeedbackPolicySet
from core.feedback.repository import ratings
from core.feedback.types import FeedbackPolicy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class ShowFeedbackPolicy(Query[FeedbackPolicy]):
    permission = Permission.BROADCAST


@dataclass(frozen=True, slots=True)
class SetFeedbackPolicy(Command[None]):
    """Days are clipped to 0 to 365."""

    permission = Permission.BROADCAST
    policy: FeedbackPolicy


async def show_feedback_policy(snap: Snapshot, _query: ShowFeedbackPolicy) -> FeedbackPolicy:
    return await ratings.load_policy(snap)


async def set_feedback_policy(tx: Transaction, command: SetFeedbackPolicy) -> None:
    policy = FeedbackPolicy(min(max(command.policy.ask_days, 0), MOST_DAYS))
    if await ratings.load_policy(tx) == policy:
        return
    await ratings.save_policy(tx, policy)
    tx.record(FeedbackPolicySet(policy.ask_days))
