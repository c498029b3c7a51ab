"""Steps that acts on tasks share: who may see one, who gets one, who hears of one that lies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from core.alarms.errors import TaskOver
from core.alarms.repository import tasks
from core.alarms.types import Task, TaskState
from core.dealers.repository import staff_recipients
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import PersonId

# Where nobody has the wanted role (or can be reached), the next one's people are asked.
_INSTEAD = (Role.OFFICE, Role.MANAGER, Role.GENERAL_MANAGER)
_ABOVE = (Role.MANAGER, Role.DIRECTOR, Role.GENERAL_MANAGER, Role.OFFICE)


def sees_all(snap: Snapshot) -> bool:
    """Whether the actor looks after everybody's tasks: the back office and those above the reps."""
    return snap.actor.may(Permission.REPORT_READ)


async def load_seen(snap: Snapshot, task_id: uuid.UUID) -> Task:
    """The task; NotFound for one of somebody else."""
    task = await tasks.load_task(snap, task_id)
    if not sees_all(snap) and task.owner_id != snap.actor.person_id:
        raise NotFound(what="task")
    return task


async def lock_task(tx: Transaction, task_id: uuid.UUID, version: int) -> Task:
    """The open task, held. Raises NotFound, TaskOver, Outdated."""
    await load_seen(tx, task_id)
    task = await tasks.load_task(tx, task_id, lock=True)
    if task.state is not TaskState.OPEN:
        raise TaskOver(number=task.number)
    if task.version != version:
        raise Outdated(version=task.version)
    return task


class Desks:
    """Who gets the next task: of those who can be reached the one with the fewest."""

    def __init__(self, snap: Snapshot) -> None:
        self._snap = snap
        self._people: dict[Role, list[PersonId]] = {}
        self._loads: dict[PersonId, int] | None = None

    async def people(self, role: Role) -> list[PersonId]:
        if role not in self._people:
            found = await staff_recipients(self._snap, role=role)
            self._people[role] = [one.person_id for one in found]
        return self._people[role]

    async def choose(self, role: Role, rep_id: PersonId | None) -> PersonId | None:
        """None: nobody of the house can be reached at all."""
        if role is Role.REP:
            candidates = [one for one in await self.people(Role.REP) if one == rep_id]
        else:
            candidates = await self.people(role)
        for instead in _INSTEAD:
            candidates = candidates or await self.people(instead)
        return await self._least(candidates)

    async def _least(self, candidates: Sequence[PersonId]) -> PersonId | None:
        if self._loads is None:
            self._loads = dict(await tasks.loads(self._snap))
        loads = self._loads
        chosen = min(candidates, key=lambda one: (loads.get(one, 0), one), default=None)
        if chosen is not None:
            loads[chosen] = loads.get(chosen, 0) + 1
        return chosen

    async def above(self, owner_id: PersonId | None) -> tuple[PersonId, ...]:
        """Those who hear of a task that nobody touches: the lowest level above where there is somebody."""
        for role in _ABOVE:
            found = tuple(one for one in await self.people(role) if one != owner_id)
            if found:
                return found
        return ()
