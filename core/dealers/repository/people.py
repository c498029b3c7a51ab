"""SQL about single people: who has a number, a new person, what a person is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from core.dealers.phones import normalise_phone
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Actor, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId


async def find_by_phone(snap: Snapshot, phone: str) -> Any:
    """Whoever has that number (E.164): id, name, language, zone, blocked, staff_role, and of the dealer
    dealer_id and role (each but id and name may be None); or None."""
    return await snap.one_or_none(
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.language,
            PersonRow.zone,
            PersonRow.blocked,
            PersonRow.staff_role,
            DealerPersonRow.dealer_id,
            DealerPersonRow.role,
        )
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(PersonRow.phone == phone)
    )


async def load_by_phone(snap: Snapshot, typed: str) -> Any:
    """Like ``find_by_phone``, of a number however it was typed; NotFound where nobody has it."""
    phone = normalise_phone(typed, snap.settings.default_phone_region)
    known = await find_by_phone(snap, phone) if phone else None
    if known is None:
        raise NotFound(what="person")
    return known


async def insert_person(
    tx: Transaction, name: str, phone: str, zone: str, staff_role: Role | None = None
) -> PersonId:
    """A new person; the language is asked at the first visit."""
    person_id = PersonId(tx.new_id())
    await tx.execute(
        insert(PersonRow).values(
            id=person_id,
            name=name[:120],
            phone=phone,
            language=None,
            zone=zone,
            telegram_id=None,
            staff_role=staff_role,
            blocked=False,
        )
    )
    return person_id


async def update_person(tx: Transaction, person_id: PersonId, **values: Any) -> None:
    await tx.execute(update(PersonRow).where(PersonRow.id == person_id).values(**values))


async def add_member(tx: Transaction, person_id: PersonId, dealer_id: DealerId, role: Role) -> None:
    """Make a person somebody of the dealer."""
    await tx.execute(insert(DealerPersonRow).values(person_id=person_id, dealer_id=dealer_id, role=role))


async def set_dealer_role(tx: Transaction, person_id: PersonId, role: Role) -> None:
    await tx.execute(update(DealerPersonRow).where(DealerPersonRow.person_id == person_id).values(role=role))


async def find_buyer(snap: Snapshot, person_id: PersonId, dealer_id: DealerId) -> Actor | None:
    """Somebody of a dealer as the chat would know him today, for what is done in his name; None where he is
    blocked or gone, or the dealer is closed."""
    row = await snap.one_or_none(
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.language,
            DealerRow.language.label("dealer_language"),
            PersonRow.zone,
            DealerPersonRow.role,
        )
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .join(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
        .where(
            PersonRow.id == person_id,
            DealerPersonRow.dealer_id == dealer_id,
            PersonRow.blocked.is_(False),
            DealerRow.active,
        )
    )
    if row is None:
        return None
    language = row.language or row.dealer_language
    return Actor(row.id, frozenset({Role(row.role)}), dealer_id, row.name, language, row.zone)
