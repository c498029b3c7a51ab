"""Somebody of a dealer wants a human: one is asked, and what was said so far goes along (A20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from core.dealers import repository as dealers
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.support.engine.answering import asks
from core.support.events import ConversationClosed, ConversationOpened, ConversationSaid
from core.support.flow import due_at, next_asked, opens_at
from core.support.repository import answers, before, conversations, policy
from core.support.types import Asked, Conversation, ConversationState, Line, Side, Written

# Messages that are not understood within so long of each other are in a row.
_IN_A_ROW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AskForHuman(Command[Asked]):
    """Who has asked already hears how it stands."""

    permission = Permission.ORDER_READ
    keeps_result = False  # asking twice is asking once, and the same button asks again next week


@dataclass(frozen=True, slots=True)
class FindLine(Query[Line | None]):
    """The own conversation with the house, while there is one."""

    permission = Permission.ORDER_READ


@dataclass(frozen=True, slots=True)
class SayToHouse(Command[ConversationState | None]):
    """Add a message to the own conversation; whoever has taken it gets it. None: there is none any more."""

    permission = Permission.ORDER_READ
    written: Written


@dataclass(frozen=True, slots=True)
class EndConversation(Command[bool]):
    """Back to the machine. False: there was nothing to end."""

    permission = Permission.ORDER_READ
    keeps_result = False


@dataclass(frozen=True, slots=True)
class NoteMiss(Command[int]):
    """A message was not understood: how many that makes in a row. A question is counted for the office."""

    permission = Permission.ORDER_READ
    text: str


async def ask_for_human(tx: Transaction, _command: AskForHuman) -> Asked:
    line = await conversations.find_line(tx)
    opens = await opens_at(tx)
    if line is not None:
        found = await conversations.load(tx, line.conversation_id)
        return Asked(found.id, False, await _names(tx, found), found.holder_name, opens)
    dealer = await dealers.load_dealer(tx, tx.dealer_id)
    told = await next_asked(tx, dealer.rep_id, ())
    conversation_id = await conversations.add(tx, told, await due_at(tx))
    await conversations.add_words(tx, conversation_id, await before.words_before(tx))
    tx.record(ConversationOpened(dealer.id, conversation_id, tx.person_id, told, opens))
    found = await conversations.load(tx, conversation_id)
    return Asked(conversation_id, True, await _names(tx, found), None, opens)


async def _names(snap: Snapshot, found: Conversation) -> tuple[str, ...]:
    names = await dealers.person_names(snap, found.offered)
    return tuple(names[one] for one in found.offered if one in names)


async def find_line(snap: Snapshot, _query: FindLine) -> Line | None:
    return await conversations.find_line(snap)


async def say_to_house(tx: Transaction, command: SayToHouse) -> ConversationState | None:
    line = await conversations.find_line(tx)
    if line is None:
        return None
    found = await conversations.load(tx, line.conversation_id, lock=True)
    if found.state is ConversationState.CLOSED:
        return None
    word_id = await conversations.add_word(tx, found.id, Side.DEALER, command.written)
    if found.holder_id is not None:
        if found.due_at is None:
            await conversations.set_due(tx, found.id, await due_at(tx))
        tx.record(ConversationSaid(found.dealer_id, found.id, word_id, found.holder_id))
    return found.state


async def end_conversation(tx: Transaction, _command: EndConversation) -> bool:
    line = await conversations.find_line(tx)
    if line is None:
        return False
    found = await conversations.load(tx, line.conversation_id, lock=True)
    if found.state is ConversationState.CLOSED:
        return False
    await close(tx, found)
    return True


async def close(tx: Transaction, found: Conversation) -> None:
    """It is over; the thread stays."""
    by = tx.actor.person_id
    await conversations.change(
        tx, found.id, state=ConversationState.CLOSED.value, closed_at=tx.now, closed_by=by, due_at=None,
        is_talking=False,
    )  # fmt: skip
    tx.record(ConversationClosed(found.dealer_id, found.id, found.person_id, found.holder_id, by))


async def note_miss(tx: Transaction, command: NoteMiss) -> int:
    if asks(command.text):
        await answers.count_unanswered(tx, command.text, tx.actor.language)
    return await policy.count_miss(tx, _IN_A_ROW)
