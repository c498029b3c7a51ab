"""Where the dealer stands with money."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.dealer.credit.screens import credit_screen
from bot.turn import Turn
from core.credit.use_cases.show_credit import ShowCredit


async def on_credit(_message: Message, turn: Turn) -> None:
    await turn.show(credit_screen(await turn.ask(ShowCredit()), turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="credit")
    router.message.register(on_credit, Command("credit", "balance"))
    return router
