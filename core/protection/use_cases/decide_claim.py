"""Whoever the rules name grants a claim, a part of it with the reason, or declines it (D10, B1-B3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.approvals.engine import find_mandate
from core.approvals.flow import Subject, begin_deciding, close_due, pass_steps, see_request
from core.approvals.repository import requests, rules
from core.approvals.types import TIME_OVER, Approval, ApprovalState, SubjectKind
from core.billing.flow import lock_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.texts import storable
from core.protection.errors import ClaimUnfit, TooManyClaimed
from core.protection.flow import decline, grant
from core.protection.repository import claims
from core.protection.types import Claim

MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class DecideClaim(Command[ApprovalState]):
    """Grant so many pieces (None: all that are left of it), or with 0 decline. Less than all wants a reason.

    open: others have to decide, too; the last one's word counts. Raises NothingProtected, TooManyClaimed,
    ClaimUnfit.
    """

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    pieces: int | None = None
    reason: str | None = None


async def decide_claim(tx: Transaction, command: DecideClaim) -> ApprovalState:
    seen = await see_request(tx, command.approval_id, SubjectKind.PROTECTION)
    await _lock(tx, seen)
    deciding = await begin_deciding(tx, command.approval_id, SubjectKind.PROTECTION)
    claim = await claims.load_claim(tx, seen.subject_id)
    words = storable(command.reason or "").strip()[:MOST_WORDS] or None
    if command.pieces is not None and command.pieces < claim.quantity and words is None:
        raise ClaimUnfit(why="reason")
    if command.pieces == 0:
        await decline(tx, claim, deciding.approval, words)
        return ApprovalState.DECLINED
    if command.pieces is not None and not 0 < command.pieces <= claim.left:
        raise TooManyClaimed(name=claim.name, most=claim.left)
    if not await pass_steps(tx, deciding):
        return ApprovalState.OPEN
    return await grant(tx, claim, deciding.approval, command.pieces, words)


@dataclass(frozen=True, slots=True)
class CloseClaims(Command[int]):
    """Escalate, grant or decline what nobody decided in time. How many things were done."""

    permission = Permission.INTERNAL


async def close_claims(tx: Transaction, _command: CloseClaims) -> int:
    return await close_due(tx, _SUBJECT)


async def _lock(tx: Transaction, approval: Approval) -> None:
    await lock_dealer(tx, approval.dealer_id, as_house=True)


async def _grant_in_time(tx: Transaction, approval: Approval) -> None:
    await grant(tx, await claims.load_claim(tx, approval.subject_id), approval, None, TIME_OVER)


async def _decline_in_time(tx: Transaction, approval: Approval) -> None:
    await decline(tx, await claims.load_claim(tx, approval.subject_id), approval, TIME_OVER)


_SUBJECT = Subject(SubjectKind.PROTECTION, _grant_in_time, _decline_in_time, _lock)


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What is needed to decide about a claim. names: of everybody of the house."""

    approval: Approval
    claim: Claim
    may_decide: bool
    names: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class ShowClaimApproval(Query[ClaimCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_claim_approval(snap: Snapshot, query: ShowClaimApproval) -> ClaimCard:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.PROTECTION)
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    may = who is not None and any(
        find_mandate(step, who, approval.request, deputies, snap.now) for step in approval.open_steps
    )
    claim = await claims.load_claim(snap, approval.subject_id)
    return ClaimCard(approval, claim, may, {one.person_id: one.name for one in people})
