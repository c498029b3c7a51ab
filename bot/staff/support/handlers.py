"""/conversations, the card of one, and what somebody of the house writes to a dealer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from bot.cards import find_subject, remember_card
from bot.dealer.support.writing import written_of
from bot.screen import OldButton, Screen, long_id
from bot.staff.support import callbacks as tap
from bot.staff.support.callbacks import PhrasingTap, TalksTap, TalkTap, WordTap
from bot.staff.support.screens import (
    PAGE,
    THREAD_WORDS,
    WORDS,
    questions_screen,
    talk_draft_screen,
    talk_screen,
    talks_screen,
    thread_screen,
)
from bot.turn import Turn, harmlessly
from core.kernel.actor import Permission
from core.kernel.errors import Outdated
from core.support.errors import ConversationOver, ConversationTaken, NotTaken
from core.support.types import WordKind, Written
from core.support.use_cases.answer_questions import DecidePhrasing, ListMeant, ListUnanswered
from core.support.use_cases.show_conversations import ListConversations, ShowThread
from core.support.use_cases.talk import (
    AnswerDealer,
    FindTalking,
    HandBack,
    LetMachineRead,
    SetTalking,
    ShowWord,
    TakeConversation,
)

_MOST_PAGES = 1000
_SAID = "said:"


def subject_of(conversation_id: UUID | str) -> str:
    """What a message that shows the conversation is remembered by."""
    return f"talk:{conversation_id}"


def subject_of_word(word_id: UUID | str) -> str:
    """What a message that passes on a word of the dealer is remembered by: a reply to it finds its way."""
    return f"{_SAID}{word_id}"


class Speaks(Filter):
    """Lets through what somebody of the house writes to a dealer: as a reply, or while he talks to one."""

    async def __call__(self, message: Message, turn: Turn, **_data: Any) -> bool | dict[str, Any]:
        written = written_of(message) if turn.actor.is_staff else None
        if written is None:
            return False
        talk = await self._replied_to(message, turn)
        if talk is None and not _may_be_work(message, written, turn):
            talk = await turn.ask(FindTalking())
        return False if talk is None else {"written": written, "talk": talk}

    @staticmethod
    async def _replied_to(message: Message, turn: Turn) -> UUID | None:
        if message.reply_to_message is None:
            return None
        subject = await find_subject(turn.core, turn.chat_id, message.reply_to_message.message_id)
        if subject is None or not subject.startswith(_SAID):
            return None
        return (await turn.ask(ShowWord(UUID(subject.removeprefix(_SAID))))).conversation_id


def _may_be_work(message: Message, written: Written, turn: Turn) -> bool:
    """A file of somebody who imports files goes to a dealer only as a reply: it could be the price list."""
    is_importer = turn.actor.may(Permission.MASTER_DATA) or turn.actor.may(Permission.STOCK_EDIT)
    return written.kind is WordKind.FILE and message.document is not None and is_importer


async def on_written(_message: Message, turn: Turn, written: Written, talk: UUID) -> None:
    await turn.execute(AnswerDealer(talk, written))


async def on_conversations(_message: Message, turn: Turn) -> None:
    found = await turn.ask(ListConversations(PAGE))
    await turn.show(talks_screen(found, 0, turn.say))


async def on_list(_query: CallbackQuery, callback_data: TalksTap, turn: Turn) -> None:
    page = min(max(callback_data.page, 0), _MOST_PAGES)
    found = await turn.ask(ListConversations(PAGE, page * PAGE))
    await turn.redraw(talks_screen(found, page, turn.say))


async def on_tap(_query: CallbackQuery, callback_data: TalkTap, turn: Turn) -> None:
    talk = long_id(callback_data.talk)
    if callback_data.act == tap.THREAD:
        page = min(max(callback_data.page, 0), _MOST_PAGES)
        thread = await turn.ask(ShowThread(talk, THREAD_WORDS, page * THREAD_WORDS))
        await turn.redraw(thread_screen(thread, page, turn.say))
    elif callback_data.act == tap.DRAFT:
        await turn.redraw(talk_draft_screen(await turn.ask(ShowThread(talk, 1)), turn.say))
    elif callback_data.act in (tap.CARD, tap.TAKE, tap.BACK, tap.PAUSE, tap.GO_ON):
        notice = await _change(turn, talk, callback_data)
        await _redraw(turn, talk, notice)
    else:
        raise OldButton(callback_data.act)


async def _change(turn: Turn, talk: UUID, at: TalkTap) -> str | None:
    """Do it; why it could not be done, in words."""
    try:
        if at.act == tap.TAKE:
            await turn.execute(TakeConversation(talk))
        elif at.act == tap.BACK:
            await turn.execute(HandBack(talk, at.v))
        elif at.act in (tap.PAUSE, tap.GO_ON):
            await turn.execute(SetTalking(talk, at.act == tap.GO_ON))
    except (ConversationOver, ConversationTaken, NotTaken, Outdated) as refusal:
        return f"⚠️ {turn.refusal(refusal)}"
    return None


async def _redraw(turn: Turn, talk: UUID, notice: str | None) -> None:
    thread = await turn.ask(ShowThread(talk, WORDS))
    if turn.tapped is not None:
        # From now on this message is the card, wherever it was opened.
        for old in await remember_card(turn.core, turn.chat_id, turn.tapped, subject_of(talk)):
            bare = EditMessageReplyMarkup(chat_id=turn.chat_id, message_id=old, reply_markup=None)
            await harmlessly(turn.bot(bare))
    await turn.redraw(talk_screen(thread, turn.actor.person_id, turn.say, notice=notice))


async def on_read(_query: CallbackQuery, callback_data: WordTap, turn: Turn) -> None:
    """The dealer sees what the machine makes of it; here its button goes."""
    try:
        await turn.execute(LetMachineRead(long_id(callback_data.word)))
    except (ConversationOver, ConversationTaken, NotTaken) as refusal:
        await turn.freeze()
        await turn.show(Screen(f"⚠️ {turn.refusal(refusal)}"))


async def questions_of(turn: Turn, notice: str | None = None) -> Screen:
    """What dealers ask that has no answer, and in what other words they ask what has one."""
    unanswered, meant = await turn.ask(ListUnanswered()), await turn.ask(ListMeant())
    return questions_screen(unanswered, meant, turn.say, notice=notice)


async def on_phrasing(_query: CallbackQuery, callback_data: PhrasingTap, turn: Turn) -> None:
    refused = await turn.try_to(DecidePhrasing(long_id(callback_data.meant), callback_data.adds))
    await turn.redraw(await questions_of(turn, refused))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="conversations")
    router.message.register(on_conversations, Command("conversations"))
    router.message.register(on_written, Speaks())
    router.callback_query.register(on_list, TalksTap.filter())
    router.callback_query.register(on_tap, TalkTap.filter())
    router.callback_query.register(on_read, WordTap.filter())
    router.callback_query.register(on_phrasing, PhrasingTap.filter())
    return router
