"""Nobody answers in time: the next is asked, and the dealer hears so. Looked at by the clock."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.support.events import ConversationPassedOn
from core.support.flow import due_at, is_reachable, next_asked
from core.support.repository import conversations
from core.support.types import Conversation, ConversationState
from core.support.use_cases.ask_for_human import close


@dataclass(frozen=True, slots=True)
class PassOnConversations(Command[int]):
    """Those in which nobody answers, or somebody can be reached no more; how many were changed."""

    permission = Permission.INTERNAL


async def pass_on_conversations(tx: Transaction, _command: PassOnConversations) -> int:
    stranded = set(await conversations.list_stranded(tx))
    changed = 0
    for conversation_id in sorted(stranded.union(await conversations.list_late(tx))):
        found = await conversations.load(tx, conversation_id, lock=True)
        is_late = found.due_at is not None and found.due_at <= tx.now
        if found.state is not ConversationState.CLOSED and (is_late or conversation_id in stranded):
            changed += 1
            await _pass_on(tx, found)
    return changed


async def _pass_on(tx: Transaction, found: Conversation) -> None:
    if not await is_reachable(tx, found):
        await close(tx, found)
        return
    told = await next_asked(tx, found.rep_id, found.offered)
    # Who has it and says nothing is asked no longer; where there is nobody else it stays open to all.
    await conversations.change(
        tx,
        found.id,
        state=ConversationState.OPEN.value,
        holder_id=None,
        is_talking=False,
        offered=[str(one) for one in (*found.offered, *told)],
        due_at=await due_at(tx) if told else None,
    )
    tx.record(ConversationPassedOn(found.dealer_id, found.id, found.person_id, found.holder_id, told))
