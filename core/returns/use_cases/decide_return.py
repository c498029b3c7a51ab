"""Whoever the rules name agrees to a return, and what becomes of the goods, or declines it (A16, B1-B3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.approvals.engine import find_mandate
from core.approvals.flow import Subject, begin_deciding, close_due, pass_steps, see_request
from core.approvals.repository import changes, requests, rules
from core.approvals.types import TIME_OVER, Approval, ApprovalState, SubjectKind
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.texts import storable
from core.returns import repository as store
from core.returns.events import ReturnAgreed, ReturnDeclined
from core.returns.flow import agree, lock_return
from core.returns.types import Outcome, Photo, Return, ReturnState

MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class DecideReturn(Command[ApprovalState]):
    """Agree to an outcome, or with None decline. open: others have to decide, too; the last one's counts."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    outcome: Outcome | None
    reason: str | None = None


async def decide_return(tx: Transaction, command: DecideReturn) -> ApprovalState:
    seen = await see_request(tx, command.approval_id, SubjectKind.RETURN)
    await lock_return(tx, seen.subject_id)
    deciding = await begin_deciding(tx, command.approval_id, SubjectKind.RETURN)
    if command.outcome is None:
        words = None if command.reason is None else storable(command.reason).strip()[:MOST_WORDS] or None
        await _decline(tx, deciding.approval, words)
        return ApprovalState.DECLINED
    if not await pass_steps(tx, deciding):
        return ApprovalState.OPEN
    await _agree(tx, deciding.approval, command.outcome, None)
    return ApprovalState.APPROVED


async def _agree(tx: Transaction, approval: Approval, outcome: Outcome, why: str | None) -> None:
    """Its request is locked, and nobody else can have ended it."""
    asked = await store.load_return(tx, approval.subject_id)
    note = await agree(tx, asked, outcome, why)
    await changes.close_request(tx, approval, ApprovalState.APPROVED, why)
    tx.record(
        ReturnAgreed(
            asked.id, approval.id, asked.dealer_id, asked.person_id, asked.number or "", asked.order_number,
            outcome.value, note,
        )
    )  # fmt: skip


async def _decline(tx: Transaction, approval: Approval, why: str | None) -> None:
    asked = await store.load_return(tx, approval.subject_id)
    await store.change_return(tx, asked, state=ReturnState.DECLINED, decided_at=tx.now, decided_why=why)
    await changes.close_request(tx, approval, ApprovalState.DECLINED, why)
    tx.record(
        ReturnDeclined(
            asked.id, approval.id, asked.dealer_id, asked.person_id, asked.number or "", asked.order_number,
            why,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CloseReturns(Command[int]):
    """Escalate, agree to or decline what nobody decided in time. How many things were done."""

    permission = Permission.INTERNAL


async def close_returns(tx: Transaction, _command: CloseReturns) -> int:
    return await close_due(tx, _SUBJECT)


async def _lock(tx: Transaction, approval: Approval) -> Return:
    return await lock_return(tx, approval.subject_id)


async def _agree_in_time(tx: Transaction, approval: Approval) -> None:
    """Nobody has looked at the goods: they are fetched, and credited when they are here."""
    await _agree(tx, approval, Outcome.FETCH, TIME_OVER)


async def _decline_in_time(tx: Transaction, approval: Approval) -> None:
    await _decline(tx, approval, TIME_OVER)


_SUBJECT = Subject(SubjectKind.RETURN, _agree_in_time, _decline_in_time, _lock)


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """What is needed to decide about a return. names: of everybody of the house."""

    approval: Approval
    asked: Return
    may_decide: bool
    names: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class ShowReturnApproval(Query[ReturnCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_return_approval(snap: Snapshot, query: ShowReturnApproval) -> ReturnCard:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.RETURN)
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    may = who is not None and any(
        find_mandate(step, who, approval.request, deputies, snap.now) for step in approval.open_steps
    )
    asked = await store.load_return(snap, approval.subject_id)
    return ReturnCard(approval, asked, may, {one.person_id: one.name for one in people})


@dataclass(frozen=True, slots=True)
class ShowReturnPhotos(Query[tuple[Photo, ...]]):
    """The pictures of a request that the actor may look at, in the order they were sent in."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_return_photos(snap: Snapshot, query: ShowReturnPhotos) -> tuple[Photo, ...]:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.RETURN)
    return tuple(await store.load_photos(snap, approval.subject_id))
