"""The back office adds a person: of the house, or of a dealer."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import directory, repository
from core.dealers.directory_errors import PhoneTaken, PhoneUnreadable, RoleUnfit
from core.dealers.directory_events import PersonAdded
from core.dealers.phones import normalise_phone
from core.infra.transaction import Transaction
from core.kernel.actor import DEALER_ROLES, STAFF_ROLES, Permission, Role
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
    if command.role not in (DEALER_ROLES if command.dealer_id else STAFF_ROLES):
        raise RoleUnfit(role=command.role.value)
    if command.dealer_id is None:
        tx.require_second_factor()
    phone = normalise_phone(command.phone, tx.settings.default_phone_region)
    if phone is None:
        raise PhoneUnreadable(phone=command.phone)
    if await repository.find_person_by_phone(tx, phone) is not None:
        raise PhoneTaken(phone=phone)
    zone = tx.settings.default_zone
    if command.dealer_id is not None:
        zone = (await repository.load_dealer(tx, command.dealer_id)).zone
    person_id = await directory.insert_person(
        tx,
        {
            "name": command.name,
            "phone": phone,
            "language": None,
            "zone": zone,
            "staff_role": None if command.dealer_id else command.role.value,
        },
    )
    if command.dealer_id is not None:
        await directory.insert_dealer_person(tx, person_id, command.dealer_id, command.role)
    tx.record(PersonAdded(person_id, command.dealer_id, command.role.value))
    return person_id
