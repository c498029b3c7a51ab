"""All SQL that changes requests: opening, passing steps, reminding, asking, closing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update

from core.approvals.engine import due_at
from core.approvals.tables import (
    ApprovalAskedRow,
    ApprovalNoteRow,
    ApprovalRow,
    ApprovalStepRow,
)
from core.approvals.types import (
    Approval,
    ApprovalState,
    PlannedStep,
    Request,
    Routing,
    Step,
    StepState,
    SubjectKind,
    Trigger,
)
from core.infra.transaction import Transaction
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.money import Money
from core.stock.office import load_working_time


async def insert_request(
    tx: Transaction,
    approval_id: ApprovalId,
    kind: SubjectKind,
    subject_id: uuid.UUID,
    label: str,
    request: Request,
    triggers: Sequence[Trigger],
    routing: Routing,
    *,
    timed: bool,
) -> None:
    """Write a request with its steps, those of the first position open. Without ``timed`` no step ends."""
    await tx.execute(
        insert(ApprovalRow).values(
            id=approval_id,
            kind=kind,
            subject_id=subject_id,
            label=label,
            dealer_id=request.dealer_id,
            rep_id=request.rep_id,
            region=request.region,
            tier=request.tier,
            requested_by=request.requested_by,
            triggers=[trigger.kind.value for trigger in triggers],
            amount_minor=request.amount.minor,
            currency=request.amount.currency,
            state=ApprovalState.OPEN,
            version=1,
            asked_at=tx.now,
        )
    )
    first = min((step.position for step in routing.steps), default=0)
    steps: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = []
    for step in routing.steps:
        is_open = step.position == first
        steps.append(
            {
                "id": tx.new_id(),
                "approval_id": approval_id,
                "position": step.position,
                "level": step.level,
                "state": StepState.OPEN if is_open else StepState.WAITING,
                "triggers": [kind.value for kind in step.triggers],
                "hours": step.hours if timed else None,
                "at_end": step.at_end,
                "opened_at": tx.now if is_open else None,
                "due_at": step.due_at if is_open and timed else None,
                "by_clock": step.by_clock,
            }
        )
        asked += _asked_rows(tx, approval_id, steps[-1]["id"], step.people)
    asked += _asked_rows(tx, approval_id, None, routing.told)
    if steps:
        await tx.execute(insert(ApprovalStepRow), steps)
    if asked:
        await tx.execute(insert(ApprovalAskedRow), asked)


def _asked_rows(
    tx: Transaction, approval_id: ApprovalId, step_id: uuid.UUID | None, people: Sequence[PersonId]
) -> list[dict[str, Any]]:
    return [
        {"id": tx.new_id(), "approval_id": approval_id, "step_id": step_id, "person_id": person}
        for person in people
    ]


async def close_request(
    tx: Transaction,
    approval: Approval,
    state: ApprovalState,
    reason: str | None,
    *,
    by: PersonId | None = None,
) -> None:
    """The one decision: the request is ``state`` from now on, and what was still open is closed.

    ``by``: whose decision it is, where that is not the actor.
    """
    await tx.execute(
        update(ApprovalRow)
        .where(ApprovalRow.id == approval.id)
        .values(
            state=state,
            version=approval.version + 1,
            decided_at=tx.now,
            decided_by=by or tx.actor.person_id,
            decision_reason=reason,
        )
    )
    await tx.execute(
        update(ApprovalStepRow)
        .where(
            ApprovalStepRow.approval_id == approval.id,
            ApprovalStepRow.state.in_([StepState.OPEN, StepState.WAITING]),
        )
        .values(state=StepState.CLOSED)
    )


async def change_step(tx: Transaction, approval: Approval, step: Step, **changes: Any) -> None:
    """Write a step's new state; the request's version moves on with it."""
    await tx.execute(update(ApprovalStepRow).where(ApprovalStepRow.id == step.id).values(**changes))
    await tx.execute(
        update(ApprovalRow).where(ApprovalRow.id == approval.id).values(version=ApprovalRow.version + 1)
    )


async def copy_request(
    tx: Transaction, approval: Approval, subject_id: uuid.UUID, label: str, amount: Money
) -> ApprovalId:
    """The same question about a rest that somebody has let wait: the same people, but nobody is hurried."""
    approval_id = ApprovalId(tx.new_id())
    steps = tuple(
        PlannedStep(
            step.position, step.level, step.people, step.triggers, 0, step.at_end, tx.now, step.by_clock
        )
        for step in approval.steps
    )
    triggers = [Trigger(kind) for kind in approval.triggers]
    request = replace(approval.request, amount=amount)
    routing = Routing(steps, approval.told, ())
    await insert_request(
        tx, approval_id, approval.kind, subject_id, label, request, triggers, routing, timed=False
    )
    return approval_id


async def pause(tx: Transaction, approval: Approval) -> None:
    """The clock stands still while the other side has the word."""
    for step in approval.open_steps:
        await change_step(tx, approval, step, due_at=None)


async def resume(tx: Transaction, approval: Approval) -> None:
    """The word is back: the open steps have their whole time again."""
    working = await load_working_time(tx)
    for step in approval.open_steps:
        if step.hours is not None:
            due = due_at(tx.now, step.hours, working, by_clock=step.by_clock)
            await change_step(tx, approval, step, opened_at=tx.now, due_at=due, reminded_at=None)


async def postpone(tx: Transaction) -> int:
    """Open steps are due later where the house works less than was known when they began; how many.

    None is due sooner than those who are asked were told.
    """
    step, working, later = ApprovalStepRow, await load_working_time(tx), 0
    rows = await tx.all(
        select(step.id, step.opened_at, step.hours, step.due_at).where(
            step.state == StepState.OPEN,
            step.due_at > tx.now,
            step.opened_at.is_not(None),
            step.hours.is_not(None),
            step.by_clock.is_(False),
        )
    )
    for row in rows:
        due = due_at(row.opened_at, row.hours, working, by_clock=False)
        if due > row.due_at:
            await tx.execute(update(step).where(step.id == row.id).values(due_at=due))
            later += 1
    return later


async def mark_reminded(tx: Transaction, step: Step) -> None:
    await tx.execute(update(ApprovalStepRow).where(ApprovalStepRow.id == step.id).values(reminded_at=tx.now))


async def ask_also(tx: Transaction, approval: Approval, step: Step, people: Sequence[PersonId]) -> None:
    """More people are asked about a step."""
    fresh = [person for person in people if person not in step.people]
    if fresh:
        await tx.execute(insert(ApprovalAskedRow), _asked_rows(tx, approval.id, step.id, fresh))


async def add_note(tx: Transaction, approval_id: ApprovalId, text: str, *, is_question: bool) -> None:
    await tx.execute(
        insert(ApprovalNoteRow).values(
            id=tx.new_id(),
            approval_id=approval_id,
            person_id=tx.actor.person_id,
            is_question=is_question,
            text=text,
            at=tx.now,
        )
    )
