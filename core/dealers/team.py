"""Who may become somebody of a dealer."""

from __future__ import annotations

from typing import Any

from core.dealers import repository
from core.dealers.errors import NotInvitable, TeamFull
from core.dealers.repository import people, team
from core.infra.transaction import Transaction
from core.kernel.actor import Role
from core.kernel.ids import DealerId, PersonId

MOST_MEMBERS = 100


async def claim_phone(
    tx: Transaction, known: Any, phone: str, name: str, dealer_id: DealerId, role: Role
) -> PersonId:
    """Make whoever has that number somebody of the dealer. ``known``: what ``find_by_phone`` found.

    People of the house, of another dealer or blocked ones cannot be invited; which of it, nobody is told.
    """
    if known is not None and (known.blocked or known.staff_role or known.dealer_id):
        raise NotInvitable
    if await team.count_members(tx, dealer_id) >= MOST_MEMBERS:
        raise TeamFull(most=MOST_MEMBERS)
    if known is None:
        zone = (await repository.load_dealer(tx, dealer_id)).zone
        person_id = await people.insert_person(tx, name, phone, zone)
    else:
        person_id = PersonId(known.id)
    await people.add_member(tx, person_id, dealer_id, role)
    return person_id
