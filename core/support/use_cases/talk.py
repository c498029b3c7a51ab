"""A human of the house takes a conversation, answers in it, and hands the dealer back to the machine."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.queue import NewJob
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated
from core.support.errors import ConversationTaken
from core.support.events import ConversationRead, ConversationSaid, ConversationTakenUp
from core.support.flow import due_at, load_seen, lock_held, lock_seen
from core.support.repository import conversations
from core.support.types import Conversation, ConversationState, Side, Word, WordKind, Written
from core.support.use_cases.ask_for_human import close

READ_WORD = "support.read"


@dataclass(frozen=True, slots=True)
class TakeConversation(Command[Conversation]):
    """The first has it; again by the same person it stays as it is. From now on what he writes goes there.

    Raises ConversationOver, ConversationTaken.
    """

    permission = Permission.DEALERS_READ
    keeps_result = False  # who lost it meanwhile takes it again by the same button
    conversation_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SetTalking(Command[Conversation]):
    """Whether what the holder writes goes to the dealer by itself, or only as a reply to a message."""

    permission = Permission.DEALERS_READ
    keeps_result = False  # the same button means the same again
    conversation_id: uuid.UUID
    on: bool


@dataclass(frozen=True, slots=True)
class FindTalking(Query[uuid.UUID | None]):
    """The conversation that what the actor writes goes to."""

    permission = Permission.DEALERS_READ


@dataclass(frozen=True, slots=True)
class AnswerDealer(Command[None]):
    """Raises ConversationOver, ConversationTaken, NotTaken."""

    permission = Permission.DEALERS_READ
    conversation_id: uuid.UUID
    written: Written


@dataclass(frozen=True, slots=True)
class HandBack(Command[Conversation]):
    """The machine answers again; the thread is kept. Raises ConversationOver, ConversationTaken, Outdated."""

    permission = Permission.DEALERS_READ
    conversation_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class LetMachineRead(Command[Word]):
    """Have a text of the dealer read as if he had written it to the machine; once, whoever asks again."""

    permission = Permission.DEALERS_READ
    word_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ShowWord(Query[Word]):
    """Raises NotFound for one of a conversation that the actor may not see."""

    permission = Permission.DEALERS_READ
    word_id: uuid.UUID


async def take_conversation(tx: Transaction, command: TakeConversation) -> Conversation:
    found = await lock_seen(tx, command.conversation_id)
    if found.holder_id not in (None, tx.person_id):
        raise ConversationTaken(name=found.holder_name)
    if found.holder_id is not None:
        return found
    await conversations.pause_others(tx, found.id)
    await conversations.change(
        tx, found.id, state=ConversationState.TAKEN.value, holder_id=tx.person_id, is_talking=True,
        taken_at=tx.now, due_at=await due_at(tx),
    )  # fmt: skip
    tx.record(ConversationTakenUp(found.dealer_id, found.id, found.person_id, tx.person_id))
    return await conversations.load(tx, found.id)


async def set_talking(tx: Transaction, command: SetTalking) -> Conversation:
    found = await lock_held(tx, command.conversation_id)
    if command.on:
        await conversations.pause_others(tx, found.id)
    if found.is_talking != command.on:
        await conversations.change(tx, found.id, is_talking=command.on)
    return await conversations.load(tx, found.id)


async def find_talking(snap: Snapshot, _query: FindTalking) -> uuid.UUID | None:
    return await conversations.find_talking(snap)


async def answer_dealer(tx: Transaction, command: AnswerDealer) -> None:
    found = await lock_held(tx, command.conversation_id)
    word_id = await conversations.add_word(tx, found.id, Side.HOUSE, command.written)
    await conversations.set_due(tx, found.id, None)
    tx.record(ConversationSaid(found.dealer_id, found.id, word_id, found.person_id))


async def hand_back(tx: Transaction, command: HandBack) -> Conversation:
    found = await lock_held(tx, command.conversation_id)
    if found.version != command.version:
        raise Outdated(version=found.version)
    await close(tx, found)
    return await conversations.load(tx, found.id)


async def show_word(snap: Snapshot, query: ShowWord) -> Word:
    word = await conversations.load_word(snap, query.word_id)
    await load_seen(snap, word.conversation_id)
    return word


async def let_machine_read(tx: Transaction, command: LetMachineRead) -> Word:
    word = await conversations.load_word(tx, command.word_id)
    found = await lock_held(tx, word.conversation_id)
    word = await conversations.load_word(tx, command.word_id)
    if word.side is not Side.DEALER or word.kind is not WordKind.TEXT or word.chat_id is None:
        raise NotFound(what="word")
    if word.read_at is not None:
        return word
    await conversations.mark_read(tx, word.id)
    tx.enqueue(
        NewJob(
            kind=READ_WORD,
            payload={"word": str(word.id), "chat_id": word.chat_id, "message_id": word.message_id},
            lane=f"person:{word.chat_id}",
            dedupe_key=f"read:{word.id}",
            max_tries=3,
        )
    )
    tx.record(ConversationRead(found.dealer_id, found.id, word.id, tx.person_id))
    return await conversations.load_word(tx, word.id)
