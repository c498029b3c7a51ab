"""Cards with a picture: uploaded once by a bot, by Telegram's own name for it after that."""

from __future__ import annotations

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageCaption, SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.screen import Screen, fit
from bot.tables import SentPictureRow
from bot.turn import CAPTION_LIMIT, Turn, harmlessly
from core.catalog.use_cases.set_picture import LoadPicture
from core.infra.door import Core
from core.infra.objects import StoreAway
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId


async def show_card(turn: Turn, screen: Screen, product_id: ProductId, digest: str | None) -> None:
    """Send the card as a new message, below its picture where the product has one."""
    if digest is None:
        await turn.show(screen)
        return
    file_id = await _find_sent(turn.core, turn.bot.id, digest)
    if file_id is not None:
        try:
            await _send(turn, screen, file_id)
            return
        except TelegramBadRequest:
            await _forget_sent(turn.core, turn.bot.id, digest)  # Telegram knows it no longer
    try:
        content = await turn.ask(LoadPicture(product_id))
    except (NotFound, FileNotFoundError, StoreAway):
        await turn.show(screen)  # taken away meanwhile, or lost with its store: the card is worth more
        return
    message = await _send(turn, screen, BufferedInputFile(content, "picture.jpg"))
    if message.photo:
        await _note_sent(turn.core, turn.bot.id, digest, message.photo[-1].file_id)


async def redraw_card(turn: Turn, screen: Screen, query: CallbackQuery) -> None:
    """Change the tapped card; where that cannot be, send it anew without its picture."""
    message = query.message
    if not isinstance(message, Message) or not message.photo:
        await turn.redraw(screen)
        return
    change = EditMessageCaption(
        chat_id=turn.chat_id,
        message_id=message.message_id,
        caption=fit(screen.text, CAPTION_LIMIT),
        reply_markup=screen.inline_markup(),
    )
    await harmlessly(turn.bot(change))


async def _send(turn: Turn, screen: Screen, photo: str | BufferedInputFile) -> Message:
    return await turn.bot(
        SendPhoto(
            chat_id=turn.chat_id,
            photo=photo,
            caption=fit(screen.text, CAPTION_LIMIT),
            reply_markup=screen.markup(),
        )
    )


async def _find_sent(core: Core, bot_id: int, digest: str) -> str | None:
    row = SentPictureRow
    async with core.database.read() as connection:
        found = await connection.execute(
            select(row.file_id).where(row.bot_id == bot_id, row.digest == digest)
        )
        return found.scalar_one_or_none()


async def _note_sent(core: Core, bot_id: int, digest: str, file_id: str) -> None:
    insert = sqlite.insert if core.database.is_sqlite else postgresql.insert
    values = {"bot_id": bot_id, "digest": digest, "file_id": file_id, "at": core.clock.now()}
    keys = ["bot_id", "digest"]
    async with core.database.write() as connection:
        await connection.execute(
            insert(SentPictureRow).values(values).on_conflict_do_update(index_elements=keys, set_=values)
        )


async def _forget_sent(core: Core, bot_id: int, digest: str) -> None:
    row = SentPictureRow
    async with core.database.write() as connection:
        await connection.execute(delete(row).where(row.bot_id == bot_id, row.digest == digest))
