"""All SQL about requests, their steps, who was asked, and the questions in between."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from core.approvals.engine import expected_by
from core.approvals.tables import (
    ApprovalAskedRow,
    ApprovalDeputyRow,
    ApprovalNoteRow,
    ApprovalRegionRow,
    ApprovalRow,
    ApprovalStepRow,
)
from core.approvals.types import (
    Approval,
    ApprovalState,
    EndAction,
    Level,
    Note,
    Step,
    StepState,
    SubjectKind,
    TriggerKind,
)
from core.dealers.tables import DealerRow, PersonRow
from core.infra.transaction import Snapshot
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId, DealerId, PersonId
from core.kernel.money import Money
from core.stock.office import load_working_time
from core.stock.office_types import WorkingTime

# Who sees what was not asked of them in person: these all, a manager what is of the own region.
_SEE_ALL = {Role.DIRECTOR, Role.FINANCE, Role.GENERAL_MANAGER, Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Found:
    """What a list of requests is narrowed to; None: not narrowed. mine: asked of the actor or a principal."""

    mine: bool = False
    trigger: TriggerKind | None = None
    region: str | None = None
    dealer_id: DealerId | None = None
    asked_before: datetime | None = None
    kind: SubjectKind | None = None


def _stands_in(snap: Snapshot) -> ColumnElement[bool]:
    """The person asked is one whom the actor stands in for just now."""
    return exists().where(
        ApprovalDeputyRow.person_id == ApprovalAskedRow.person_id,
        ApprovalDeputyRow.deputy_id == snap.person_id,
        ApprovalDeputyRow.starts_at <= snap.now,
        ApprovalDeputyRow.ends_at > snap.now,
    )


def _is_asked(snap: Snapshot, *, to_decide: bool) -> ColumnElement[bool]:
    asked = exists().where(
        ApprovalAskedRow.approval_id == ApprovalRow.id,
        or_(ApprovalAskedRow.person_id == snap.person_id, _stands_in(snap)),
    )
    if not to_decide:
        return asked
    return asked.where(
        ApprovalStepRow.id == ApprovalAskedRow.step_id, ApprovalStepRow.state == StepState.OPEN
    )


def _visible(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Who is asked or told or stands in, the dealer's rep, a manager of the region, everybody above.

    Nobody sees a request of the own dealer.
    """
    actor = snap.actor
    if actor.dealer_id is not None:
        statement = statement.where(ApprovalRow.dealer_id != actor.dealer_id)
    if actor.roles & _SEE_ALL:
        return statement
    near: list[ColumnElement[bool]] = [
        _is_asked(snap, to_decide=False),
        exists().where(DealerRow.id == ApprovalRow.dealer_id, DealerRow.rep_id == snap.person_id),
    ]
    if Role.MANAGER in actor.roles:
        elsewhere = exists().where(
            ApprovalRegionRow.person_id == snap.person_id, ApprovalRegionRow.region != ApprovalRow.region
        )
        near.append(~elsewhere)
    return statement.where(or_(*near))


async def load_request(
    snap: Snapshot, approval_id: ApprovalId, *, kind: SubjectKind | None = None, lock: bool = False
) -> Approval:
    """A request that the actor may see; with ``lock`` nobody else decides it until the transaction ends."""
    statement = _visible(snap, select(ApprovalRow.__table__)).where(ApprovalRow.id == approval_id)
    if kind is not None:
        statement = statement.where(ApprovalRow.kind == kind)
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(what="approval")
    (approval,) = await _with_steps(snap, [row])
    return approval


