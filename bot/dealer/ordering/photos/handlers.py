"""A photo of a list or of shelf labels becomes lines of the draft; the photo stays beside them.

Photos of an album come as messages of their own, one after the other: each adds to the same open draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.photos import callbacks as tap
from bot.dealer.ordering.photos.callbacks import PhotoTap
from bot.dealer.ordering.photos.screens import (
    again_screen,
    nothing_screen,
    original_caption,
    originals_screen,
    photo_notice,
    rows_button,
    rows_screen,
)
from bot.dealer.ordering.screens import quote_card
from bot.screen import OldButton, Screen, lines, long_id
from bot.turn import Turn, harmlessly
from core.intake.picture_types import HowRead, PageRow
from core.intake.types import Intent
from core.integrations.pictures.errors import PhotoTooLarge
from core.integrations.pictures.use_cases.read_photo import ReadPhoto
from core.orders.original_types import OriginalKind, ReadFrom, SeenRow
from core.orders.use_cases.show_original import ListOriginals, ShowOriginal
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage

_ORDERS = (Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL)
# What is looked at; a larger file is not even fetched.
MOST_FETCHED = 12 * 1024 * 1024


class IsPictureFile(Filter):
    """A picture that was sent as a file."""

    async def __call__(self, message: Message, **_data: Any) -> bool:
        document = message.document
        return document is not None and (document.mime_type or "").startswith("image/")


async def on_picture_file(message: Message, turn: Turn) -> None:
    if message.document is not None:
        await read_photo(turn, message.document.file_id, message.document.file_size, message.caption or "")


async def read_photo(turn: Turn, file_id: str, size: int | None, caption: str) -> None:
    """Order by a photo: read it, keep it, and show the draft with what was read."""
    if (size or 0) > MOST_FETCHED:
        raise PhotoTooLarge
    await harmlessly(turn.bot.send_chat_action(turn.chat_id, "typing"))
    content = await turn.bot.download(file_id)
    read = await turn.execute(ReadPhoto(content.read() if content is not None else b"", caption))
    rows = [SeenRow(row.text, row.how, row.code) for row in read.rows]
    if not any(_is_taken(row) for row in rows):
        if not (caption.strip() and await _take_words(turn, read.original_id, caption)):
            await turn.show(nothing_screen(rows, turn.say))
    elif read.sent_before is not None:
        await turn.show(again_screen(read.original_id, read.sent_before, turn.say))
    else:
        await _take(turn, read.original_id, caption, rows)


def _is_taken(row: SeenRow) -> bool:
    return row.how in (HowRead.SURE, HowRead.DOUBTFUL)


async def _take_words(turn: Turn, original_id: UUID, caption: str) -> bool:
    """A picture of the goods, and the order written below it: whether the words were one."""
    taken = await turn.execute(TakeMessage(caption, ReadFrom((original_id,))))
    quote = await turn.ask(ShowQuote()) if taken.draft_id and taken.intent in _ORDERS else None
    if quote is None:
        return False
    said = [turn.say(one.code, None, **one.params) for one in taken.said]
    card = quote_card(quote, turn.say, notice=lines(turn.say("photo.only_words"), *said))
    await turn.show(card, subject=subject_of(quote.draft_id))
    return True


async def _take(turn: Turn, original_id: UUID, caption: str, rows: Sequence[SeenRow]) -> None:
    page = tuple(PageRow(row.text, row.how, row.code) for row in rows if _is_taken(row))
    taken = await turn.execute(TakeMessage(caption, ReadFrom((original_id,), rows=page)))
    said = [turn.say(one.code, None, **one.params) for one in taken.said]
    notice = lines(photo_notice(rows, turn.say), *said)
    button = (rows_button(original_id, turn.say),)
    quote = await turn.ask(ShowQuote()) if taken.draft_id else None
    if quote is None:
        await turn.show(Screen(notice, (button,)))
        return
    card = quote_card(quote, turn.say, notice=notice)
    await turn.show(replace(card, rows=(*card.rows, button)), subject=subject_of(quote.draft_id))


async def on_order_tap(_query: CallbackQuery, callback_data: PhotoTap, turn: Turn) -> None:
    """Buttons of those who may order."""
    original_id = long_id(callback_data.id)
    if callback_data.act == tap.TAKE:
        original = (await turn.ask(ShowOriginal(original_id))).original
        await turn.freeze()
        await _take(turn, original_id, original.text, original.rows)
    elif callback_data.act == tap.LEAVE:
        await turn.redraw(Screen(turn.say("files.left")))
    else:
        raise OldButton(callback_data.act)


class IsLook(Filter):
    """A tap that only looks."""

    async def __call__(self, query: CallbackQuery, callback_data: PhotoTap, **_data: Any) -> bool:
        return callback_data.act in (tap.ROWS, tap.PICTURE)


async def on_look(_query: CallbackQuery, callback_data: PhotoTap, turn: Turn) -> None:
    """Buttons of all who may see the order."""
    shown = await turn.ask(ShowOriginal(long_id(callback_data.id)))
    if callback_data.act == tap.ROWS:
        await turn.show(rows_screen(shown.original, turn.say))
    elif shown.original.kind is OriginalKind.PHOTO:
        await turn.send_photo(shown.content, original_caption(shown.original, turn.say))
    else:
        caption = original_caption(shown.original, turn.say).text
        kind = shown.original.media_type.partition("/")[2]
        await turn.send_file(".".join(("voice", kind)), shown.content, caption)


async def on_original(_message: Message, command: CommandObject, turn: Turn) -> None:
    """/original 7891: what an order was read from."""
    number = (command.args or "").strip()
    found = await turn.ask(ListOriginals(number=number)) if number else ()
    await turn.show(originals_screen(found, number or "—", turn.say))


def build_router() -> Router:
    """A new router with what orders by photos."""
    router = Router(name="photos")
    router.message.register(on_picture_file, IsPictureFile())
    router.callback_query.register(on_order_tap, PhotoTap.filter(), ~IsLook())
    return router


def build_look_router() -> Router:
    """A new router with what shows the originals of orders."""
    router = Router(name="originals")
    router.message.register(on_original, Command("original"))
    router.callback_query.register(on_look, PhotoTap.filter(), IsLook())
    return router
