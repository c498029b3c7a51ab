"""What every domain with something to decide shares: route, open, take part, escalate, close in time."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from core.approvals.engine import (
    due_at,
    find_mandate,
    next_level,
    route_request,
    with_deputies,
)
from core.approvals.errors import AlreadyDecided, DeputyOver, NotAsked
from core.approvals.events import ApprovalEscalated, ApprovalRequested, ApprovalStepPassed
from core.approvals.repository import changes, requests, rules
from core.approvals.types import (
    Approval,
    ApprovalState,
    Approver,
    Deputy,
    EndAction,
    Mandate,
    Names,
    Request,
    Routing,
    Step,
    StepState,
    SubjectKind,
    Trigger,
)
from core.dealers.repository import person_name
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import ApprovalId, PersonId
from core.stock.office import load_working_time

MOST_DUE = 50


async def route(snap: Snapshot, request: Request, triggers: Sequence[Trigger]) -> Routing:
    """Who would have to decide this, by when, and why: the dry run, and the first half of asking."""
    return route_request(
        request,
        triggers,
        await rules.load_rules(snap),
        await rules.list_approvers(snap),
        await rules.load_deputies(snap),
        snap.now,
        await load_working_time(snap),
    )


async def open_request(
    tx: Transaction,
    kind: SubjectKind,
    subject_id: uuid.UUID,
    label: str,
    request: Request,
    triggers: Sequence[Trigger],
    *,
    waits: bool = False,
) -> ApprovalId:
    """Ask whoever has to decide. With ``waits`` nobody is told or hurried: somebody has just let it wait."""
    routing = await route(tx, request, triggers)
    approval_id = ApprovalId(tx.new_id())
    await changes.insert_request(
        tx, approval_id, kind, subject_id, label, request, triggers, routing, timed=not waits
    )
    if not waits:
        first = min((step.position for step in routing.steps), default=0)
        now_asked = [person for step in routing.steps if step.position == first for person in step.people]
        deputies = await rules.load_deputies(tx)
        asked = with_deputies(now_asked, deputies, tx.now)
        tx.record(
            ApprovalRequested(approval_id, kind.value, subject_id, request.dealer_id, asked, routing.told)
        )
    return approval_id


@dataclass(frozen=True, slots=True)
class Deciding:
    """A locked, open request, and in what capacity the actor may decide each of its steps."""

    approval: Approval
    actor: Approver
    deputies: tuple[Deputy, ...]
    names: Names
    now: datetime

    def mandate(self, step: Step) -> Mandate | None:
        return find_mandate(step, self.actor, self.approval.request, self.deputies, self.now)

    @property
    def is_last_word(self) -> bool:
        """Nobody else has to decide beside or after the actor."""
        return not self._left_to_others

    @property
    def _left_to_others(self) -> tuple[Step, ...]:
        return tuple(step for step in self.approval.steps if not step.is_done and not self.mandate(step))

    @property
    def others(self) -> tuple[str, ...]:
        """Names of those who have to decide beside or after the actor."""
        asked = [person for step in self._left_to_others for person in step.people]
        return tuple(self.names[person] for person in dict.fromkeys(asked) if person in self.names)


async def see_request(snap: Snapshot, approval_id: ApprovalId, kind: SubjectKind) -> Approval:
    """The request, for somebody about to decide it; a deputy whose time is over hears just that."""
    try:
        return await requests.load_request(snap, approval_id, kind=kind)
    except NotFound:
        until = await requests.ended_deputy(snap, approval_id)
        if until is None:
            raise
        raise DeputyOver(until=until) from None


async def begin_deciding(tx: Transaction, approval_id: ApprovalId, kind: SubjectKind) -> Deciding:
    """Lock the request for the actor's decision; the subject's own locks must be held by now.

    Raises AlreadyDecided, NotAsked, DeputyOver, or NotFound for what the actor may not see.
    """
    approval = await requests.load_request(tx, approval_id, kind=kind, lock=True)
    if approval.state is not ApprovalState.OPEN:
        await refuse_decided(tx, approval)
    people = await rules.list_approvers(tx)
    deputies = await rules.load_deputies(tx)
    actor = next((one for one in people if one.person_id == tx.person_id), None)
    names = {one.person_id: one.name for one in people}
    deciding = None if actor is None else Deciding(approval, actor, deputies, names, tx.now)
    if deciding is None or not any(deciding.mandate(step) for step in approval.open_steps):
        asked = [person for step in approval.open_steps for person in step.people]
        raise NotAsked(who=tuple(names[person] for person in dict.fromkeys(asked) if person in names))
    return deciding


async def refuse_decided(snap: Snapshot, approval: Approval) -> NoReturn:
    """Say who was first, or what was: a payment, the dealer, the clock."""
    state = approval.state.value
    if approval.state is ApprovalState.RELEASED:
        raise AlreadyDecided(state=state, by="", why="released")
    by = await person_name(snap, approval.decided_by) or ""
    if approval.state is ApprovalState.WITHDRAWN:
        raise AlreadyDecided(state=state, by=by, why="withdrawn")
    if not by:
        raise AlreadyDecided(state=state, by=by, why="time_over")
    raise AlreadyDecided(state=state, by=by)


async def pass_steps(tx: Transaction, deciding: Deciding) -> bool:
    """Note the actor's yes on every step that it counts for; True when nobody else has to decide.

    The next position opens as soon as one is done, and its people are asked.
    """
    approval = deciding.approval
    left = [step for step in approval.steps if not step.is_done]
    while left:
        position = left[0].position
        turn = [step for step in left if step.position == position]
        for step in turn:
            mandate = deciding.mandate(step)
            if mandate is not None:
                await changes.change_step(
                    tx,
                    approval,
                    step,
                    state=StepState.PASSED,
                    decided_at=tx.now,
                    decided_by=tx.person_id,
                    on_behalf_of=mandate.principal,
                )
                left.remove(step)
        if any(step.position == position for step in left):
            break
    if not left:
        return True
    opened: list[PersonId] = []
    for step in left:
        if step.position == left[0].position and step.state is StepState.WAITING:
            await _open_step(tx, approval, step)
            opened += step.people
    tx.record(
        ApprovalStepPassed(
            approval.id,
            approval.kind.value,
            approval.subject_id,
            approval.dealer_id,
            tx.actor.person_id,
            with_deputies(opened, deciding.deputies, tx.now),
        )
    )
    return False


async def _open_step(tx: Transaction, approval: Approval, step: Step) -> None:
    due = None if step.hours is None else await _due(tx, step, step.hours)
    await changes.change_step(tx, approval, step, state=StepState.OPEN, opened_at=tx.now, due_at=due)


async def _due(tx: Transaction, step: Step, hours: int) -> datetime:
    """The end of a step that begins now."""
    return due_at(tx.now, hours, await load_working_time(tx), by_clock=step.by_clock)


async def escalate(tx: Transaction, approval: Approval) -> None:
    """The time of the open steps that are due is over: the next level is asked as well, with new time.

    The request must be locked by this transaction.
    """
    people = await rules.list_approvers(tx)
    deputies = await rules.load_deputies(tx)
    for step in approval.open_steps:
        if step.due_at is None or step.due_at > tx.now:
            continue
        level, asked = next_level(step, approval.request, people)
        await changes.ask_also(tx, approval, step, asked)
        due = await _due(tx, step, step.hours or 0)
        await changes.change_step(
            tx, approval, step, level=level, opened_at=tx.now, due_at=due, reminded_at=None
        )
        tx.record(
            ApprovalEscalated(
                approval.id,
                approval.kind.value,
                approval.subject_id,
                approval.dealer_id,
                level.value,
                with_deputies(asked, deputies, tx.now),
            )
        )


Finish = Callable[[Transaction, Approval], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a domain does about its own kind of request when the clock decides, with the reason ``TIME_OVER``.

    approve: refuses where it cannot be any more; then somebody has to look. lock: what must be locked before
    the request is; None: nothing.
    """

    kind: SubjectKind
    approve: Finish
    refuse: Finish
    lock: Finish | None = None


async def close_due(tx: Transaction, subject: Subject) -> int:
    """Do with every request whose time is over what its rule says: escalate, approve or refuse (B3).

    The result: how many there were. Of several due steps the strictest end counts; approved is what nobody
    else has to decide after the clock.
    """
    done = 0
    for approval_id, _ in await requests.list_due(tx, subject.kind, MOST_DUE):
        if subject.lock is not None:
            await subject.lock(tx, await requests.load_request(tx, approval_id))
        approval = await requests.load_request(tx, approval_id, lock=True)
        due = [step for step in approval.open_steps if step.due_at is not None and step.due_at <= tx.now]
        if approval.state is ApprovalState.OPEN and due:
            await _end(tx, subject, approval, due)
            done += 1
    return done


async def _end(tx: Transaction, subject: Subject, approval: Approval, due: Sequence[Step]) -> None:
    if any(step.at_end is EndAction.REFUSE for step in due):
        await subject.refuse(tx, approval)
    elif all(step.at_end is EndAction.APPROVE for step in approval.steps if not step.is_done):
        try:
            async with tx.attempt():
                await subject.approve(tx, approval)
        except Refused:
            await escalate(tx, approval)
    else:
        await escalate(tx, approval)