async def find_open_request(snap: Snapshot, subject_id: uuid.UUID, *, lock: bool = False) -> Approval | None:
    """The open request about a subject, for the subject's own domain: whoever may see the subject has it."""
    statement = select(ApprovalRow.__table__).where(
        ApprovalRow.subject_id == subject_id, ApprovalRow.state == ApprovalState.OPEN
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else (await _with_steps(snap, [row]))[0]


async def list_open(snap: Snapshot, found: Found, *, limit: int, offset: int = 0) -> list[Approval]:
    """Open requests the actor may see, oldest first."""
    statement = _visible(snap, select(ApprovalRow.__table__)).where(ApprovalRow.state == ApprovalState.OPEN)
    if found.mine:
        statement = statement.where(_is_asked(snap, to_decide=True))
    if found.region is not None:
        statement = statement.where(ApprovalRow.region == found.region)
    if found.dealer_id is not None:
        statement = statement.where(ApprovalRow.dealer_id == found.dealer_id)
    if found.asked_before is not None:
        statement = statement.where(ApprovalRow.asked_at < found.asked_before)
    if found.kind is not None:
        statement = statement.where(ApprovalRow.kind == found.kind)
    if found.trigger is not None:
        by_trigger = exists().where(
            ApprovalStepRow.approval_id == ApprovalRow.id,
            cast(ApprovalStepRow.triggers, Text).like(f'%"{found.trigger.value}"%'),
        )
        statement = statement.where(by_trigger)
    statement = statement.order_by(ApprovalRow.asked_at, ApprovalRow.id).limit(limit).offset(offset)
    return await _with_steps(snap, await snap.all(statement))


async def list_open_of_dealer(snap: Snapshot, dealer_id: DealerId, kind: SubjectKind) -> list[Approval]:
    """All open requests of one dealer and kind, oldest first, for the subject's own domain."""
    statement = (
        select(ApprovalRow.__table__)
        .where(
            ApprovalRow.dealer_id == dealer_id,
            ApprovalRow.kind == kind,
            ApprovalRow.state == ApprovalState.OPEN,
        )
        .order_by(ApprovalRow.asked_at, ApprovalRow.id)
    )
    return await _with_steps(snap, await snap.all(statement))


async def list_due(snap: Snapshot, kind: SubjectKind, limit: int) -> list[tuple[ApprovalId, DealerId]]:
    """Open requests with an open step whose time is over, by dealer: the order in which to lock them."""
    statement = (
        select(ApprovalRow.id, ApprovalRow.dealer_id, ApprovalStepRow.due_at)
        .join(ApprovalStepRow, ApprovalStepRow.approval_id == ApprovalRow.id)
        .where(
            ApprovalStepRow.state == StepState.OPEN,
            ApprovalStepRow.due_at <= snap.now,
            ApprovalRow.kind == kind,
        )
        .order_by(ApprovalStepRow.due_at)
        .limit(limit)
    )
    found = {(row.dealer_id, row.id) for row in await snap.all(statement)}
    return [(approval_id, dealer_id) for dealer_id, approval_id in sorted(found)]


async def list_unreminded(snap: Snapshot, limit: int) -> list[Approval]:
    """Open requests with an open step that has a time limit and nobody was reminded of."""
    statement = (
        select(ApprovalRow.__table__)
        .where(
            ApprovalRow.state == ApprovalState.OPEN,
            exists().where(
                ApprovalStepRow.approval_id == ApprovalRow.id,
                ApprovalStepRow.state == StepState.OPEN,
                ApprovalStepRow.due_at.is_not(None),
                ApprovalStepRow.reminded_at.is_(None),
            ),
        )
        .order_by(ApprovalRow.asked_at, ApprovalRow.id)
        .limit(limit)
    )
    return await _with_steps(snap, await snap.all(statement))


async def _with_steps(snap: Snapshot, found: Sequence[Any]) -> list[Approval]:
    ids = [row.id for row in found]
    if not ids:
        return []
    asked: defaultdict[Any, list[PersonId]] = defaultdict(list)
    for row in await snap.all(
        select(ApprovalAskedRow.approval_id, ApprovalAskedRow.step_id, ApprovalAskedRow.person_id)
        .where(ApprovalAskedRow.approval_id.in_(ids))
        .order_by(ApprovalAskedRow.id)
    ):
        asked[row.step_id or row.approval_id].append(row.person_id)
    steps: defaultdict[Any, list[Step]] = defaultdict(list)
    for row in await snap.all(
        select(ApprovalStepRow.__table__)
        .where(ApprovalStepRow.approval_id.in_(ids))
        .order_by(ApprovalStepRow.position, ApprovalStepRow.id)
    ):
        steps[row.approval_id].append(_step(row, tuple(asked[row.id])))
    notes: defaultdict[Any, list[Note]] = defaultdict(list)
    for row in await snap.all(
        select(ApprovalNoteRow.__table__, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == ApprovalNoteRow.person_id)
        .where(ApprovalNoteRow.approval_id.in_(ids))
        .order_by(ApprovalNoteRow.at, ApprovalNoteRow.id)
    ):
        notes[row.approval_id].append(
            Note(row.id, row.person_id, row.name, row.is_question, row.text, row.at)
        )
    # What has one turn only is due when that is, whatever the house's hours.
    is_waiting = any(step.state is StepState.WAITING for some in steps.values() for step in some)
    working = await load_working_time(snap) if is_waiting else WorkingTime()
    return [
        _approval(row, tuple(steps[row.id]), tuple(asked[row.id]), tuple(notes[row.id]), working)
        for row in found
    ]


def _step(row: Any, people: tuple[PersonId, ...]) -> Step:
    return Step(
        id=row.id,
        position=row.position,
        level=Level(row.level),
        state=StepState(row.state),
        people=people,
        triggers=tuple(TriggerKind(kind) for kind in row.triggers),
        hours=row.hours,
        at_end=EndAction(row.at_end),
        opened_at=row.opened_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        on_behalf_of=row.on_behalf_of,
        was_reminded=row.reminded_at is not None,
        by_clock=row.by_clock,
    )


def _approval(
    row: Any,
    steps: tuple[Step, ...],
    told: tuple[PersonId, ...],
    notes: tuple[Note, ...],
    working: WorkingTime,
) -> Approval:
    return Approval(
        id=row.id,
        kind=SubjectKind(row.kind),
        subject_id=row.subject_id,
        label=row.label,
        dealer_id=row.dealer_id,
        region=row.region,
        tier=row.tier,
        amount=Money(row.amount_minor, row.currency),
        triggers=tuple(TriggerKind(kind) for kind in row.triggers),
        state=ApprovalState(row.state),
        version=row.version,
        requested_by=row.requested_by,
        rep_id=row.rep_id,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
        steps=steps,
        told=told,
        notes=notes,
        expected_by=expected_by(steps, working),
    )


async def ended_deputy(snap: Snapshot, approval_id: ApprovalId) -> datetime | None:
    """When the actor's time as a deputy of somebody asked was over; None: it is not, or never was."""
    row = await snap.one_or_none(
        select(ApprovalDeputyRow.ends_at)
        .join(ApprovalAskedRow, ApprovalAskedRow.person_id == ApprovalDeputyRow.person_id)
        .where(
            ApprovalAskedRow.approval_id == approval_id,
            ApprovalDeputyRow.deputy_id == snap.person_id,
            ApprovalDeputyRow.ends_at <= snap.now,
        )
        .order_by(ApprovalDeputyRow.ends_at.desc())
        .limit(1)
    )
    return None if row is None else row.ends_at
