"""What people do with tasks: look, say that it is done, put it off, give it to somebody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from core.alarms.events import TaskEnded, TaskGiven, TaskSnoozed
from core.alarms.flow import load_seen, lock_task, sees_all
from core.alarms.repository import tasks, watched
from core.alarms.types import AlarmKind, OrderGoods, Task, TaskPage, TaskState
from core.dealers.repository import staff_recipients
from core.dealers.types import Recipient
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.orders.repository import placed

MOST_HOURS = 24 * 14


@dataclass(frozen=True, slots=True)
class ListTasks(Query[TaskPage]):
    """Open tasks, the oldest first: the own ones, or all (everyone: for the office and those above)."""

    permission = Permission.TASK_EDIT
    everyone: bool = False
    kind: AlarmKind | None = None
    limit: int = 8
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ShowTask(Query[Task]):
    permission = Permission.TASK_EDIT
    task_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ShowTaskOrder(Query[OrderGoods]):
    """The order that a task is about."""

    permission = Permission.TASK_EDIT
    task_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListTaskPeople(Query[tuple[Recipient, ...]]):
    """To whom a task can be given: everybody of the house who can be reached."""

    permission = Permission.TASK_EDIT


@dataclass(frozen=True, slots=True)
class EndTask(Command[Task]):
    """It is looked after. Raises TaskOver, Outdated."""

    permission = Permission.TASK_EDIT
    task_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class SnoozeTask(Command[Task]):
    """Not now: it comes back after so many hours, at most two weeks. Raises TaskOver, Outdated."""

    permission = Permission.TASK_EDIT
    task_id: uuid.UUID
    version: int
    hours: int


@dataclass(frozen=True, slots=True)
class GiveTask(Command[Task]):
    """Somebody else of the house looks after it. Raises TaskOver, Outdated, NotFound."""

    permission = Permission.TASK_EDIT
    task_id: uuid.UUID
    version: int
    person_id: PersonId


async def list_tasks(snap: Snapshot, query: ListTasks) -> TaskPage:
    every = sees_all(snap)
    owner_id = None if every and query.everyone else snap.person_id
    counts = await tasks.count_open(snap, owner_id)
    found = await tasks.list_open(
        snap, owner_id=owner_id, kind=query.kind, limit=max(query.limit, 0), offset=max(query.offset, 0)
    )
    total = sum(counts.values()) if query.kind is None else counts.get(query.kind, 0)
    return TaskPage(tuple(found), counts, total, every)


async def show_task(snap: Snapshot, query: ShowTask) -> Task:
    return await load_seen(snap, query.task_id)


async def show_task_order(snap: Snapshot, query: ShowTaskOrder) -> OrderGoods:
    task = await load_seen(snap, query.task_id)
    taken = await watched.list_taken(snap, [task.order_id])
    # Whoever keeps the goods needs no dealer's money.
    total = None
    if snap.actor.may(Permission.DEALERS_READ):
        total = (await placed.load_order(snap, task.order_id)).total
    return OrderGoods(task, total, taken.get(task.order_id, ()))


async def list_task_people(snap: Snapshot, _query: ListTaskPeople) -> tuple[Recipient, ...]:
    return tuple(sorted(await staff_recipients(snap), key=lambda one: one.name))


async def end_task(tx: Transaction, command: EndTask) -> Task:
    task = await lock_task(tx, command.task_id, command.version)
    await tasks.change_task(
        tx, task, state=TaskState.DONE.value, ended_at=tx.now, ended_by=tx.actor.person_id
    )
    tx.record(TaskEnded(task.id, task.number, TaskState.DONE.value, tx.actor.person_id))
    return await tasks.load_task(tx, task.id)


async def snooze_task(tx: Transaction, command: SnoozeTask) -> Task:
    task = await lock_task(tx, command.task_id, command.version)
    hours = min(max(command.hours, 1), MOST_HOURS)
    await tasks.change_task(tx, task, snoozed_until=tx.now + timedelta(hours=hours), touched_at=tx.now)
    tx.record(TaskSnoozed(task.id, task.number, hours, tx.actor.person_id))
    return await tasks.load_task(tx, task.id)


async def give_task(tx: Transaction, command: GiveTask) -> Task:
    task = await lock_task(tx, command.task_id, command.version)
    if all(one.person_id != command.person_id for one in await staff_recipients(tx)):
        raise NotFound(what="person")
    await tasks.change_task(
        tx, task, owner_id=command.person_id, touched_at=tx.now, snoozed_until=None, escalated_at=None
    )
    tx.record(TaskGiven(task.id, task.number, command.person_id, tx.actor.person_id))
    return await tasks.load_task(tx, task.id)
