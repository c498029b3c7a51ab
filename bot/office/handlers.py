"""The back office in the chat: admin commands, their buttons, files to import."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.office.areas.dealer_screens import PAGE, dealers_screen
from bot.office.areas.transfer import file_value
from bot.office.callbacks import DealersPage, OfficeOpen, OfficeTap
from bot.office.dialogue import begin, on_tap
from bot.office.screens import usage_screen
from bot.office.table import TypedCommand, commands_of, find_command, read_command
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ListDealers
from core.kernel.actor import Permission

LAST_PAGE = 10_000


class IsAdminCommand(Filter):
    """Lets through what is typed (or written below a file) as an admin command that this person may use."""

    async def __call__(self, message: Message, turn: Turn, **_data: Any) -> bool | dict[str, Any]:
        typed = read_command(message.text or message.caption or "", commands_of(turn.actor))
        return False if typed is None else {"typed": typed}


class IsFileToImport(Filter):
    """A file without a word, from somebody who may import, or book in what came."""

    async def __call__(self, message: Message, turn: Turn, **_data: Any) -> bool | dict[str, Any]:
        if message.document is None or message.caption:
            return False
        if turn.actor.may(Permission.MASTER_DATA):
            return {"command": "import"}
        return {"command": "receive_file"} if turn.actor.may(Permission.STOCK_EDIT) else False


async def on_command(message: Message, typed: TypedCommand, turn: Turn) -> None:
    """Without a word behind it a command says how it is used, where it needs any."""
    command = typed.command
    given = {} if message.document is None else {"file": file_value(message.document)}
    needed = () if command is None else tuple(one for one in command.params if not one.is_optional)
    if command is None or (needed and not typed.rest and not given):
        await turn.show(usage_screen(typed.commands, turn.say))
        return
    if given and "file" not in {param.name for param in command.params}:
        given = {}
    await begin(turn, command, typed.rest, **given)


async def on_file(message: Message, command: str, turn: Turn) -> None:
    if message.document is not None:
        await begin(turn, find_command(command), "", file=file_value(message.document))


async def on_open(_query: CallbackQuery, callback_data: OfficeOpen, turn: Turn) -> None:
    """A button that begins a command about one thing; the card it stands on stays."""
    command = find_command(callback_data.command)
    if not command.params:
        raise OldButton(callback_data.command)
    turn.tapped = None
    await begin(turn, command, "", **{command.params[0].name: str(long_id(callback_data.subject))})


async def on_button(_query: CallbackQuery, callback_data: OfficeTap, turn: Turn) -> None:
    await on_tap(turn, callback_data)


async def on_page(_query: CallbackQuery, callback_data: DealersPage, turn: Turn) -> None:
    page = min(max(callback_data.page, 0), LAST_PAGE)
    found = await turn.ask(ListDealers(PAGE + 1, page * PAGE))
    await turn.redraw(dealers_screen(found, page, turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="office")
    router.message.register(on_command, IsAdminCommand())
    router.message.register(on_file, IsFileToImport())
    router.callback_query.register(on_button, OfficeTap.filter())
    router.callback_query.register(on_open, OfficeOpen.filter())
    router.callback_query.register(on_page, DealersPage.filter())
    return router
