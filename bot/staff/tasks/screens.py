"""A task's card, what can be chosen about it, and the list of tasks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Button, Screen, clip, fit, grid, lines, paragraphs, short_id
from bot.staff.tasks import callbacks as tap
from bot.staff.tasks.callbacks import TasksTap, TaskTap
from core.alarms.types import AlarmKind, OrderGoods, Task, TaskPage, TaskState
from core.dealers.types import Recipient
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.kernel.ids import PersonId

PAGE = 8
_GOODS, _PEOPLE = 20, 24


def task_screen(task: Task, say: Say, *, notice: str | None = None, has_buttons: bool = True) -> Screen:
    """What is wrong, why, what to do about it, and whose task it is. notice: what has just happened."""
    return Screen(
        paragraphs(
            notice,
            lines(_title(task, say), _about(task, say)),
            lines(_why(task, say), say(f"alarmdo.{task.finding.kind.value}")),
            _stands(task, say),
        ),
        _buttons(task, say) if has_buttons and task.state is TaskState.OPEN else (),
    )


def _title(task: Task, say: Say) -> str:
    return say("task.title", what=Raw(say(f"alarm.{task.finding.kind.value}")))


def _about(task: Task, say: Say) -> str:
    state = Raw(say(f"state.{task.order_state.value}"))
    return say("task.about", number=task.number, dealer=clip(task.dealer_name, 60), state=state)


def _why(task: Task, say: Say) -> str:
    """The finding in words; the phrase takes of the facts what it needs."""
    found = task.finding
    return say(
        f"alarmwhy.{found.kind.value}",
        value=found.value,
        usual=found.usual,
        what=clip(found.what, 60),
        day=task.promised_on or local_day(task.placed_at, say.zone),
        amount=task.amount,
        usually=task.usual_amount,
    )


def _stands(task: Task, say: Say) -> str:
    """Whose it is, or how it ended."""
    if task.state is TaskState.CLOSED:
        return say("task.closed")
    if task.state is TaskState.DONE:
        return say("task.done", name=clip(task.ended_by or "–", 60))
    return lines(
        say("task.owner", name=clip(task.owner_name or "–", 60)),
        say("task.snoozed", at=task.snoozed_until) if task.snoozed_until else None,
    )


def _buttons(task: Task, say: Say) -> tuple[tuple[Button, ...], ...]:
    return (
        (_button(task, tap.ORDER, say("button.show_order")),),
        (
            _button(task, tap.DONE, say("button.task_done")),
            _button(task, tap.SNOOZE, say("button.task_snooze")),
            _button(task, tap.GIVE, say("button.task_give")),
        ),
    )


def _button(task: Task, act: str, text: str, *, n: int = 0, to: str = "") -> Button:
    return Button(text, TaskTap(act=act, task=short_id(task.id), v=task.version, n=n, to=to).pack())


def snooze_screen(task: Task, say: Say) -> Screen:
    """For how long it shall rest."""
    hours = [_button(task, tap.SNOOZE, say("task.hours", n), n=n) for n in tap.HOURS]
    back = _button(task, tap.CARD, say("button.back"))
    return Screen(paragraphs(_title(task, say), say("task.snooze_how_long")), (*grid(hours, 2), (back,)))


def people_screen(task: Task, people: Sequence[Recipient], say: Say) -> Screen:
    """Who shall look after it."""
    others = [one for one in people if one.person_id != task.owner_id][:_PEOPLE]
    buttons = [_button(task, tap.GIVE, clip(one.name, 40), to=short_id(one.person_id)) for one in others]
    back = _button(task, tap.CARD, say("button.back"))
    return Screen(paragraphs(_title(task, say), say("task.give_whom")), (*grid(buttons, 2), (back,)))


def task_order_screen(found: OrderGoods, say: Say) -> Screen:
    """The order behind a task, as far as its reader may know it."""
    task = found.task
    goods = [
        say("task.goods", quantity=one.quantity, name=clip(one.name, 60)) for one in found.taken[:_GOODS]
    ]
    more = len(found.taken) - _GOODS
    text = paragraphs(
        lines(
            _about(task, say),
            say("task.placed", at=task.placed_at),
            say("task.promised", day=task.promised_on) if task.promised_on else None,
            say("task.total", total=found.total) if found.total is not None else None,
        ),
        lines(*goods, say("track.more", more) if more > 0 else None),
    )
    return Screen(fit(text), ((_button(task, tap.CARD, say("button.back")),),))


def tasks_screen(page: TaskPage, at: TasksTap, say: Say, reader: PersonId | None) -> Screen:
    """A page of open tasks, with the ways to narrow it."""
    entries = tuple((_entry(one, say, reader),) for one in page.tasks)
    title = say("task.list_all" if at.everyone else "task.list_mine", page.found)
    narrowed = Raw(say(f"alarm.{at.kind}")) if at.kind else None
    return Screen(
        paragraphs(
            title,
            say("task.narrowed", what=narrowed) if narrowed else None,
            None if page.tasks else say("task.none"),
        ),
        (*entries, _pages(page, at), *_filters(page, at, say)),
    )


def _entry(task: Task, say: Say, reader: PersonId | None) -> Button:
    mark = "💤" if task.snoozed_until else "❗" if task.escalated_at else "⏰"
    words = f"{mark} {say(f'alarm.{task.finding.kind.value}')} · {task.number}"
    if task.owner_id != reader and task.owner_name:
        words = f"{words} · {task.owner_name}"
    return _button(task, tap.CARD, words)


def _pages(page: TaskPage, at: TasksTap) -> tuple[Button, ...]:
    count = max((page.found + PAGE - 1) // PAGE, 1)
    if count == 1:
        return ()
    return tuple(
        Button(mark, TasksTap(everyone=at.everyone, kind=at.kind, page=to % count).pack())
        for mark, to in (("‹", at.page - 1), ("›", at.page + 1))
    )


def _filters(page: TaskPage, at: TasksTap, say: Say) -> tuple[tuple[Button, ...], ...]:
    whose: list[Button] = []
    if page.sees_all:
        label = say("button.my_tasks" if at.everyone else "button.all")
        whose.append(Button(label, TasksTap(everyone=not at.everyone).pack()))
    if at.kind:
        whose.append(Button(say("button.all_kinds"), TasksTap(everyone=at.everyone).pack()))
        return (tuple(whose),)
    kinds = [
        Button(
            f"{say(f'alarm.{kind.value}')} · {page.counts[kind]}",
            TasksTap(everyone=at.everyone, kind=kind.value).pack(),
        )
        for kind in AlarmKind
        if page.counts.get(kind)
    ]
    return (*grid(kinds if len(kinds) > 1 else (), 2), tuple(whose))
