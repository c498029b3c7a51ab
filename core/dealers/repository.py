"""All SQL about dealers and people."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, null, select, update

from core.dealers.tables import DealerPersonRow, DealerRow, InviteRow, PersonRow, ShipToRow
from core.dealers.types import Dealer, Identity, Recipient, ShipTo, Standing
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import STRANGER, Actor, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId

# Asked at every update, so it is put together once.
_person, _member, _dealer = table_of(PersonRow), table_of(DealerPersonRow), table_of(DealerRow)
_place = table_of(ShipToRow)
_identify = (
    select(
        _person.c.id,
        _person.c.name,
        _person.c.language,
        _person.c.zone,
        _person.c.staff_role,
        _person.c.blocked,
        _member.c.role,
        _dealer.c.id.label("dealer_id"),
        _dealer.c.language.label("dealer_language"),
        _dealer.c.active,
    )
    .select_from(
        _person.outerjoin(_member, _member.c.person_id == _person.c.id).outerjoin(
            _dealer, _dealer.c.id == _member.c.dealer_id
        )
    )
    .where(_person.c.telegram_id == bindparam("telegram_id"))
)
_load_dealer = select(
    _dealer.c.id,
    _dealer.c.code,
    _dealer.c.name,
    _dealer.c.tier,
    _dealer.c.region,
    _dealer.c.currency,
    _dealer.c.zone,
    _dealer.c.rep_id,
    _dealer.c.assortment,
).where(_dealer.c.id == bindparam("dealer_id"))
_list_ship_tos = (
    select(_place.c.id, _place.c.code, _place.c.name, _place.c.address, _place.c.city, _place.c.region)
    .where(_place.c.dealer_id == bindparam("dealer_id"))
    .order_by(_place.c.is_default.desc(), _place.c.code)
)
_load_dealer_and_places = (
    _load_dealer.add_columns(*_list_ship_tos.selected_columns)
    .outerjoin_from(_dealer, _place, _place.c.dealer_id == _dealer.c.id)
    .order_by(_place.c.is_default.desc(), _place.c.code)
)
_DEALER_COLUMNS = len(_load_dealer.selected_columns)


async def identify_chat(snap: Snapshot, telegram_id: int) -> Identity:
    """Who stands behind a Telegram user id, judged afresh at every update."""
    row = (await snap.execute(_identify, {"telegram_id": telegram_id})).one_or_none()
    if row is None:
        return Identity(Standing.UNKNOWN, STRANGER)
    language = row.language or row.dealer_language or snap.settings.default_language
    roles = frozenset(Role(role) for role in (row.role, row.staff_role) if role)
    if row.blocked or not roles or row.active is False:
        return Identity(Standing.BLOCKED, Actor(None, STRANGER.roles, language=language))
    actor = Actor(
        person_id=row.id,
        roles=roles,
        dealer_id=row.dealer_id,
        name=row.name,
        language=language,
        zone=row.zone,
    )
    return Identity(Standing.MEMBER, actor, language_chosen=row.language is not None)


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


async def dealer_recipients(snap: Snapshot, dealer_id: DealerId) -> list[Recipient]:
    """People of a dealer who can be reached in the chat."""
    return await _recipients(
        snap,
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
        .where(DealerPersonRow.dealer_id == dealer_id),
    )


async def staff_recipients(
    snap: Snapshot, *, person_id: PersonId | None = None, role: Role | None = None
) -> list[Recipient]:
    """People of the house who can be reached: one person, everybody of a role, or all."""
    statement = select(
        PersonRow.id, PersonRow.telegram_id, PersonRow.language, PersonRow.name, PersonRow.zone, null()
    ).where(PersonRow.staff_role.is_not(None))
    if person_id is not None:
        statement = statement.where(PersonRow.id == person_id)
    if role is not None:
        statement = statement.where(PersonRow.staff_role == role)
    return await _recipients(snap, statement)


async def _recipients(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Recipient]:
    rows = await snap.all(
        statement.where(PersonRow.telegram_id.is_not(None), PersonRow.blocked.is_(False)).order_by(
            PersonRow.id
        )
    )
    fallback = snap.settings.default_language
    return [Recipient(row[0], row[1], row[2] or row[5] or fallback, row[3], row[4]) for row in rows]


async def person_name(snap: Snapshot, person_id: PersonId | None) -> str | None:
    row = await snap.one_or_none(select(PersonRow.name).where(PersonRow.id == person_id))
    return None if row is None else str(row.name)


async def find_person_by_phone(snap: Snapshot, phone: str) -> PersonId | None:
    row = await snap.one_or_none(select(PersonRow.id).where(PersonRow.phone == phone))
    return None if row is None else row.id


async def insert_invite(tx: Transaction, person_id: PersonId, token_hash: str, expires_at: datetime) -> None:
    await tx.execute(
        insert(InviteRow).values(
            id=tx.new_id(),
            token_hash=token_hash,
            person_id=person_id,
            created_by=tx.actor.person_id,
            created_at=tx.now,
            expires_at=expires_at,
        )
    )


async def find_invite(snap: Snapshot, token_hash: str) -> Any:
    """The invite of a link: id, person_id, expires_at, used_at, telegram_id; None for no such link."""
    return await snap.one_or_none(_invites().where(InviteRow.token_hash == token_hash))


async def find_opened_invite(snap: Snapshot, telegram_id: int) -> Any:
    """The link that this chat opened last and has not finished."""
    return await snap.one_or_none(
        _invites()
        .where(InviteRow.telegram_id == telegram_id, InviteRow.used_at.is_(None))
        .order_by(InviteRow.created_at.desc(), InviteRow.id.desc())
        .limit(1)
        .with_for_update(of=InviteRow)
    )


def _invites() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InviteRow.id,
            InviteRow.person_id,
            InviteRow.expires_at,
            InviteRow.used_at,
            PersonRow.phone,
            PersonRow.name,
            PersonRow.blocked,
            DealerPersonRow.dealer_id,
            DealerRow.name.label("dealer_name"),
        )
        .join(PersonRow, PersonRow.id == InviteRow.person_id)
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .outerjoin(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
    )


async def mark_invite_opened(tx: Transaction, invite_id: uuid.UUID, telegram_id: int) -> None:
    await tx.execute(update(InviteRow).where(InviteRow.id == invite_id).values(telegram_id=telegram_id))


async def use_invite(tx: Transaction, invite_id: uuid.UUID, person_id: PersonId, telegram_id: int) -> None:
    """Bind the chat to the person; a chat that was somebody else's before is taken from him."""
    await tx.execute(
        update(PersonRow)
        .where(PersonRow.telegram_id == telegram_id, PersonRow.id != person_id)
        .values(telegram_id=None)
    )
    await tx.execute(update(PersonRow).where(PersonRow.id == person_id).values(telegram_id=telegram_id))
    await tx.execute(update(InviteRow).where(InviteRow.id == invite_id).values(used_at=tx.now))


async def set_language(tx: Transaction, person_id: PersonId, language: str) -> None:
    await tx.execute(update(PersonRow).where(PersonRow.id == person_id).values(language=language))


async def set_blocked(tx: Transaction, person_id: PersonId, blocked: bool) -> None:
    await tx.execute(update(PersonRow).where(PersonRow.id == person_id).values(blocked=blocked))
