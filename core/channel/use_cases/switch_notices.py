"""Each person chooses how to get which news. What needs an answer, a bill or safety always comes."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.events import NoticesSwitched
from core.channel.repository import notices
from core.channel.types import NoticeKind, NoticeWay
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class SwitchNotices(Command[None]):
    permission = Permission.OWN_PROFILE
    kind: NoticeKind
    way: NoticeWay


async def switch_notices(tx: Transaction, command: SwitchNotices) -> None:
    choice = (await notices.load_choices(tx, [tx.person_id]))[tx.person_id]
    if choice.way(command.kind) is command.way:
        return
    await notices.set_way(tx, tx.person_id, command.kind, command.way)
    tx.record(NoticesSwitched(tx.person_id, tx.actor.dealer_id, command.kind.value, command.way.value))
