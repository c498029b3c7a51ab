"""/drive: a driver's phone signs in by one tap, and out by another."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.driver.callbacks import LINK, SIGN_OUT, DriveTap
from bot.driver.screens import drive_screen
from bot.screen import OldButton, Screen, long_id
from bot.turn import Turn
from core.driving.use_cases.sign_in import ListPhones, MakeSignInLink, SignOutDriver
from core.infra.settings import Settings


def app_address(settings: Settings) -> str:
    """Where the phone app is."""
    base = settings.public_url or f"http://{settings.listen_host}:{settings.listen_port}"
    return f"{base.rstrip('/')}/driver/"


async def _screen(turn: Turn) -> Screen:
    link = await turn.execute(MakeSignInLink())
    phones = await turn.ask(ListPhones())
    return drive_screen(app_address(turn.core.settings), link, phones, turn.say)


async def on_drive(_message: Message, turn: Turn) -> None:
    await turn.show(await _screen(turn), subject=f"drive:{turn.chat_id}")


async def on_tap(_query: CallbackQuery, callback_data: DriveTap, turn: Turn) -> None:
    match callback_data.act:
        case act if act == LINK:
            await turn.redraw(await _screen(turn))
        case act if act == SIGN_OUT:
            await turn.execute(SignOutDriver(long_id(callback_data.session)))
            await turn.tell("drive.signed_out")
            await turn.redraw(await _screen(turn))
        case act:
            raise OldButton(act)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="drive")
    router.message.register(on_drive, Command("drive"))
    router.callback_query.register(on_tap, DriveTap.filter())
    return router
