"""SQL about chats: who stands behind one, since when, and the links that open one."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from core.dealers.tables import (
    DealerPersonRow,
    DealerRow,
    InviteRow,
    PersonRow,
    SecondFactorRow,
    SessionRow,
)
from core.dealers.types import Identity, InviteKind, Session, SessionEnd, Standing
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import STRANGER, Actor, Role
from core.kernel.ids import DealerId, PersonId

# Asked at every update, so it is put together once.
_session, _person, _factor = table_of(SessionRow), table_of(PersonRow), table_of(SecondFactorRow)
_member, _dealer = table_of(DealerPersonRow), table_of(DealerRow)
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
        _session.c.id.label("session_id"),
        _session.c.seen_at,
        _session.c.proven_until,
        _factor.c.confirmed_at,
    )
    .select_from(
        _session.join(_person, _person.c.id == _session.c.person_id)
        .outerjoin(_member, _member.c.person_id == _person.c.id)
        .outerjoin(_dealer, _dealer.c.id == _member.c.dealer_id)
        .outerjoin(_factor, _factor.c.person_id == _person.c.id)
    )
    .where(_session.c.telegram_id == bindparam("telegram_id"), _session.c.ended_at.is_(None))
)


async def identify_chat(snap: Snapshot, telegram_id: int) -> Identity:
    """Who stands behind a Telegram user id, judged afresh at every update."""
    row = (await snap.execute(_identify, {"telegram_id": telegram_id})).one_or_none()
    if row is None:
        return Identity(Standing.UNKNOWN, STRANGER.from_origin("chat"))
    language = row.language or row.dealer_language or snap.settings.default_language
    roles = frozenset(Role(role) for role in (row.role, row.staff_role) if role)
    if row.blocked or not roles or row.active is False:
        return Identity(Standing.BLOCKED, Actor(None, STRANGER.roles, language=language, origin="chat"))
    actor = Actor(
        person_id=row.id,
        roles=roles,
        dealer_id=row.dealer_id,
        name=row.name,
        language=language,
        zone=row.zone,
        has_second_factor=row.confirmed_at is not None,
        proven_until=row.proven_until,
        session_id=row.session_id,
        origin=origin_of(row.session_id),
    )
    return Identity(Standing.MEMBER, actor, language_chosen=row.language is not None, seen_at=row.seen_at)


def origin_of(session_id: uuid.UUID) -> str:
    """What the journal calls a chat: enough to find its session, nothing of the Telegram account."""
    return f"chat:{session_id.hex[-8:]}"


async def list_sessions(snap: Snapshot, person_id: PersonId) -> list[Session]:
    """The person's live chats, the oldest first."""
    rows = await snap.all(
        select(SessionRow.id, SessionRow.label, SessionRow.started_at, SessionRow.seen_at)
        .where(SessionRow.person_id == person_id, SessionRow.ended_at.is_(None))
        .order_by(SessionRow.started_at, SessionRow.id)
    )
    this = snap.actor.session_id
    return [Session(row.id, row.label, row.started_at, row.seen_at, row.id == this) for row in rows]


async def bind_chat(tx: Transaction, person_id: PersonId, telegram_id: int, label: str) -> uuid.UUID:
    """From now on the chat may act as the person; whoever it was before, it is not any more."""
    await end_sessions(tx, SessionEnd.TAKEN, SessionRow.telegram_id == telegram_id)
    session_id = tx.new_id()
    await tx.execute(
        insert(SessionRow).values(
            id=session_id,
            person_id=person_id,
            telegram_id=telegram_id,
            label=label[:60],
            started_at=tx.now,
            seen_at=tx.now,
        )
    )
    await _point_notices(tx, person_id)
    return session_id


async def end_sessions(tx: Transaction, why: SessionEnd, *where: Any) -> list[uuid.UUID]:
    """End the live sessions that meet the conditions; their ids. Notices go elsewhere from now on."""
    rows = await tx.execute(
        update(SessionRow)
        .where(SessionRow.ended_at.is_(None), *where)
        .values(ended_at=tx.now, ended_why=why, proven_until=None)
        .returning(SessionRow.id, SessionRow.person_id)
    )
    ended = list(rows.all())
    for person_id in sorted({row.person_id for row in ended}):
        await _point_notices(tx, person_id)
    return [row.id for row in ended]


async def end_all_sessions(tx: Transaction, person_id: PersonId, why: SessionEnd) -> None:
    await end_sessions(tx, why, SessionRow.person_id == person_id)


