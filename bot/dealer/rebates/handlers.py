"""Where the dealer stands with its rebates: by command and in words."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.dealer.rebates.screens import rebates_screen
from bot.screen import Screen
from bot.turn import Turn
from core.channel.use_cases.show_rebates import ShowRebates


async def rebates_of(turn: Turn) -> Screen:
    """The screen of the own rebates as they are now."""
    return rebates_screen(await turn.ask(ShowRebates()), turn.say)


async def on_rebates(_message: Message, turn: Turn) -> None:
    await turn.show(await rebates_of(turn))


def build_router() -> Router:
    """A new router with the handler above."""
    router = Router(name="rebates")
    router.message.register(on_rebates, Command("rebates"))
    return router
