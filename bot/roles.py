"""Role filters for routers. Async: a plain filter would run in a thread and cost ten times as much."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from bot.turn import Turn
from core.kernel.actor import Actor, Permission


class May(Filter):
    """Lets through whom one of the permissions is given to."""

    def __init__(self, *permissions: Permission) -> None:
        self._permissions = permissions

    def lets(self, actor: Actor) -> bool:
        return any(actor.may(permission) for permission in self._permissions)

    async def __call__(self, _event: TelegramObject, turn: Turn, **_data: Any) -> bool:
        return self.lets(turn.actor)
