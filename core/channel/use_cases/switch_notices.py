"""Each person chooses which news to get. What needs an answer, a bill or safety always comes."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.events import NoticesSwitched
from core.channel.repository import broadcasts
from core.channel.types import NoticeKind
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class SwitchNotices(Command[None]):
    permission = Permission.OWN_PROFILE
    kind: NoticeKind
    is_on: bool


async def switch_notices(tx: Transaction, command: SwitchNotices) -> None:
    was_on = command.kind not in await broadcasts.list_switched_off(tx, tx.person_id)
    if was_on is command.is_on:
        return
    await broadcasts.switch(tx, tx.person_id, command.kind, is_on=command.is_on)
    tx.record(NoticesSwitched(tx.person_id, tx.actor.dealer_id, command.kind.value, command.is_on))
