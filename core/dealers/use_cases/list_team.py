"""A dealer's admin looks at the own people (A18)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import team
from core.dealers.types import Member
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class ListTeam(Query[tuple[Member, ...]]):
    """Admins first, then by name."""

    permission = Permission.TEAM_EDIT


async def list_team(snap: Snapshot, _query: ListTeam) -> tuple[Member, ...]:
    return tuple(await team.list_members(snap, snap.dealer_id))
