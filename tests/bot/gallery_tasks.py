"""Screens of alarms and of the tasks they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.office.areas.alarm_screens import alarm_preview, alarm_rules_screen
from bot.screen import Screen
from bot.staff.tasks.callbacks import TasksTap
from bot.staff.tasks.screens import (
    people_screen,
    snooze_screen,
    task_order_screen,
    task_screen,
    tasks_screen,
)
from core.alarms.types import (
    DEFAULTS,
    AlarmKind,
    Finding,
    OrderGoods,
    Taken,
    Task,
    TaskPage,
    TaskState,
)
from core.dealers.types import Recipient
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, OrderId, PersonId
from core.orders.types import OrderState
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]


def task(kind: AlarmKind, at: int = 0) -> Task:
    """Of a dealer with a nasty name, owned by somebody with one."""
    nasty = s.NASTY[at % len(s.NASTY)]
    return Task(
        s.uid(80 + at), 3, Finding(kind, "x", 41_990, 2_000, nasty), TaskState.OPEN, OrderId(s.uid(5)),
        "B2B-2025-7891", DealerId(s.uid(6)), nasty, OrderState.APPROVED, s.DAY, s.AT, "USD",
        PersonId(s.uid(90)), nasty, s.AT, s.AT,
    )  # fmt: skip


def task_samples() -> Iterator[Sample]:
    for kind in AlarmKind:
        one = task(kind)
        yield f"task {kind}", lambda say, one=one: task_screen(one, say)
    late = task(AlarmKind.LATE)
    for name, other in {
        "put off": replace(late, snoozed_until=s.AT),
        "done": replace(late, state=TaskState.DONE, ended_by=s.NASTY[0]),
        "closed": replace(late, state=TaskState.CLOSED),
        "nobody's": replace(late, owner_id=None, owner_name=None, promised_on=None),
    }.items():
        yield f"task {name}", lambda say, one=other: task_screen(one, say, has_buttons=False)
    for key in ("task.back", "task.given", "task.waits"):
        yield f"task with {key}", lambda say, key=key: task_screen(late, say, notice=say(key))
    yield "task put off for", lambda say: snooze_screen(late, say)
    people = [Recipient(PersonId(s.uid(at)), at, "en", s.NASTY[at % 6], "UTC") for at in range(30)]
    yield "task given to", lambda say: people_screen(late, people, say)
    goods = tuple(Taken(str(at), s.NASTY[at % 6], at + 1) for at in range(30))
    for count, total in ((30, s.usd("1234.50")), (1, None)):
        found = OrderGoods(late, total, goods[:count])
        yield f"order of a task {count}", lambda say, found=found: task_order_screen(found, say)
    yield from _lists()
    yield "alarm rules", lambda say: alarm_rules_screen(tuple(DEFAULTS.values()), say)
    for rule in DEFAULTS.values():
        yield (
            f"alarm {rule.kind} off",
            lambda say, rule=rule: Screen(alarm_preview(rule, replace(rule, is_on=False), say)),
        )


def _lists() -> Iterator[Sample]:
    tasks = tuple(task(kind, at) for at, kind in enumerate(AlarmKind))
    marked = (replace(tasks[0], snoozed_until=s.AT), replace(tasks[1], escalated_at=s.AT), *tasks[2:8])
    pages = {
        "none": TaskPage((), {}, 0, False),
        "one": TaskPage(tasks[:1], {AlarmKind.LATE: 1}, 1, False),
        "many": TaskPage(marked, dict.fromkeys(AlarmKind, 3), 27, True),
    }
    for name, page in pages.items():
        for at in (TasksTap(), TasksTap(everyone=True, kind="late", page=1)):
            yield (
                f"tasks {name} {at.kind}",
                lambda say, page=page, at=at: tasks_screen(page, at, say, None),
            )
