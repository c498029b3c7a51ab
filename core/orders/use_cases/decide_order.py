"""Somebody of the house decides about an order that waits, or about several alike; one decision wins (B1)."""

from __future__ import annotations

from dataclasses import dataclass

from core.approvals.flow import see_request
from core.approvals.types import SubjectKind
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Refused, SecondFactorNeeded
from core.kernel.ids import ApprovalId
from core.orders.decisions import Approve, Decision, Decline, OrderDecision, decide


@dataclass(frozen=True, slots=True)
class DecideOrder(Command[OrderDecision]):
    """``version``: of the order that was seen, where the caller knows it."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    decision: Decision
    version: int | None = None


async def decide_order(tx: Transaction, command: DecideOrder) -> OrderDecision:
    return await decide(tx, command.approval_id, command.decision, command.version)


@dataclass(frozen=True, slots=True)
class DecidedOne:
    """What became of one of many: the decision, or the code of why there is none."""

    approval_id: ApprovalId
    label: str
    decision: OrderDecision | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class DecideMany(Command[tuple[DecidedOne, ...]]):
    """The same decision about several orders; each is judged by itself, and one refused stops no other."""

    permission = Permission.APPROVAL_DECIDE
    approval_ids: tuple[ApprovalId, ...]
    decision: Approve | Decline


async def decide_many(tx: Transaction, command: DecideMany) -> tuple[DecidedOne, ...]:
    ids = dict.fromkeys(command.approval_ids)
    seen = [await see_request(tx, one, SubjectKind.ORDER) for one in ids]
    found: list[DecidedOne] = []
    # Accounts are locked in one order by everybody who locks several.
    for approval in sorted(seen, key=lambda one: (one.dealer_id, one.asked_at, one.id)):
        try:
            async with tx.attempt():
                decision = await decide(tx, approval.id, command.decision)
        except SecondFactorNeeded:
            raise  # of the person, not of this order: once given it counts for all of them
        except Refused as refusal:
            found.append(DecidedOne(approval.id, approval.label, refused=refusal.code))
        else:
            found.append(DecidedOne(approval.id, approval.label, decision))
    return tuple(found)