async def end_own_session(tx: Transaction, session_id: uuid.UUID) -> bool:
    """Whether there was such a live session of the actor."""
    own = (SessionRow.person_id == tx.person_id, SessionRow.id == session_id)
    return bool(await end_sessions(tx, SessionEnd.SIGNED_OUT, *own))


async def end_other_sessions(tx: Transaction) -> list[uuid.UUID]:
    """End every session of the actor but the one that asks; their ids."""
    others = (SessionRow.person_id == tx.person_id, SessionRow.id != tx.actor.session_id)
    return await end_sessions(tx, SessionEnd.SIGNED_OUT, *others)


async def _point_notices(tx: Transaction, person_id: PersonId) -> None:
    """Notices go to the person's oldest live chat."""
    oldest = (
        select(SessionRow.telegram_id)
        .where(SessionRow.person_id == person_id, SessionRow.ended_at.is_(None))
        .order_by(SessionRow.started_at, SessionRow.id)
        .limit(1)
        .scalar_subquery()
    )
    await tx.execute(update(PersonRow).where(PersonRow.id == person_id).values(telegram_id=oldest))


async def note_seen(tx: Transaction, session_id: uuid.UUID) -> None:
    await tx.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=tx.now))


async def set_proven(tx: Transaction, session_id: uuid.UUID, until: datetime | None) -> None:
    """The second factor counts in this session until then."""
    await tx.execute(update(SessionRow).where(SessionRow.id == session_id).values(proven_until=until))


async def forget_proofs(tx: Transaction, person_id: PersonId) -> None:
    """No code of the person counts any more, in whatever chat it was given."""
    await tx.execute(update(SessionRow).where(SessionRow.person_id == person_id).values(proven_until=None))


async def insert_invite(
    tx: Transaction,
    kind: InviteKind,
    token_hash: str,
    expires_at: datetime,
    *,
    person_id: PersonId | None = None,
    dealer_id: DealerId | None = None,
    role: Role | None = None,
) -> None:
    await tx.execute(
        insert(InviteRow).values(
            id=tx.new_id(),
            kind=kind,
            token_hash=token_hash,
            person_id=person_id,
            dealer_id=dealer_id,
            role=role,
            created_by=tx.actor.person_id,
            created_at=tx.now,
            expires_at=expires_at,
        )
    )


async def find_invite(tx: Transaction, token_hash: str) -> Any:
    """The invite of a link, locked: id, kind, person_id, role, expires_at, used_at, and of the person phone,
    name, blocked, of the dealer dealer_id, dealer_name; None for no such link."""
    return await tx.one_or_none(
        _invites().where(InviteRow.token_hash == token_hash).with_for_update(of=InviteRow)
    )


async def find_opened_invite(tx: Transaction, telegram_id: int) -> Any:
    """The link that this chat opened last and has not finished, locked."""
    return await tx.one_or_none(
        _invites()
        .where(InviteRow.telegram_id == telegram_id, InviteRow.used_at.is_(None))
        .order_by(InviteRow.created_at.desc(), InviteRow.id.desc())
        .limit(1)
        .with_for_update(of=InviteRow)
    )


def _invites() -> Select[*tuple[Any, ...]]:
    # A person on file belongs to the dealer that has the person now; an open link names its dealer itself.
    return (
        select(
            InviteRow.id,
            InviteRow.kind,
            InviteRow.person_id,
            InviteRow.role,
            InviteRow.expires_at,
            InviteRow.used_at,
            PersonRow.phone,
            PersonRow.name,
            PersonRow.blocked,
            DealerRow.id.label("dealer_id"),
            DealerRow.name.label("dealer_name"),
        )
        .outerjoin(PersonRow, PersonRow.id == InviteRow.person_id)
        .outerjoin(DealerPersonRow, DealerPersonRow.person_id == InviteRow.person_id)
        .outerjoin(
            DealerRow,
            (DealerRow.id == DealerPersonRow.dealer_id) | (DealerRow.id == InviteRow.dealer_id),
        )
    )


async def mark_invite_opened(tx: Transaction, invite_id: uuid.UUID, telegram_id: int) -> None:
    await tx.execute(update(InviteRow).where(InviteRow.id == invite_id).values(telegram_id=telegram_id))


async def mark_invite_used(tx: Transaction, invite_id: uuid.UUID) -> None:
    await tx.execute(update(InviteRow).where(InviteRow.id == invite_id).values(used_at=tx.now))


async def void_invites(tx: Transaction, person_id: PersonId) -> None:
    """Links made for somebody who has left are good for nothing any more."""
    await tx.execute(
        update(InviteRow)
        .where(InviteRow.person_id == person_id, InviteRow.used_at.is_(None), InviteRow.expires_at > tx.now)
        .values(expires_at=tx.now)
    )
