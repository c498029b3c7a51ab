"""SQL about the people of one dealer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select

from core.dealers.tables import DealerPersonRow, DealerRow, InviteRow, PersonRow, SessionRow
from core.dealers.types import InviteKind, Member
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DealerId, PersonId


async def list_members(snap: Snapshot, dealer_id: DealerId) -> list[Member]:
    """Everybody of the dealer: admins first, then by name."""
    seen = (
        select(func.max(SessionRow.seen_at))
        .where(SessionRow.person_id == PersonRow.id, SessionRow.ended_at.is_(None))
        .scalar_subquery()
    )
    invited = (
        select(func.max(InviteRow.expires_at))
        .where(
            InviteRow.person_id == PersonRow.id,
            InviteRow.kind == InviteKind.PHONE,
            InviteRow.used_at.is_(None),
            InviteRow.expires_at > snap.now,
        )
        .scalar_subquery()
    )
    rows = await snap.all(
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.phone,
            DealerPersonRow.role,
            seen.label("seen_at"),
            invited.label("invited_until"),
            PersonRow.blocked,
        )
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(DealerPersonRow.dealer_id == dealer_id)
        .order_by(DealerPersonRow.role != Role.DEALER_ADMIN, PersonRow.name, PersonRow.id)
    )
    return [
        Member(row.id, row.name, row.phone, Role(row.role), row.seen_at, row.invited_until, row.blocked)
        for row in rows
    ]


async def lock_team(tx: Transaction) -> dict[PersonId, Role]:
    """The actor's team but those who are blocked, locked as a whole: two admins who demote each other take
    turns, and the second finds that he is none any more (NotPermitted).

    The dealer's own row is what is locked; a list of rows could gain a member meanwhile.
    """
    await tx.execute(select(DealerRow.id).where(DealerRow.id == tx.dealer_id).with_for_update())
    rows = await tx.all(
        select(DealerPersonRow.person_id, DealerPersonRow.role, PersonRow.blocked)
        .join(PersonRow, PersonRow.id == DealerPersonRow.person_id)
        .where(DealerPersonRow.dealer_id == tx.dealer_id)
    )
    able = {PersonId(row.person_id): Role(row.role) for row in rows if not row.blocked}
    if able.get(tx.person_id) is not Role.DEALER_ADMIN:
        raise NotPermitted(permission=Permission.TEAM_EDIT.value)
    return able


async def load_member(snap: Snapshot, person_id: PersonId) -> Any:
    """Name, role and phone of somebody of the actor's dealer; NotFound for anybody else."""
    row = await snap.one_or_none(
        select(PersonRow.name, PersonRow.phone, PersonRow.blocked, DealerPersonRow.role)
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(PersonRow.id == person_id, DealerPersonRow.dealer_id == snap.dealer_id)
    )
    if row is None:
        raise NotFound(what="member")
    return row


async def count_members(snap: Snapshot, dealer_id: DealerId) -> int:
    counted = select(func.count().label("members")).where(DealerPersonRow.dealer_id == dealer_id)
    row = await snap.one_or_none(counted)
    return int(row.members)


async def remove_member(tx: Transaction, person_id: PersonId) -> None:
    await tx.execute(delete(DealerPersonRow).where(DealerPersonRow.person_id == person_id))
