"""A tier that somebody asked for is agreed to or not, as every other exception is (D7, B1-B3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.approvals.engine import find_mandate
from core.approvals.flow import (
    Subject,
    begin_deciding,
    close_due,
    pass_steps,
    see_request,
)
from core.approvals.repository import changes, requests, rules
from core.approvals.types import TIME_OVER, Approval, ApprovalState, SubjectKind
from core.channel.engine.tiering import margin_effect
from core.channel.errors import TierMoveUnfit
from core.channel.events import TierMoveDeclined
from core.channel.flow import change_tier, is_better
from core.channel.repository import tiers
from core.channel.types import MoveKind, MoveState, TierMove
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import Refused, SecondFactorNeeded
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.use_cases.decide_order import DecidedOne

MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class DecideTierMove(Command[ApprovalState]):
    """Agree or not. open: others have to decide, too."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    is_yes: bool
    reason: str | None = None


async def decide_tier_move(tx: Transaction, command: DecideTierMove) -> ApprovalState:
    return await _decide(tx, command.approval_id, command.is_yes, command.reason)


@dataclass(frozen=True, slots=True)
class DecideTierMoves(Command[tuple[DecidedOne, ...]]):
    """The same decision about several; each is judged by itself, and one refused stops no other."""

    permission = Permission.APPROVAL_DECIDE
    approval_ids: tuple[ApprovalId, ...]
    is_yes: bool
    reason: str | None = None


async def decide_tier_moves(tx: Transaction, command: DecideTierMoves) -> tuple[DecidedOne, ...]:
    ids = dict.fromkeys(command.approval_ids)
    seen = [await see_request(tx, one, SubjectKind.TIER_MOVE) for one in ids]
    found: list[DecidedOne] = []
    # Dealers are locked in one order by everybody who locks several.
    for approval in sorted(seen, key=lambda one: (one.dealer_id, one.asked_at, one.id)):
        try:
            async with tx.attempt():
                await _decide(tx, approval.id, command.is_yes, command.reason)
        except SecondFactorNeeded:
            raise
        except Refused as refusal:
            found.append(DecidedOne(approval.id, approval.label, refused=refusal.code))
        else:
            found.append(DecidedOne(approval.id, approval.label))
    return tuple(found)


async def _decide(
    tx: Transaction, approval_id: ApprovalId, is_yes: bool, reason: str | None
) -> ApprovalState:
    await see_request(tx, approval_id, SubjectKind.TIER_MOVE)
    deciding = await begin_deciding(tx, approval_id, SubjectKind.TIER_MOVE)
    approval = deciding.approval
    if not is_yes:
        words = None if reason is None else storable(reason).strip()[:MOST_WORDS] or None
        await _decline(tx, approval, words)
        return ApprovalState.DECLINED
    if not await pass_steps(tx, deciding):
        return ApprovalState.OPEN
    await _make(tx, approval, None)
    return ApprovalState.APPROVED


async def _make(tx: Transaction, approval: Approval, reason: str | None) -> None:
    """Judged again: the tier may have changed since it was asked for."""
    move = await tiers.load_move(tx, approval.subject_id, lock=True)
    # A review locks what it has announced before the dealer, and so does this.
    announced = await tiers.waiting_move(tx, move.dealer_id, MoveKind.REVIEW, lock=True)
    before = await tiers.lock_tier(tx, move.dealer_id)
    if before == move.to_tier:
        raise TierMoveUnfit(why="same_tier")
    if announced is not None:
        await tiers.end_move(tx, announced, MoveState.CANCELLED, "by_hand")
    await tiers.end_move(tx, move.id, MoveState.DONE, "", moved=True)
    await changes.close_request(tx, approval, ApprovalState.APPROVED, reason)
    up = is_better(await tiers.list_steps(tx), before, move.to_tier)
    await change_tier(tx, move.dealer_id, before, move.to_tier, is_up=up, move=move, approval_id=approval.id)


async def _decline(tx: Transaction, approval: Approval, reason: str | None) -> None:
    move = await tiers.load_move(tx, approval.subject_id, lock=True)
    await tiers.end_move(tx, move.id, MoveState.DECLINED, reason or "")
    await changes.close_request(tx, approval, ApprovalState.DECLINED, reason)
    tx.record(
        TierMoveDeclined(
            move.id,
            approval.id,
            move.dealer_id,
            move.dealer_name,
            move.made_by,
            move.from_tier,
            move.to_tier,
            reason,
        )
    )


@dataclass(frozen=True, slots=True)
class CloseTierMoves(Command[int]):
    """Escalate, make or decline what nobody decided in time. How many things were done."""

    permission = Permission.INTERNAL


async def close_tier_moves(tx: Transaction, _command: CloseTierMoves) -> int:
    return await close_due(tx, _SUBJECT)


async def _make_in_time(tx: Transaction, approval: Approval) -> None:
    await _make(tx, approval, TIME_OVER)


async def _decline_in_time(tx: Transaction, approval: Approval) -> None:
    await _decline(tx, approval, TIME_OVER)


_SUBJECT = Subject(SubjectKind.TIER_MOVE, _make_in_time, _decline_in_time)


@dataclass(frozen=True, slots=True)
class TierMoveCard:
    """What is needed to decide about a tier. effect: on a year's margin at the same turnover, None for those
    who may not see it; names: of everybody of the house; tiers: names by code."""

    approval: Approval
    move: TierMove
    may_decide: bool
    asked_by: str | None
    effect: Money | None
    names: Mapping[PersonId, str]
    tiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShowTierApproval(Query[TierMoveCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_tier_approval(snap: Snapshot, query: ShowTierApproval) -> TierMoveCard:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.TIER_MOVE)
    move = await tiers.load_move(snap, approval.subject_id)
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    names = {one.person_id: one.name for one in people}
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    steps = {one.code: one for one in await tiers.list_steps(snap)}
    before, after, effect = steps.get(move.from_tier), steps.get(move.to_tier), None
    if snap.actor.may(Permission.REPORT_READ) and move.turnover and before and after:
        effect = margin_effect(move.turnover, before.margin_bp, after.margin_bp)
    return TierMoveCard(
        approval=approval,
        move=move,
        may_decide=who is not None
        and any(
            find_mandate(step, who, approval.request, deputies, snap.now) for step in approval.open_steps
        ),
        asked_by=names.get(move.made_by) if move.made_by else None,
        effect=effect,
        names=names,
        tiers={code: step.name for code, step in steps.items()},
    )
