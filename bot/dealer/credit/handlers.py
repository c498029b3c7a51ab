"""Where the dealer stands with money."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.dealer.credit.screens import Owing, credit_screen
from bot.screen import Screen
from bot.turn import Turn
from core.billing.use_cases.set_parties import ShowSeller
from core.billing.use_cases.show_account import ShowAgeing
from core.billing.use_cases.show_waiting import ListWaiting
from core.credit.use_cases.show_credit import ShowCredit


async def credit_of(turn: Turn) -> Screen:
    """The screen of the own credit as it is now."""
    view = await turn.ask(ShowCredit())
    seller = await turn.ask(ShowSeller())
    owing = Owing(await turn.ask(ShowAgeing()), await turn.ask(ListWaiting()), seller.bank)
    return credit_screen(view, turn.say, owing)


async def on_credit(_message: Message, turn: Turn) -> None:
    await turn.show(await credit_of(turn))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="credit")
    router.message.register(on_credit, Command("credit", "balance"))
    return router
