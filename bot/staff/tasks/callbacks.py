"""Buttons of a task's card and of the list of tasks."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TaskTap(CallbackData, prefix="tk1"):
    """act on a task as it was at version v. n: hours to put it off; to: whom to give it to."""

    act: str
    task: str
    v: int
    n: int = 0
    to: str = ""


DONE, SNOOZE, GIVE, ORDER, CARD = "d", "s", "g", "o", "c"
HOURS = (1, 4, 24, 72)


class TasksTap(CallbackData, prefix="tq1"):
    """A page of the list: of everyone or the own ones, of one kind or all."""

    everyone: bool = False
    kind: str = ""
    page: int = 0
