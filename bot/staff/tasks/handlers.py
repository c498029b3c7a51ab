"""/tasks, and the buttons of a task: done, not now, to somebody else, the order."""

from __future__ import annotations

from uuid import UUID

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.screen import OldButton, long_id
from bot.staff.tasks import callbacks as tap
from bot.staff.tasks.callbacks import TasksTap, TaskTap
from bot.staff.tasks.screens import (
    PAGE,
    people_screen,
    snooze_screen,
    task_order_screen,
    task_screen,
    tasks_screen,
)
from bot.turn import Turn
from core.alarms.errors import TaskOver
from core.alarms.types import AlarmKind
from core.alarms.use_cases.keep_tasks import (
    EndTask,
    GiveTask,
    ListTaskPeople,
    ListTasks,
    ShowTask,
    ShowTaskOrder,
    SnoozeTask,
)
from core.kernel.errors import Outdated
from core.kernel.ids import PersonId

_MOST_PAGES = 1000


def subject_of(task_id: UUID | str) -> str:
    """What a message that shows the task is remembered by."""
    return f"task:{task_id}"


async def on_tasks(_message: Message, turn: Turn) -> None:
    at = TasksTap()
    found = await turn.ask(ListTasks(limit=PAGE))
    if not found.found and found.sees_all:
        # Who has none himself looks after the others'.
        at = TasksTap(everyone=True)
        found = await turn.ask(ListTasks(everyone=True, limit=PAGE))
    await turn.show(tasks_screen(found, at, turn.say, turn.actor.person_id))


async def on_list(_query: CallbackQuery, callback_data: TasksTap, turn: Turn) -> None:
    at = callback_data
    if at.kind not in {"", *AlarmKind}:
        raise OldButton(at.kind)
    page = min(max(at.page, 0), _MOST_PAGES)
    kind = AlarmKind(at.kind) if at.kind else None
    found = await turn.ask(ListTasks(at.everyone, kind, limit=PAGE, offset=page * PAGE))
    await turn.redraw(tasks_screen(found, at, turn.say, turn.actor.person_id))


async def on_tap(_query: CallbackQuery, callback_data: TaskTap, turn: Turn) -> None:
    task_id = long_id(callback_data.task)
    notice = None
    match callback_data.act:
        case tap.CARD:
            pass
        case tap.ORDER:
            await turn.redraw(task_order_screen(await turn.ask(ShowTaskOrder(task_id)), turn.say))
            return
        case tap.SNOOZE if not callback_data.n:
            await turn.redraw(snooze_screen(await turn.ask(ShowTask(task_id)), turn.say))
            return
        case tap.GIVE if not callback_data.to:
            task = await turn.ask(ShowTask(task_id))
            people = await turn.ask(ListTaskPeople())
            await turn.redraw(people_screen(task, people, turn.say))
            return
        case tap.DONE | tap.SNOOZE | tap.GIVE:
            notice = await _change(turn, task_id, callback_data)
        case _:
            raise OldButton(callback_data.act)
    if callback_data.act == tap.GIVE and notice is None:
        return
    card = task_screen(await turn.ask(ShowTask(task_id)), turn.say, notice=notice)
    await turn.redraw(card, subject=subject_of(task_id))


async def _change(turn: Turn, task_id: UUID, at: TaskTap) -> str | None:
    """Do it; why it could not be done, in words."""
    try:
        if at.act == tap.DONE:
            await turn.execute(EndTask(task_id, at.v))
        elif at.act == tap.SNOOZE:
            await turn.execute(SnoozeTask(task_id, at.v, at.n))
        else:
            given = await turn.execute(GiveTask(task_id, at.v, PersonId(long_id(at.to))))
            # It may be none of the giver's business any more: said without looking at it again.
            await turn.redraw(task_screen(given, turn.say, has_buttons=False), subject=subject_of(task_id))
    except (TaskOver, Outdated) as refusal:
        return f"⚠️ {turn.refusal(refusal)}"
    return None


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="tasks")
    router.message.register(on_tasks, Command("tasks"))
    router.callback_query.register(on_list, TasksTap.filter())
    router.callback_query.register(on_tap, TaskTap.filter())
    return router
