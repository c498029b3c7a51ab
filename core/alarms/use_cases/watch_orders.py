"""The clock looks at all orders under way: new alarms, tasks that are over, and those that lie (F5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from core.alarms.engine import Rules, find_odd, find_slow, is_forgotten, still_holds
from core.alarms.events import TaskBack, TaskEnded, TaskEscalated, TaskOpened
from core.alarms.flow import Desks
from core.alarms.repository import tasks, watched
from core.alarms.types import DEFAULTS, AlarmKind, Finding, Task, TaskState, Watched
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import OrderId

# A command that took long may have written an order with an earlier time than this look's.
_OVERLAP = timedelta(minutes=5)
_FIRST_LOOK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WatchOrders(Command[int]):
    """How many tasks were opened, ended or told of anew; done again at once it touches none."""

    permission = Permission.INTERNAL


async def watch_orders(tx: Transaction, _command: WatchOrders) -> int:
    rules = await tasks.load_rules(tx)
    under_way = await watched.list_under_way(tx)
    found = [(order, one) for order in under_way for one in find_slow(order, rules, tx.now, tx.today)]
    found += await _find_odd(tx, rules)
    desks = Desks(tx)
    ended = await _end(tx, under_way, await tasks.lock_open(tx))
    opened = await _open(tx, found, rules, desks)
    told = await _tell_again(tx, rules, desks)
    return ended + opened + told


async def _find_odd(tx: Transaction, rules: Rules) -> list[tuple[Watched, Finding]]:
    """What is odd about what was placed or changed since the last look."""
    until = await tasks.judged_until(tx)
    news = await watched.list_news(tx, tx.now - _FIRST_LOOK if until is None else until - _OVERLAP)
    await tasks.note_judged(tx)
    if not news:
        return []
    taken = await watched.list_taken(tx, [order.order_id for order in news])
    history = await watched.list_past(tx, {order.dealer_id for order in news})
    found = []
    for order in news:
        earlier = [
            past
            for order_id, past in history.get(order.dealer_id, ())
            if (past.placed_at, order_id) < (order.placed_at, order.order_id)
        ]
        found += [
            (order, one) for one in find_odd(order, taken.get(order.order_id, ()), earlier, rules)
        ]  # fmt: skip
    return found


async def _open(tx: Transaction, found: Sequence[tuple[Watched, Finding]], rules: Rules, desks: Desks) -> int:
    """A task for what was not found before, and is not somebody's task already."""
    every, is_open = await tasks.known_keys(tx, {order.order_id for order, _ in found})
    opened = 0
    for order, finding in found:
        key = (order.order_id, finding.kind, finding.mark)
        if key in every or (*key[:2], "") in is_open:
            continue
        every.add(key)
        is_open.add((*key[:2], ""))
        owner_id = await desks.choose(rules[finding.kind].owner, order.rep_id)
        task_id = await tasks.insert_task(tx, order.order_id, finding, owner_id)
        tx.record(TaskOpened(task_id, order.order_id, order.number, finding.kind.value, owner_id))
        opened += 1
    return opened


async def _end(tx: Transaction, under_way: Sequence[Watched], open_tasks: Sequence[Task]) -> int:
    """Close what holds no longer; a rule that was changed or switched off meanwhile closes nothing."""
    orders: dict[OrderId, Watched] = {order.order_id: order for order in under_way}
    gone = {task.order_id for task in open_tasks} - orders.keys()
    orders |= {order.order_id: order for order in await watched.list_orders(tx, gone)}
    silent = {task.order_id for task in open_tasks if task.finding.kind is AlarmKind.SILENT}
    for order_id in await watched.overtaken(tx, silent):
        orders[order_id] = replace(orders[order_id], is_overtaken=True)
    always = _without_limits()
    ended = 0
    for task in open_tasks:
        order = orders[task.order_id]
        if still_holds(task.finding, order, find_slow(order, always, tx.now, tx.today)):
            continue
        await tasks.change_task(tx, task, state=TaskState.CLOSED.value, ended_at=tx.now)
        tx.record(TaskEnded(task.id, task.number, TaskState.CLOSED.value, None))
        ended += 1
    return ended


def _without_limits() -> Rules:
    return {kind: replace(rule, limit=-1, is_on=True) for kind, rule in DEFAULTS.items()}


async def _tell_again(tx: Transaction, rules: Rules, desks: Desks) -> int:
    """What was put off until now is back; what nobody touches is told to those above."""
    told = 0
    for task in await tasks.list_open(tx):
        if task.snoozed_until is not None:
            if task.snoozed_until > tx.now:
                continue
            await tasks.change_task(tx, task, snoozed_until=None, touched_at=tx.now)
            tx.record(TaskBack(task.id, task.number, task.owner_id))
        elif task.escalated_at is None and is_forgotten(rules[task.finding.kind], task.touched_at, tx.now):
            await tasks.change_task(tx, task, escalated_at=tx.now)
            above = await desks.above(task.owner_id)
            tx.record(TaskEscalated(task.id, task.number, task.owner_id, above))
        else:
            continue
        told += 1
    return told
