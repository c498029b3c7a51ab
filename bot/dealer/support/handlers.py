"""A dealer asks for a human, and what he writes then goes to that human."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from bot.dealer.support.callbacks import ASK, END, YES, HumanTap, MeantTap
from bot.dealer.support.screens import (
    answer_screen,
    asked_screen,
    choices_screen,
    chosen_screen,
    ended_screen,
    offer_screen,
)
from bot.dealer.support.writing import written_of
from bot.screen import OldButton, Screen, long_id
from bot.turn import Turn
from core.support.types import ConversationState, Written
from core.support.use_cases.answer_questions import ChooseAnswer, FindAnswer, OfferAnswers, RefuseAnswers
from core.support.use_cases.ask_for_human import (
    AskForHuman,
    EndConversation,
    FindLine,
    NoteMiss,
    SayToHouse,
)

_OFFERED_AT = 2


class InConversation(Filter):
    """Lets through what somebody writes who has a conversation with the house."""

    async def __call__(self, message: Message, turn: Turn, **_data: Any) -> bool | dict[str, Any]:
        written = written_of(message) if turn.actor.dealer_id is not None else None
        if written is None or await turn.ask(FindLine()) is None:
            return False
        return {"written": written}


async def on_written(_message: Message, turn: Turn, written: Written) -> None:
    """Whoever has the conversation gets it; while nobody has it, the machine goes on reading as ever."""
    if await turn.execute(SayToHouse(written)) is not ConversationState.TAKEN:
        raise SkipHandler


async def ask_for_human(turn: Turn) -> None:
    """In words, by /human or by a button."""
    await turn.show(asked_screen(await turn.execute(AskForHuman()), turn.say))


async def answer_question(turn: Turn, text: str) -> bool:
    """Whether the office has an answer to it: it is given, or asked about where several could be meant."""
    found = await turn.ask(FindAnswer(text))
    if found.answer is not None:
        await turn.show(answer_screen(found.answer, turn.say))
        return True
    choices = await turn.execute(OfferAnswers(text)) if found.is_likely else ()
    if choices:
        await turn.show(choices_screen(choices, turn.say))
    return bool(choices)


async def not_understood(turn: Turn, text: str, said: str) -> None:
    """Say so (``said``); for the second time in a row with the way to a human."""
    if await turn.execute(NoteMiss(text)) < _OFFERED_AT:
        await turn.show(Screen(said))
    else:
        await turn.show(offer_screen(said, turn.say))


async def on_human(_message: Message, turn: Turn) -> None:
    await ask_for_human(turn)


async def on_tap(_query: CallbackQuery, callback_data: HumanTap, turn: Turn) -> None:
    if callback_data.act == ASK:
        await ask_for_human(turn)
    elif callback_data.act == END:
        await turn.freeze()
        await turn.show(ended_screen(await turn.execute(EndConversation()), turn.say))
    elif callback_data.act == YES:
        await turn.freeze()
        await turn.tell("question.glad")
    else:
        raise OldButton(callback_data.act)


async def on_meant(_query: CallbackQuery, callback_data: MeantTap, turn: Turn) -> None:
    meant_id = long_id(callback_data.meant)
    if callback_data.none:
        await turn.execute(RefuseAnswers(meant_id))
        await turn.freeze()
        await ask_for_human(turn)
    else:
        await turn.redraw(chosen_screen(await turn.execute(ChooseAnswer(meant_id)), turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="support")
    router.message.register(on_human, Command("human"))
    router.message.register(on_written, InConversation())
    router.callback_query.register(on_tap, HumanTap.filter())
    router.callback_query.register(on_meant, MeantTap.filter())
    return router
