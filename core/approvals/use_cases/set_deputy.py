"""Who is away says who decides meanwhile; the house may say it for anybody (B3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.approvals.errors import BadDeputy
from core.approvals.events import ApproverRegionSet, DeputySet
from core.approvals.repository import rules
from core.approvals.types import Approver
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class SetDeputy(Command[None]):
    """Who stands in for the actor from ``starts_at`` until before ``ends_at``; None: nobody does any more."""

    permission = Permission.APPROVAL_DECIDE
    deputy_id: PersonId | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


async def set_deputy(tx: Transaction, command: SetDeputy) -> None:
    await _set(tx, tx.person_id, command.deputy_id, command.starts_at, command.ends_at)


@dataclass(frozen=True, slots=True)
class SetDeputyFor(Command[None]):
    """The same for somebody else."""

    permission = Permission.POLICY_EDIT
    person_id: PersonId
    deputy_id: PersonId | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


async def set_deputy_for(tx: Transaction, command: SetDeputyFor) -> None:
    await _set(tx, command.person_id, command.deputy_id, command.starts_at, command.ends_at)


async def _set(
    tx: Transaction,
    person_id: PersonId,
    deputy_id: PersonId | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> None:
    people = {one.person_id: one for one in await rules.list_approvers(tx)}
    _find_decider(people, person_id)
    if deputy_id is None:
        await rules.delete_deputy(tx, person_id)
    else:
        starts_at = starts_at or tx.now
        if deputy_id == person_id:
            raise BadDeputy(why="self")
        _find_decider(people, deputy_id)
        if ends_at is None or ends_at <= max(starts_at, tx.now):
            raise BadDeputy(why="period")
        await rules.save_deputy(tx, person_id, deputy_id, starts_at, ends_at)
    tx.record(DeputySet(person_id, deputy_id))


def _find_decider(people: dict[PersonId, Approver], person_id: PersonId) -> Approver:
    one = people.get(person_id)
    if one is None:
        raise NotFound(what="person")
    if one.level is None:
        raise BadDeputy(why="role")
    return one


@dataclass(frozen=True, slots=True)
class SetApproverRegion(Command[None]):
    """Somebody decides about one region only; None: about all of them."""

    permission = Permission.POLICY_EDIT
    person_id: PersonId
    region: str | None


async def set_approver_region(tx: Transaction, command: SetApproverRegion) -> None:
    _find_decider({one.person_id: one for one in await rules.list_approvers(tx)}, command.person_id)
    await rules.save_region(tx, command.person_id, command.region)
    tx.record(ApproverRegionSet(command.person_id, command.region))


@dataclass(frozen=True, slots=True)
class ListStandIns(Query[tuple[Approver, ...]]):
    """Those whom the actor may name as a deputy."""

    permission = Permission.APPROVAL_DECIDE


async def list_stand_ins(snap: Snapshot, _query: ListStandIns) -> tuple[Approver, ...]:
    people = await rules.list_approvers(snap)
    return tuple(one for one in people if one.level is not None and one.person_id != snap.person_id)
