"""Steps that acts on conversations share: who is asked next, who may see one, by when somebody answers."""

from __future__ import annotations

import uuid
from datetime import datetime

from core.approvals.repository import rules as approvals
from core.dealers.repository import dealer_recipients, staff_recipients
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.stock.engine import hours
from core.stock.office import load_working_time
from core.support.errors import ConversationOver, ConversationTaken, NotTaken
from core.support.repository import conversations, policy
from core.support.types import Conversation, ConversationState

# After the rep and whoever stands in for him.
_THEN = (Role.MANAGER, Role.OFFICE, Role.DIRECTOR, Role.GENERAL_MANAGER)


async def next_asked(
    snap: Snapshot, rep_id: PersonId | None, asked: tuple[PersonId, ...]
) -> tuple[PersonId, ...]:
    """Who is asked after ``asked``: the rep, his deputy, the managers, the office. Nobody: all were asked."""
    reachable = {one.person_id for one in await staff_recipients(snap)}
    deputies = tuple(
        one.deputy_id
        for one in await approvals.load_deputies(snap)
        if one.person_id == rep_id and one.holds(snap.now)
    )
    for level in ((rep_id,) if rep_id else (), deputies):
        if found := tuple(one for one in level if one in reachable and one not in asked):
            return found
    for role in _THEN:
        people = await staff_recipients(snap, role=role)
        if found := tuple(one.person_id for one in people if one.person_id not in asked):
            return found
    return ()


async def due_at(snap: Snapshot) -> datetime:
    """By when somebody of the house is to answer what was said now."""
    rule = await policy.load_policy(snap)
    return hours.due_after(snap.now, rule.answer_minutes, await load_working_time(snap))


async def opens_at(snap: Snapshot) -> datetime | None:
    """When the office opens; None: it is open."""
    return hours.opens_at(snap.now, await load_working_time(snap))


def sees(snap: Snapshot, one: Conversation) -> bool:
    """A rep: the own dealers' and those that came to him; the rest of the house: all; a dealer: the own."""
    actor = snap.actor
    if actor.dealer_id is not None:
        return one.person_id == actor.person_id and one.dealer_id == actor.dealer_id
    if not actor.roles <= {Role.REP}:
        return True
    return actor.person_id in (one.rep_id, one.holder_id, *one.offered)


async def load_seen(snap: Snapshot, conversation_id: uuid.UUID) -> Conversation:
    """Raises NotFound for one of somebody else."""
    found = await conversations.load(snap, conversation_id)
    if not sees(snap, found):
        raise NotFound(what="conversation")
    return found


async def lock_seen(tx: Transaction, conversation_id: uuid.UUID) -> Conversation:
    """Held, and not closed. Raises NotFound, ConversationOver."""
    await load_seen(tx, conversation_id)
    found = await conversations.load(tx, conversation_id, lock=True)
    if found.state is ConversationState.CLOSED:
        raise ConversationOver(name=found.person_name)
    return found


async def lock_held(tx: Transaction, conversation_id: uuid.UUID) -> Conversation:
    """One that the actor has. Raises NotFound, ConversationOver, ConversationTaken, NotTaken."""
    found = await lock_seen(tx, conversation_id)
    if found.holder_id is None:
        raise NotTaken(name=found.person_name)
    if found.holder_id != tx.person_id:
        raise ConversationTaken(name=found.holder_name)
    return found


async def is_reachable(snap: Snapshot, one: Conversation) -> bool:
    """Whether the person of the dealer can still be written to."""
    return bool(await dealer_recipients(snap, one.dealer_id, person_id=one.person_id))
