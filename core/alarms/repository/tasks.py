"""Tasks, the rules that the house has set, and up to when orders were looked at."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from core.alarms.tables import AlarmRuleRow, AlarmWatchRow, TaskRow
from core.alarms.types import DEFAULTS, AlarmKind, AlarmRule, Finding, Task, TaskState
from core.dealers.tables import DealerRow, PersonRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId, PersonId
from core.orders.states import OrderState
from core.orders.tables import OrderRow

Key = tuple[OrderId, AlarmKind, str]
_task, _rule, _watch = table_of(TaskRow), table_of(AlarmRuleRow), table_of(AlarmWatchRow)
_order, _dealer, _person = table_of(OrderRow), table_of(DealerRow), table_of(PersonRow)
_ender = _person.alias("ender")
_is_open = _task.c.state == TaskState.OPEN.value


async def load_rules(snap: Snapshot) -> dict[AlarmKind, AlarmRule]:
    """Every rule: as the house has set it, else as it is by default."""
    rows = await snap.all(select(_rule))
    found = {
        AlarmKind(row.kind): AlarmRule(
            AlarmKind(row.kind), row.most, Role(row.owner), row.escalate_hours, row.is_on
        )
        for row in rows
    }
    return {**DEFAULTS, **found}


async def set_rule(tx: Transaction, rule: AlarmRule) -> None:
    await tx.execute(delete(_rule).where(_rule.c.kind == rule.kind.value))
    await tx.execute(
        insert(_rule),
        {
            "kind": rule.kind.value,
            "most": rule.limit,
            "owner": rule.owner.value,
            "escalate_hours": rule.escalate_hours,
            "is_on": rule.is_on,
        },
    )


async def judged_until(snap: Snapshot) -> datetime | None:
    row = await snap.one_or_none(select(_watch.c.judged_until))
    return None if row is None else row.judged_until


async def note_judged(tx: Transaction) -> None:
    done = await tx.execute(update(_watch).values(judged_until=tx.now))
    if not done.rowcount:
        await tx.execute(insert(_watch), {"id": 1, "judged_until": tx.now})


def _tasks() -> Select[Any]:
    return (
        select(
            _task,
            _order.c.number,
            _order.c.dealer_id,
            _order.c.state.label("order_state"),
            _order.c.promised_on,
            _order.c.placed_at,
            _order.c.currency,
            _dealer.c.name.label("dealer_name"),
            _person.c.name.label("owner_name"),
            _ender.c.name.label("ender_name"),
        )
        .join(_order, _order.c.id == _task.c.order_id)
        .join(_dealer, _dealer.c.id == _order.c.dealer_id)
        .outerjoin(_person, _person.c.id == _task.c.owner_id)
        .outerjoin(_ender, _ender.c.id == _task.c.ended_by)
    )


def _read(row: Any) -> Task:
    return Task(
        id=row.id,
        version=row.version,
        finding=Finding(AlarmKind(row.kind), row.mark, row.value, row.usual, row.what),
        state=TaskState(row.state),
        order_id=row.order_id,
        number=row.number,
        dealer_id=row.dealer_id,
        dealer_name=row.dealer_name,
        order_state=OrderState(row.order_state),
        promised_on=row.promised_on,
        placed_at=row.placed_at,
        currency=row.currency,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        found_at=row.found_at,
        touched_at=row.touched_at,
        snoozed_until=row.snoozed_until,
        escalated_at=row.escalated_at,
        ended_by=row.ender_name,
    )


async def load_task(snap: Snapshot, task_id: uuid.UUID, *, lock: bool = False) -> Task:
    """Raises NotFound."""
    if lock:
        await snap.execute(select(_task.c.id).where(_task.c.id == task_id).with_for_update())
    row = await snap.one_or_none(_tasks().where(_task.c.id == task_id))
    if row is None:
        raise NotFound(what="task")
    return _read(row)


async def list_open(
    snap: Snapshot,
    *,
    owner_id: PersonId | None = None,
    kind: AlarmKind | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Task]:
    """Open tasks, the oldest first; of one person or one kind only."""
    statement = _tasks().where(_is_open).order_by(_task.c.found_at, _order.c.placed_at, _task.c.id)
    if owner_id is not None:
        statement = statement.where(_task.c.owner_id == owner_id)
    if kind is not None:
        statement = statement.where(_task.c.kind == kind.value)
    return [_read(row) for row in await snap.all(statement.limit(limit).offset(offset))]


async def find_open(snap: Snapshot, order_id: OrderId, kind: AlarmKind) -> uuid.UUID | None:
    """The open task of that kind about an order."""
    statement = select(_task.c.id).where(_is_open, _task.c.order_id == order_id, _task.c.kind == kind.value)
    row = await snap.one_or_none(statement.order_by(_task.c.id).limit(1))
    return None if row is None else row.id


async def lock_open(tx: Transaction) -> list[Task]:
    """All open tasks, held until the end of the transaction."""
    await tx.execute(select(_task.c.id).where(_is_open).order_by(_task.c.id).with_for_update())
    return await list_open(tx)


async def count_open(snap: Snapshot, owner_id: PersonId | None) -> dict[AlarmKind, int]:
    statement = select(_task.c.kind, func.count().label("tasks")).where(_is_open).group_by(_task.c.kind)
    if owner_id is not None:
        statement = statement.where(_task.c.owner_id == owner_id)
    return {AlarmKind(row.kind): row.tasks for row in await snap.all(statement)}


async def loads(snap: Snapshot) -> Mapping[PersonId, int]:
    """How many open tasks each person has."""
    rows = await snap.all(
        select(_task.c.owner_id, func.count().label("tasks")).where(_is_open).group_by(_task.c.owner_id)
    )
    return {row.owner_id: row.tasks for row in rows}


async def known_keys(snap: Snapshot, orders: Collection[OrderId]) -> tuple[set[Key], set[Key]]:
    """What was found of these orders before; and of that, what is open (without its mark)."""
    rows = await snap.all(
        select(_task.c.order_id, _task.c.kind, _task.c.mark, _task.c.state).where(
            _task.c.order_id.in_(orders)
        )
    )
    every = {(row.order_id, AlarmKind(row.kind), row.mark) for row in rows}
    return every, {
        (row.order_id, AlarmKind(row.kind), "") for row in rows if row.state == TaskState.OPEN.value
    }


async def insert_task(
    tx: Transaction, order_id: OrderId, finding: Finding, owner_id: PersonId | None
) -> uuid.UUID:
    task_id = tx.new_id()
    await tx.execute(
        insert(_task),
        {
            "id": task_id,
            "order_id": order_id,
            "kind": finding.kind.value,
            "mark": finding.mark,
            "value": finding.value,
            "usual": finding.usual,
            "what": finding.what,
            "state": TaskState.OPEN.value,
            "version": 1,
            "owner_id": owner_id,
            "found_at": tx.now,
            "touched_at": tx.now,
        },
    )
    return task_id


async def change_task(tx: Transaction, task: Task, **values: Any) -> Task:
    """Write these columns, and one version more; the task as far as it is known without looking again."""
    version = task.version + 1
    await tx.execute(update(_task).where(_task.c.id == task.id).values(version=version, **values))
    return replace(task, version=version)
