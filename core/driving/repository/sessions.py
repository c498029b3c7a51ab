"""SQL about phones: who stands behind a token, links and codes that sign one in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from core.dealers.tables import PersonRow, SessionRow
from core.driving.session_types import DriverSession
from core.driving.tables import DriverLinkRow, DriverSessionRow, DriverStartRow
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Actor, Permission, Role
from core.kernel.ids import PersonId

_session, _person = table_of(DriverSessionRow), table_of(PersonRow)
_of_person = (_person.c.id, _person.c.name, _person.c.language, _person.c.zone, _person.c.staff_role)
# Asked at every request of every phone, so it is compiled once.
_identify = Read(
    select(*_of_person, _session.c.id.label("session_id"), _session.c.seen_at, _session.c.expires_at)
    .join(_person, _person.c.id == _session.c.person_id)
    .where(
        _session.c.token_hash == bindparam("token"),
        _session.c.ended_at.is_(None),
        _person.c.blocked.is_(False),
    )
)


@dataclass(frozen=True, slots=True)
class Identified:
    """Who a token is, when that was last noted, and until when it counts."""

    actor: Actor
    seen_at: datetime
    expires_at: datetime


async def identify(snap: Snapshot, token_hash: str) -> Identified | None:
    """None for a token that is good for nothing (any more)."""
    row = await snap.one_or_none(_identify, {"token": token_hash})
    if row is None or row.expires_at <= snap.now:
        return None
    actor = driver_of(snap, row, row.session_id)
    return None if actor is None else Identified(actor, row.seen_at, row.expires_at)


def driver_of(snap: Snapshot, row: Any, session_id: uuid.UUID | None) -> Actor | None:
    """The person of a row as a driver; None where the house does not let that person drive."""
    actor = Actor(
        person_id=PersonId(row.id),
        roles=frozenset({Role(row.staff_role)} if row.staff_role else ()),
        name=row.name,
        language=row.language or snap.settings.default_language,
        zone=row.zone,
        session_id=session_id,
        origin="driver" if session_id is None else f"driver:{session_id.hex[-8:]}",
    )
    return actor if actor.may(Permission.DRIVE) else None


async def find_person(snap: Snapshot, *where: Any) -> Any:
    """A person who is not blocked, by conditions on PersonRow."""
    return await snap.one_or_none(select(*_of_person).where(_person.c.blocked.is_(False), *where))


async def person_of_chat(snap: Snapshot, telegram_id: int) -> Any:
    """Who may act in that chat."""
    signed_in = select(SessionRow.person_id).where(
        SessionRow.telegram_id == telegram_id, SessionRow.ended_at.is_(None)
    )
    return await find_person(snap, _person.c.id.in_(signed_in))


async def insert_session(tx: Transaction, **values: Any) -> None:
    await tx.execute(insert(DriverSessionRow).values(**values))


async def list_sessions(snap: Snapshot, person_id: PersonId) -> list[DriverSession]:
    """The person's phones that are signed in, the oldest first."""
    rows = await snap.all(
        select(_session.c.id, _session.c.label, _session.c.started_at, _session.c.seen_at)
        .where(
            _session.c.person_id == person_id,
            _session.c.ended_at.is_(None),
            _session.c.expires_at > snap.now,
        )
        .order_by(_session.c.started_at, _session.c.id)
    )
    return [DriverSession(row.id, row.label, row.started_at, row.seen_at) for row in rows]


async def end_sessions(tx: Transaction, person_id: PersonId, *where: Any) -> tuple[uuid.UUID, ...]:
    """Sign phones of the person out; their ids. From the next request on they are nobody's."""
    rows = await tx.execute(
        update(DriverSessionRow)
        .where(DriverSessionRow.person_id == person_id, DriverSessionRow.ended_at.is_(None), *where)
        .values(ended_at=tx.now)
        .returning(DriverSessionRow.id)
    )
    return tuple(row.id for row in rows.all())


async def note_seen(tx: Transaction, session_id: uuid.UUID) -> None:
    await tx.execute(update(DriverSessionRow).where(DriverSessionRow.id == session_id).values(seen_at=tx.now))


async def insert_link(tx: Transaction, values: Mapping[str, Any]) -> None:
    """A new link; whatever stood open for the person before is good for nothing."""
    await tx.execute(
        update(DriverLinkRow)
        .where(DriverLinkRow.person_id == values["person_id"], DriverLinkRow.used_at.is_(None))
        .values(used_at=tx.now)
    )
    await tx.execute(insert(DriverLinkRow).values(**values))


async def open_link(tx: Transaction, *where: Any) -> Any:
    """The link that may be used now, locked."""
    return await tx.one_or_none(
        select(DriverLinkRow.id, DriverLinkRow.person_id, DriverLinkRow.code_hash, DriverLinkRow.wrong)
        .where(DriverLinkRow.used_at.is_(None), DriverLinkRow.expires_at > tx.now, *where)
        .with_for_update()
    )


async def change_link(tx: Transaction, link_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(DriverLinkRow).where(DriverLinkRow.id == link_id).values(**values))


async def take_start(tx: Transaction, digest: str, forget_before: datetime) -> bool:
    """Whether start data with that digest comes for the first time; old ones are forgotten."""
    await tx.execute(delete(DriverStartRow).where(DriverStartRow.at < forget_before))
    known = await tx.one_or_none(select(DriverStartRow.at).where(DriverStartRow.digest == digest))
    if known is not None:
        return False
    await tx.execute(insert(DriverStartRow).values(digest=digest, at=tx.now))
    return True
