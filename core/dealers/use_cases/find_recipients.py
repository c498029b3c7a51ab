"""Who can be told something in the chat: for subscribers of the journal."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository
from core.dealers.types import Recipient
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission, Role
from core.kernel.command import Query
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class FindRecipients(Query[tuple[Recipient, ...]]):
    """People of the house: one person, everybody of a role, or all (``staff``).

    With ``dealer_id``, people of that dealer instead: one person, everybody of a role, or all.
    """

    permission = Permission.INTERNAL
    dealer_id: DealerId | None = None
    person_id: PersonId | None = None
    role: Role | None = None
    staff: bool = False


async def find_recipients(snap: Snapshot, query: FindRecipients) -> tuple[Recipient, ...]:
    if query.dealer_id is not None:
        return tuple(
            await repository.dealer_recipients(
                snap, query.dealer_id, person_id=query.person_id, role=query.role
            )
        )
    if query.staff or query.person_id is not None or query.role is not None:
        return tuple(await repository.staff_recipients(snap, person_id=query.person_id, role=query.role))
    return ()
