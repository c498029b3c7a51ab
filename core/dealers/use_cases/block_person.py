"""The back office blocks a person (or lets them back in); it holds from their next update on."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import NotOneself
from core.dealers.events import PersonBlocked
from core.dealers.repository import people
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class BlockPerson(Command[None]):
    """Anybody but oneself: somebody who may let people in again always stays."""

    permission = Permission.DEALER_EDIT
    phone: str
    blocked: bool = True


async def block_person(tx: Transaction, command: BlockPerson) -> None:
    person = await people.load_by_phone(tx, command.phone)
    if person.id == tx.actor.person_id:
        raise NotOneself
    await people.update_person(tx, person.id, blocked=command.blocked)
    tx.record(PersonBlocked(person.id, command.blocked))
