"""Who writes: the first question of every update."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import chats
from core.dealers.types import Identity
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class IdentifyChat(Query[Identity]):
    permission = Permission.JOIN
    telegram_id: int


async def identify_chat(snap: Snapshot, query: IdentifyChat) -> Identity:
    return await chats.identify_chat(snap, query.telegram_id)
