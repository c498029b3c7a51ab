"""A person looks at the own safety: chats that may act in their name, and the second factor (A18)."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.repository import chats
from core.dealers.repository import second_factor as factors
from core.dealers.types import Security
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class ShowSecurity(Query[Security]):
    permission = Permission.OWN_PROFILE


async def show_security(snap: Snapshot, _query: ShowSecurity) -> Security:
    return Security(
        sessions=tuple(await chats.list_sessions(snap, snap.person_id)),
        has_second_factor=await factors.has_factor(snap, snap.person_id),
        recovery_left=await factors.count_recovery_codes(snap, snap.person_id),
    )
