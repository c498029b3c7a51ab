"""A file or a pasted table becomes lines of the draft, asked about only where its columns are in doubt."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.card import show_draft
from bot.dealer.ordering.files import callbacks as tap
from bot.dealer.ordering.files.callbacks import FileTap
from bot.dealer.ordering.files.screens import faults_file, look_screen, taken_notice
from bot.screen import OldButton, Screen, clip, long_id
from bot.turn import Turn
from core.integrations.master_data.types import SheetFile
from core.integrations.order_files.use_cases.receive_file import ChooseColumn, ReceiveFile
from core.integrations.order_files.use_cases.take_file import TakeFile

# What Telegram lets a bot fetch.
MOST_FETCHED = 20_000_000
_NO_TABLES = ("image/", "audio/", "video/")


class IsOrderFile(Filter):
    """A document that is no picture, sound or film: those are read in other ways."""

    async def __call__(self, message: Message, **_data: Any) -> bool:
        document = message.document
        return document is not None and not (document.mime_type or "").startswith(_NO_TABLES)


async def on_file(message: Message, turn: Turn) -> None:
    document = message.document
    if document is None:
        return
    name = document.file_name or "table"
    if (document.file_size or 0) > MOST_FETCHED:
        await turn.tell("files.too_big", name=clip(name, 60))
        return
    content = await turn.bot.download(document.file_id)
    await _receive(turn, SheetFile(name, content.read() if content is not None else b""))


async def on_pasted(turn: Turn, text: str) -> None:
    """A table in a message goes the same way as one in a file."""
    await _receive(turn, SheetFile(f"{turn.say('files.pasted')}.csv", text.encode()))


async def _receive(turn: Turn, source: SheetFile) -> None:
    look = await turn.execute(ReceiveFile(source))
    if look.is_sure and look.is_whole and look.taken_at is None:
        await _take(turn, look.file_id)
    else:
        await turn.show(look_screen(look, turn.say))


async def _take(turn: Turn, file_id: UUID) -> None:
    taken = await turn.execute(TakeFile(file_id))
    if taken.faults:
        name, content = await asyncio.to_thread(faults_file, taken, turn.say)
        await turn.send_file(name, content)
    await show_draft(turn, taken_notice(taken, turn.say))


async def on_tap(_query: CallbackQuery, callback_data: FileTap, turn: Turn) -> None:
    file_id = long_id(callback_data.file)
    if callback_data.act == tap.TAKE:
        await turn.freeze()
        await _take(turn, file_id)
    elif callback_data.act == tap.COLUMN:
        look = await turn.execute(ChooseColumn(file_id, callback_data.n))
        await turn.redraw(look_screen(look, turn.say))
    elif callback_data.act == tap.LEAVE:
        await turn.redraw(Screen(turn.say("files.left")))
    else:
        raise OldButton(callback_data.act)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="files")
    router.message.register(on_file, IsOrderFile())
    router.callback_query.register(on_tap, FileTap.filter())
    return router
