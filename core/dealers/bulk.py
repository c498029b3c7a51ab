"""Many dealers, people and places at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, ShipToRow
from core.infra.bulk import delete_rows, insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.ids import DealerId, PersonId


class DealerValue(NamedTuple):
    code: str
    name: str
    tier: str
    region: str
    language: str
    zone: str
    currency: str
    parent_id: DealerId | None
    rep_id: PersonId | None
    assortment: str | None
    active: bool


class PersonValue(NamedTuple):
    """A person with a phone. role: of the dealer when there is one, else of the house."""

    phone: str
    name: str
    role: str
    dealer_id: DealerId | None
    language: str | None
    zone: str
    blocked: bool


class ShipToValue(NamedTuple):
    dealer_id: DealerId
    code: str
    name: str
    address: str
    city: str
    region: str
    latitude: float | None
    longitude: float | None
    is_default: bool


async def dealer_ids(snap: Snapshot) -> dict[str, DealerId]:
    """code -> id."""
    return {row.code: row.id for row in await snap.all(select(DealerRow.code, DealerRow.id))}


async def dealer_currencies(snap: Snapshot) -> dict[DealerId, str]:
    return {row.id: row.currency for row in await snap.all(select(DealerRow.id, DealerRow.currency))}


async def person_ids(snap: Snapshot) -> dict[str, PersonId]:
    """phone -> id, of people who have one."""
    statement = select(PersonRow.phone, PersonRow.id).where(PersonRow.phone.is_not(None))
    return {row.phone: row.id for row in await snap.all(statement)}


async def staff_phones(snap: Snapshot) -> set[str]:
    """Phones of the house's own people."""
    statement = select(PersonRow.phone).where(PersonRow.phone.is_not(None), PersonRow.staff_role.is_not(None))
    return {row.phone for row in await snap.all(statement)}


async def dump_dealers(snap: Snapshot) -> dict[str, DealerValue]:
    columns = [DealerRow.__table__.c[name] for name in DealerValue._fields]
    return {row.code: DealerValue(*row) for row in await snap.all(select(*columns).order_by(DealerRow.code))}


async def load_dealers(
    tx: Transaction,
    new: Sequence[DealerValue],
    changed: Sequence[DealerValue],
    parents: dict[str, str],
) -> None:
    """Insert and update dealers. ``parents``: code -> code of the parent, which may itself be new here."""
    rows = [(tx.new_id(), *one._replace(parent_id=None)) for one in new]
    await insert_rows(tx, DealerRow, ("id", *DealerValue._fields), rows)
    await update_rows(tx, DealerRow, [one._asdict() for one in changed], ["code"])
    if parents:
        ids = await dealer_ids(tx)
        links = [{"code": code, "parent_id": ids[parent]} for code, parent in parents.items()]
        await update_rows(tx, DealerRow, links, ["code"])


async def dump_people(snap: Snapshot) -> dict[str, PersonValue]:
    """phone -> person, of people who have a phone and a role; those of vendors are kept with them."""
    statement = (
        select(
            PersonRow.phone,
            PersonRow.name,
            PersonRow.staff_role,
            DealerPersonRow.role,
            DealerPersonRow.dealer_id,
            PersonRow.language,
            PersonRow.zone,
            PersonRow.blocked,
        )
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(PersonRow.phone.is_not(None), PersonRow.staff_role.is_distinct_from(Role.VENDOR.value))
        .order_by(PersonRow.phone)
    )
    return {
        row.phone: PersonValue(
            row.phone,
            row.name,
            row.role or row.staff_role or "",
            row.dealer_id,
            row.language,
            row.zone,
            row.blocked,
        )
        for row in await snap.all(statement)
    }


async def load_people(tx: Transaction, new: Sequence[PersonValue], changed: Sequence[PersonValue]) -> None:
    """Insert and update people and what they are; a person's chat identity is never touched."""
    rows = [{"id": tx.new_id(), **_person_row(one)} for one in new]
    await insert_rows(tx, PersonRow, ("id", *_PERSON_COLUMNS), [tuple(row.values()) for row in rows])
    await update_rows(tx, PersonRow, [_person_row(one) for one in changed], ["phone"])
    ids = await person_ids(tx)
    await delete_rows(tx, DealerPersonRow, [{"person_id": ids[one.phone]} for one in changed], ["person_id"])
    roles = [
        (ids[one.phone], one.dealer_id, one.role) for one in (*new, *changed) if one.dealer_id is not None
    ]
    await insert_rows(tx, DealerPersonRow, ("person_id", "dealer_id", "role"), roles)


_PERSON_COLUMNS = ("phone", "name", "language", "zone", "staff_role", "blocked")


def _person_row(one: PersonValue) -> dict[str, object]:
    return {
        "phone": one.phone,
        "name": one.name,
        "language": one.language,
        "zone": one.zone,
        "staff_role": one.role if one.dealer_id is None else None,
        "blocked": one.blocked,
    }


async def dump_ship_tos(snap: Snapshot) -> dict[tuple[DealerId, str], ShipToValue]:
    columns = [ShipToRow.__table__.c[name] for name in ShipToValue._fields]
    return {(row.dealer_id, row.code): ShipToValue(*row) for row in await snap.all(select(*columns))}


async def load_ship_tos(tx: Transaction, new: Sequence[ShipToValue], changed: Sequence[ShipToValue]) -> None:
    rows = [(tx.new_id(), *one) for one in new]
    await insert_rows(tx, ShipToRow, ("id", *ShipToValue._fields), rows)
    await update_rows(tx, ShipToRow, [one._asdict() for one in changed], ["dealer_id", "code"])
