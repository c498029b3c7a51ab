"""aiogram bots whose Bot API is the sandbox."""

from __future__ import annotations

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from dealerline.sandbox import SandboxClient


class PlainSession(AiohttpSession):
    """Without the quarter of a second in which aiogram waits for TLS to end: there is none here."""

    async def close(self) -> None:
        if self._session is not None and not self._session.closed:
            await self._session.close()


def bot_for(sandbox: SandboxClient, token: str = "") -> Bot:
    session = PlainSession(api=TelegramAPIServer.from_base(sandbox.url))
    return Bot(token or sandbox.token, session=session)


def counter(value: int) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text="+1", callback_data=f"count:{value + 1}")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def small_bot() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: CommandObject) -> None:
        key = KeyboardButton(text="Share my number", request_contact=True)
        keyboard = ReplyKeyboardMarkup(keyboard=[[key]], resize_keyboard=True)
        await message.answer(
            f"Hello <b>{command.args or 'you'}</b>", parse_mode="HTML", reply_markup=keyboard
        )

    @dispatcher.message(Command("count"))
    async def count(message: Message) -> None:
        await message.answer("Count: 0", reply_markup=counter(0))

    @dispatcher.callback_query(F.data.startswith("count:"))
    async def counted(query: CallbackQuery) -> None:
        value = int((query.data or "").partition(":")[2])
        await query.answer("counted" if value < 3 else "that is enough", show_alert=value >= 3)
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"Count: {value}", reply_markup=counter(value))

    @dispatcher.message(Command("marks"))
    async def marks(message: Message) -> None:
        await message.answer(
            "<b>bold</b> <i>italic</i> <code>code</code> <tg-spoiler>secret</tg-spoiler>\n"
            '<a href="https://example.com/">link</a> &lt;img src=x onerror=alert(1)&gt;\n'
            "<pre>a\nb</pre>\n<blockquote>quoted</blockquote>",
            parse_mode="HTML",
        )

    @dispatcher.message(F.contact)
    async def contact(message: Message) -> None:
        assert message.contact is not None
        assert message.from_user is not None
        own = message.contact.user_id == message.from_user.id
        text = "it is you" if own else "it is not you"
        await message.answer(text, reply_markup=ReplyKeyboardRemove())

    @dispatcher.message(F.document)
    async def document(message: Message, bot: Bot) -> None:
        assert message.document is not None
        content = await bot.download(message.document)
        assert content is not None
        copy = BufferedInputFile(content.read()[::-1], filename="turned.txt")
        await message.answer_document(copy, caption="turned")

    return dispatcher
