"""The back office blocks a person (or lets them back in); it holds from their next update on."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.events import PersonBlocked
from core.dealers.phones import normalise_phone
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class BlockPerson(Command[None]):
    permission = Permission.MASTER_DATA
    phone: str
    blocked: bool = True


async def block_person(tx: Transaction, command: BlockPerson) -> None:
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    person_id = await repository.find_person_by_phone(tx, phone) if phone else None
    if person_id is None:
        raise NotFound(what="person")
    await repository.set_blocked(tx, person_id, command.blocked)
    tx.record(PersonBlocked(person_id, command.blocked))
