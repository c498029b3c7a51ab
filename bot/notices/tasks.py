"""Who hears of tasks: the owner gets the card, those above what lies; all cards show how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bot.cards import find_cards
from bot.notices.sends import Desk, edit_job, send_job
from bot.screen import clip
from bot.staff.tasks.handlers import subject_of
from bot.staff.tasks.screens import task_screen
from core.alarms.types import Task, TaskState
from core.alarms.use_cases.keep_tasks import ShowTask
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import PersonId

Event = dict[str, Any]


async def task_opened(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _to_owner(desk, entry, event, None)


async def task_back(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return await _to_owner(desk, entry, event, "task.back")


async def task_given(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The new owner gets the card; the others' show whose it is now."""
    return await task_changed(desk, entry, event) + await _to_owner(desk, entry, event, "task.given")


async def task_escalated(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Those above get the card, the owner gets it once more."""
    task = await _task(desk, event)
    jobs = await _to_owner(desk, entry, event, "task.waits")
    if task.state is not TaskState.OPEN:
        return jobs
    for one in await _people(desk, event["told"]):
        say = desk.say(one)
        notice = say("task.escalated", name=clip(task.owner_name or "–", 60))
        screen = task_screen(task, say, notice=notice)
        jobs.append(send_job(entry, one, screen, subject=subject_of(task.id)))
    return jobs


async def task_changed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Every card of the task as it stands now; only its owner has buttons."""
    task = await _task(desk, event)
    staff = {one.telegram_id: one for one in await desk.core.ask(SYSTEM, FindRecipients(staff=True))}
    return [
        edit_job(
            entry,
            card,
            task_screen(task, desk.say(reader), has_buttons=reader.person_id == task.owner_id),
        )
        for card in await find_cards(desk.core, subject_of(task.id))
        for reader in [staff.get(card.chat_id)]
        if reader is not None
    ]


async def delivery_rated(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """A task that it made tells of itself; one that was there shows what is new."""
    return await task_changed(desk, entry, event) if event["task_id"] else []


async def rating_explained(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever looks after it gets the card with what the dealer said."""
    if not event["task_id"]:
        return []
    jobs = await task_changed(desk, entry, event)
    return jobs + await _to_owner(desk, entry, event, "task.explained")


async def _to_owner(desk: Desk, entry: str, event: Event, notice: str | None) -> list[NewJob]:
    """The card to its owner; nothing of a task that has ended before anybody could be told."""
    task = await _task(desk, event)
    if event["owner_id"] is None or task.state is not TaskState.OPEN:
        return []
    return [
        send_job(
            entry,
            one,
            task_screen(task, desk.say(one), notice=desk.say(one)(notice) if notice else None),
            subject=subject_of(task.id),
        )
        for one in await _people(desk, [event["owner_id"]])
    ]


async def _task(desk: Desk, event: Event) -> Task:
    return await desk.core.ask(SYSTEM, ShowTask(UUID(event["task_id"])))


async def _people(desk: Desk, ids: Iterable[str]) -> list[Recipient]:
    found: list[Recipient] = []
    for one in ids:
        reached = await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(one))))
        found += reached
    return found
