"""The house corrects what it knows of a person on file: name, language, time zone, role (C1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.dealers import facts
from core.dealers.errors import NotOneself
from core.dealers.events import PersonChanged, RoleChanged
from core.dealers.repository import people
from core.dealers.roles import check_role
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId, PersonId

_NAME = 120


class PersonField(StrEnum):
    NAME = "name"
    LANGUAGE = "language"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person on file; each may be None: language not chosen yet, dealer_id of the house, role none yet."""

    id: PersonId
    name: str
    language: str | None
    zone: str
    role: Role | None
    dealer_id: DealerId | None


@dataclass(frozen=True, slots=True)
class ShowPerson(Query[KnownPerson]):
    """Whoever has that number. Raises NotFound."""

    permission = Permission.DEALER_EDIT
    phone: str


async def show_person(snap: Snapshot, query: ShowPerson) -> KnownPerson:
    row = await people.load_by_phone(snap, query.phone)
    role = row.role or row.staff_role
    return KnownPerson(row.id, row.name, row.language, row.zone, Role(role) if role else None, row.dealer_id)


@dataclass(frozen=True, slots=True)
class ChangePerson(Command[None]):
    """One fact about whoever has that number. Raises NotFound, FactUnfit, LanguageUnknown, ZoneUnknown."""

    permission = Permission.DEALER_EDIT
    phone: str
    field: PersonField
    value: str


async def change_person(tx: Transaction, command: ChangePerson) -> None:
    match command.field:
        case PersonField.NAME:
            value = facts.checked_text(command.value, _NAME)
        case PersonField.LANGUAGE:
            value = facts.checked_language(command.value)
        case PersonField.ZONE:
            value = facts.checked_zone(command.value)
    row = await people.load_by_phone(tx, command.phone)
    before: str | None = getattr(row, command.field.value)
    if before == value:
        return
    await people.update_person(tx, row.id, **{command.field.value: value})
    tx.record(PersonChanged(row.id, row.dealer_id, command.field.value, before, value))


@dataclass(frozen=True, slots=True)
class SetPersonRole(Command[None]):
    """What whoever has that number is from the next update on: a role of the house for its own people (a
    critical act), a dealer's role for those of a dealer. Nobody changes the own role, so somebody who may
    change roles always stays. Raises NotFound, NotOneself, RoleUnfit, NotPermitted."""

    permission = Permission.DEALER_EDIT
    phone: str
    role: Role


async def set_person_role(tx: Transaction, command: SetPersonRole) -> None:
    row = await people.load_by_phone(tx, command.phone)
    if row.id == tx.actor.person_id:
        raise NotOneself
    before = row.role or row.staff_role
    known = (Role(before),) if before else ()
    check_role(tx, *known, command.role, dealer_id=row.dealer_id)
    if before == command.role:
        return
    if row.dealer_id is None:
        await people.update_person(tx, row.id, staff_role=command.role)
    else:
        await people.set_dealer_role(tx, row.id, command.role)
    tx.record(RoleChanged(row.dealer_id, row.id, before or "", command.role.value))
