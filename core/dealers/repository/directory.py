"""All SQL of the house's directory: dealers and people as the back office looks them up and keeps them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import aliased

from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, ShipToRow
from core.dealers.types import DealerCard, DealerEntry, DealerPerson, PersonEntry, Rep
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import STAFF_ROLES, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId


def _seen_by(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A rep looks after the own dealers, a dealer's people see their own; the rest of the house sees all."""
    if snap.actor.dealer_id is not None:
        return statement.where(DealerRow.id == snap.actor.dealer_id)
    if snap.actor.roles <= {Role.REP}:
        return statement.where(DealerRow.rep_id == snap.actor.person_id)
    return statement


async def list_dealers(snap: Snapshot) -> list[DealerEntry]:
    """Every dealer that the actor may look at, by name."""
    statement = select(
        DealerRow.id, DealerRow.code, DealerRow.name, DealerRow.tier, DealerRow.region, DealerRow.active
    ).order_by(DealerRow.name, DealerRow.code)
    return [DealerEntry(*row) for row in await snap.all(_seen_by(snap, statement))]


async def load_card(snap: Snapshot, dealer_id: DealerId) -> DealerCard:
    """One dealer with its people and places; NotFound for one that the actor may not look at."""
    rep, parent = aliased(PersonRow), aliased(DealerRow)
    row = await snap.one_or_none(
        _seen_by(
            snap,
            select(
                DealerRow.id,
                DealerRow.code,
                DealerRow.name,
                DealerRow.tier,
                DealerRow.region,
                DealerRow.language,
                DealerRow.zone,
                DealerRow.currency,
                DealerRow.active,
                rep.name.label("rep_name"),
                parent.name.label("parent_name"),
            )
            .outerjoin(rep, rep.id == DealerRow.rep_id)
            .outerjoin(parent, parent.id == DealerRow.parent_id)
            .where(DealerRow.id == dealer_id),
        )
    )
    if row is None:
        raise NotFound(what="dealer")
    people = await snap.all(
        select(
            PersonRow.name, PersonRow.phone, DealerPersonRow.role, PersonRow.telegram_id, PersonRow.blocked
        )
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(DealerPersonRow.dealer_id == dealer_id)
        .order_by(PersonRow.name, PersonRow.id)
    )
    places = await snap.one_or_none(select(func.count()).where(ShipToRow.dealer_id == dealer_id))
    return DealerCard(
        **row._mapping,
        people=tuple(
            DealerPerson(one.name, one.phone, Role(one.role), one.telegram_id is not None, one.blocked)
            for one in people
        ),
        places=places[0],
    )


async def list_people(snap: Snapshot) -> list[PersonEntry]:
    """Everybody of the house and of the dealers that the actor may look at, by name."""
    statement = (
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.phone,
            PersonRow.staff_role,
            DealerPersonRow.role,
            DealerRow.name,
            PersonRow.blocked,
        )
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .outerjoin(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [
        PersonEntry(row[0], row[1], row[2], Role(row[3] or row[4]), row[5], row[6])
        for row in await snap.all(_seen_by(snap, statement))
        if row[3] or row[4]
    ]


async def list_reps(snap: Snapshot) -> list[Rep]:
    """People of the house who may look after a dealer."""
    rows = await snap.all(
        select(PersonRow.id, PersonRow.name)
        .where(PersonRow.staff_role.in_(STAFF_ROLES), PersonRow.blocked.is_(False))
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [Rep(row.id, row.name) for row in rows]


async def list_regions(snap: Snapshot) -> list[str]:
    """Regions that dealers stand in, as they are written."""
    rows = await snap.all(select(DealerRow.region).distinct().order_by(DealerRow.region))
    return [row.region for row in rows if row.region]


async def count_dealers(snap: Snapshot, *, region: str | None = None, tier: str | None = None) -> int:
    """Dealers at work, of a region or a tier where one is named."""
    statement = select(func.count()).select_from(DealerRow).where(DealerRow.active)
    if region:
        statement = statement.where(DealerRow.region == region)
    if tier:
        statement = statement.where(DealerRow.tier == tier)
    row = await snap.one_or_none(statement)
    return int(row[0])


async def dealer_code_is_taken(snap: Snapshot, code: str) -> bool:
    row = await snap.one_or_none(select(DealerRow.id).where(func.lower(DealerRow.code) == code.lower()))
    return row is not None


async def dealers_above(snap: Snapshot) -> dict[DealerId, DealerId]:
    """dealer -> the dealer above it, of all that have one."""
    statement = select(DealerRow.id, DealerRow.parent_id).where(DealerRow.parent_id.is_not(None))
    return {DealerId(row.id): DealerId(row.parent_id) for row in await snap.all(statement)}


async def insert_dealer(tx: Transaction, values: dict[str, Any]) -> DealerId:
    dealer_id = DealerId(tx.new_id())
    await tx.execute(insert(DealerRow).values(id=dealer_id, **values))
    return dealer_id


async def update_dealer(tx: Transaction, dealer_id: DealerId, **values: Any) -> None:
    await tx.execute(update(DealerRow).where(DealerRow.id == dealer_id).values(**values))
