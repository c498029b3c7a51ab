"""All SQL about dealers and people: dealers, places and recipients here, the rest in the modules beside."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, bindparam, null, select

from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, ShipToRow
from core.dealers.types import Dealer, Recipient, ShipTo
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot
from core.kernel.actor import STAFF_ROLES, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId

# Asked at every quote, so it is put together once.
_dealer, _place = table_of(DealerRow), table_of(ShipToRow)
_one_dealer = select(
    _dealer.c.id,
    _dealer.c.code,
    _dealer.c.name,
    _dealer.c.tier,
    _dealer.c.region,
    _dealer.c.currency,
    _dealer.c.zone,
    _dealer.c.rep_id,
    _dealer.c.assortment,
    _dealer.c.parent_id,
).where(_dealer.c.id == bindparam("dealer_id"))
_places = (
    select(_place.c.id, _place.c.code, _place.c.name, _place.c.address, _place.c.city, _place.c.region)
    .where(_place.c.dealer_id == bindparam("dealer_id"))
    .order_by(_place.c.is_default.desc(), _place.c.code)
)
_load_dealer_and_places = Read(
    _one_dealer.add_columns(*_places.selected_columns)
    .outerjoin_from(_dealer, _place, _place.c.dealer_id == _dealer.c.id)
    .order_by(_place.c.is_default.desc(), _place.c.code)
)
_load_dealer, _list_ship_tos = Read(_one_dealer), Read(_places)
_DEALER_COLUMNS = len(_one_dealer.selected_columns)


async def load_dealer(snap: Snapshot, dealer_id: DealerId) -> Dealer:
    """The dealer, if the actor may know of it: its own people, its rep, the office."""
    if snap.actor.dealer_id not in (None, dealer_id):
        raise NotFound(what="dealer")
    row = await snap.one_or_none(_load_dealer, {"dealer_id": dealer_id})
    if row is None:
        raise NotFound(what="dealer")
    return Dealer(*row)


async def load_dealer_and_places(snap: Snapshot, dealer_id: DealerId) -> tuple[Dealer, list[ShipTo]]:
    """The dealer and its places in one trip, each as ``load_dealer`` and ``list_ship_tos`` give them."""
    if snap.actor.dealer_id not in (None, dealer_id):
        raise NotFound(what="dealer")
    rows = await snap.all(_load_dealer_and_places, {"dealer_id": dealer_id})
    if not rows:
        raise NotFound(what="dealer")
    places = [ShipTo(*row[_DEALER_COLUMNS:]) for row in rows if row[_DEALER_COLUMNS] is not None]
    return Dealer(*rows[0][:_DEALER_COLUMNS]), places


async def list_ship_tos(snap: Snapshot, dealer_id: DealerId) -> list[ShipTo]:
    """A dealer's places, the usual one first."""
    return [ShipTo(*row) for row in await snap.all(_list_ship_tos, {"dealer_id": dealer_id})]


async def dealer_recipients(
    snap: Snapshot, dealer_id: DealerId, *, person_id: PersonId | None = None, role: Role | None = None
) -> list[Recipient]:
    """People of a dealer who can be reached in the chat: one person, everybody of a role, or all."""
    statement = (
        select(
            PersonRow.id,
            PersonRow.telegram_id,
            PersonRow.language,
            PersonRow.name,
            PersonRow.zone,
            DealerRow.language,
        )
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .join(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
        .where(DealerPersonRow.dealer_id == dealer_id)
    )
    if person_id is not None:
        statement = statement.where(PersonRow.id == person_id)
    if role is not None:
        statement = statement.where(DealerPersonRow.role == role)
    return await _recipients(snap, statement)


async def staff_recipients(
    snap: Snapshot, *, person_id: PersonId | None = None, role: Role | None = None
) -> list[Recipient]:
    """People of no dealer who can be reached: one person, everybody of a role, or all of the house."""
    statement = select(
        PersonRow.id, PersonRow.telegram_id, PersonRow.language, PersonRow.name, PersonRow.zone, null()
    ).where(PersonRow.staff_role.is_not(None))
    if person_id is not None:
        statement = statement.where(PersonRow.id == person_id)
    if role is not None:
        statement = statement.where(PersonRow.staff_role == role)
    if person_id is None and role is None:
        statement = statement.where(PersonRow.staff_role.in_(STAFF_ROLES))
    return await _recipients(snap, statement)


async def _recipients(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Recipient]:
    rows = await snap.all(
        statement.where(PersonRow.telegram_id.is_not(None), PersonRow.blocked.is_(False)).order_by(
            PersonRow.id
        )
    )
    fallback = snap.settings.default_language
    return [Recipient(row[0], row[1], row[2] or row[5] or fallback, row[3], row[4]) for row in rows]


async def list_drivers(snap: Snapshot) -> list[tuple[PersonId, str]]:
    """People who may drive for the house, with their names."""
    rows = await snap.all(
        select(PersonRow.id, PersonRow.name)
        .where(PersonRow.staff_role == Role.DRIVER, PersonRow.blocked.is_(False))
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [(PersonId(row.id), str(row.name)) for row in rows]


async def person_name(snap: Snapshot, person_id: PersonId | None) -> str | None:
    row = await snap.one_or_none(select(PersonRow.name).where(PersonRow.id == person_id))
    return None if row is None else str(row.name)


async def person_names(snap: Snapshot, ids: Collection[PersonId]) -> dict[PersonId, str]:
    rows = await snap.all(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids)))
    return {row.id: row.name for row in rows}


async def dealer_names(snap: Snapshot, ids: Collection[DealerId]) -> dict[DealerId, str]:
    rows = await snap.all(select(DealerRow.id, DealerRow.name).where(DealerRow.id.in_(ids)))
    return {row.id: row.name for row in rows}
