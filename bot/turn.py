"""One turn of a conversation: who speaks, in which language, and the ways to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
)
from aiogram.types import BufferedInputFile

from bot.cards import remember_card
from bot.expecting import Expected, forget_question, remember_question
from bot.screen import Screen, fit
from bot.wording import refusal_text
from core.dealers.types import Identity
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.kernel.actor import Actor
from core.kernel.command import Command, Query
from core.kernel.errors import Refused, SecondFactorNeeded

R = TypeVar("R")
CAPTION_LIMIT = 1024

# What Telegram answers when there is nothing left to do: everyday life, not faults.
_HARMLESS = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "message to edit not found",
)


@dataclass(slots=True)
class Turn:
    """Handed to every handler as ``turn``.

    key: identifies this act for idempotency; the same tap or message coming again has the same key.
    tapped: the message whose button was tapped, None for a typed message; typed: that one.
    answering: the question of ours that the typed message answers.
    begun_before: a process died over this act, so its command may be done already: ``execute`` then gives the
    result of that time, and whoever looks first whether the act still fits must not look.
    """

    core: Core
    bot: Bot
    book: Phrasebook
    identity: Identity
    say: Say
    chat_id: int
    telegram_id: int
    key: str
    tapped: int | None = None
    typed: int | None = None
    answering: Expected | None = None
    begun_before: bool = False

    @property
    def actor(self) -> Actor:
        return self.identity.actor

    async def execute(self, command: Command[R]) -> R:
        """Do a command once, however often this update comes."""
        return await self.core.execute(self.actor, command, key=f"{self.key}:{type(command).__name__}")

    async def try_to(self, command: Command[Any]) -> str | None:
        """Do a command; None, or the notice on a card that says why it was refused."""
        try:
            await self.execute(command)
        except Refused as refusal:
            return "⚠️ " + self.refusal(refusal)
        return None

    async def ask(self, query: Query[R]) -> R:
        return await self.core.ask(self.actor, query)

    async def show(self, screen: Screen, *, subject: str | None = None) -> None:
        """Send a screen as a new message; older cards of the same subject lose their buttons."""
        message = await self.bot(
            SendMessage(chat_id=self.chat_id, text=fit(screen.text), reply_markup=screen.markup())
        )
        if subject is not None:
            for old in await remember_card(self.core, self.chat_id, message.message_id, subject):
                await harmlessly(
                    self.bot(EditMessageReplyMarkup(chat_id=self.chat_id, message_id=old, reply_markup=None))
                )

    async def redraw(self, screen: Screen, *, subject: str | None = None) -> None:
        """Change the tapped message into a screen; where that cannot be, send it anew."""
        if self.tapped is None:
            await self.show(screen, subject=subject)
            return
        try:
            await self.bot(
                EditMessageText(
                    chat_id=self.chat_id,
                    message_id=self.tapped,
                    text=fit(screen.text),
                    reply_markup=screen.inline_markup() if screen.rows else None,
                )
            )
        except TelegramBadRequest as error:
            if "message is not modified" in str(error):
                return
            await self.show(screen, subject=subject)

    async def freeze(self) -> None:
        """Take the buttons off the tapped message."""
        if self.tapped is not None:
            bare = EditMessageReplyMarkup(chat_id=self.chat_id, message_id=self.tapped, reply_markup=None)
            await harmlessly(self.bot(bare))

    async def send_file(self, name: str, content: bytes, caption: str | None = None) -> None:
        """Send a document; ``caption`` is HTML like every text of ours."""
        await self.bot(
            SendDocument(
                chat_id=self.chat_id,
                document=BufferedInputFile(content, name),
                caption=None if caption is None else fit(caption, CAPTION_LIMIT),
            )
        )

    async def send_photo(self, png: bytes, screen: Screen | None = None) -> int:
        """Send a picture; the screen's text is its caption, its buttons stand below. The message's id."""
        message = await self.bot(
            SendPhoto(
                chat_id=self.chat_id,
                photo=BufferedInputFile(png, "picture.png"),
                caption=None if screen is None else fit(screen.text, CAPTION_LIMIT),
                reply_markup=None if screen is None else screen.markup(),
            )
        )
        return message.message_id

    async def remove(self, message_id: int) -> None:
        """Take a message out of the chat, where Telegram still lets us."""
        with suppress(TelegramBadRequest):
            await self.bot(DeleteMessage(chat_id=self.chat_id, message_id=message_id))

    async def remove_typed(self) -> None:
        """Take what the person has typed out of the chat: it was a secret."""
        if self.typed is not None:
            await self.remove(self.typed)

    async def expect(self, name: str | None, data: Mapping[str, Any] | None = None) -> None:
        """Take the next typed message as the answer to a question (``bot.answers``); None: not any more."""
        if name is None:
            await forget_question(self.core, self.chat_id)
        else:
            await remember_question(self.core, self.chat_id, name, data or {}, asked_by=self.key)

    def refusal(self, refusal: Refused) -> str:
        """Why something was refused, in words. A missing second factor is asked for instead of worded."""
        if isinstance(refusal, SecondFactorNeeded):
            raise refusal
        return refusal_text(refusal, self.say)

    async def show_sentence(self, sentence: str) -> None:
        await self.show(Screen(sentence))

    async def tell(self, key: str, count: int | None = None, /, **params: object) -> None:
        """Say one sentence."""
        await self.show(Screen(self.say(key, count, **params)))


async def harmlessly(call: Awaitable[Any]) -> None:
    """Do a call whose failing for reasons of everyday life does not matter."""
    try:
        await call
    except TelegramBadRequest as error:
        if not any(text in str(error) for text in _HARMLESS):
            raise


def tapped_message(message: Any) -> int | None:
    """The id of a tapped message, also when Telegram no longer gives its content."""
    return message.message_id if message is not None else None
