"""Open conversations, the oldest first, and the whole thread of one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.credit import repository as credit
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.support.flow import load_seen, sees
from core.support.repository import conversations, drafts
from core.support.types import ConversationPage, Thread

MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class ListConversations(Query[ConversationPage]):
    """Those that are not closed and that the actor may see, the oldest first."""

    permission = Permission.DEALERS_READ
    limit: int = 8
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ShowThread(Query[Thread]):
    """``most`` of the latest words, leaving out ``skip`` of the newest. Raises NotFound."""

    permission = Permission.DEALERS_READ
    conversation_id: uuid.UUID
    most: int = MOST_WORDS
    skip: int = 0


async def list_conversations(snap: Snapshot, query: ListConversations) -> ConversationPage:
    found = [one for one in await conversations.list_live(snap) if sees(snap, one)]
    first = max(query.offset, 0)
    return ConversationPage(tuple(found[first : first + max(query.limit, 0)]), len(found))


async def show_thread(snap: Snapshot, query: ShowThread) -> Thread:
    found = await load_seen(snap, query.conversation_id)
    most, skip = min(max(query.most, 1), MOST_WORDS), max(query.skip, 0)
    words, older = await conversations.list_words(snap, found.id, most, skip)
    standing, _ = await credit.load_standing(snap, found.dealer_id, found.currency)
    draft = await drafts.glance_at_draft(snap, found.dealer_id, found.person_id)
    return Thread(found, tuple(words), older, standing, draft)
