"""The back office adds a person: of the house, or of a dealer."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.errors import PhoneTaken, PhoneUnreadable
from core.dealers.events import PersonAdded
from core.dealers.phones import normalise_phone
from core.dealers.repository import people
from core.dealers.roles import check_role
from core.infra.transaction import Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class AddPerson(Command[PersonId]):
    """``dealer_id`` None: somebody of the house, which is a critical act."""

    permission = Permission.DEALER_EDIT
    name: str
    phone: str
    role: Role
    dealer_id: DealerId | None = None


async def add_person(tx: Transaction, command: AddPerson) -> PersonId:
    check_role(tx, command.role, dealer_id=command.dealer_id)
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    if phone is None:
        raise PhoneUnreadable(phone=command.phone)
    if await people.find_by_phone(tx, phone) is not None:
        raise PhoneTaken(phone=phone)
    if command.dealer_id is None:
        person_id = await people.insert_person(
            tx, command.name, phone, tx.settings.default_zone, command.role
        )
    else:
        zone = (await repository.load_dealer(tx, command.dealer_id)).zone
        person_id = await people.insert_person(tx, command.name, phone, zone)
        await people.add_member(tx, person_id, command.dealer_id, command.role)
    tx.record(PersonAdded(person_id, command.dealer_id, command.role.value))
    return person_id
