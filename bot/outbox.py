"""Notices go out: each as a message of its own, or as a change of a card that stands in the chat.

The Bot API knows no key by which it would recognise a message that comes again: whoever dies between its
"yes" and the own note of it cannot say whether the chat has the message. So the note is written in two steps
around the call: "handed over" before it, "done" right after it. What was handed over and never noted is in
doubt. It is sent again, since a lost notice is worse than a double, and its last line says that it may be
one, as FIX does with PossResend. A change of a card can be repeated without harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    CopyMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, Message, MessageId
from aiohttp import ClientConnectorError

from bot.cards import find_cards, note_card
from bot.screen import TEXT_LIMIT, escape, fit, paragraphs
from bot.turn import CAPTION_LIMIT, harmlessly
from core.driving.use_cases.show_proof import DrawProof
from core.i18n.phrases import LANGUAGES, Phrasebook
from core.infra import queue
from core.infra.door import Core
from core.infra.queue import Job
from core.infra.worker import GiveUp, Later
from core.kernel.actor import SYSTEM

_ROOM_FOR_DOUBT = 200
_DOUBT = "handed_over"


class Outbox:
    """The worker's handler for jobs of kind ``chat.send``."""

    def __init__(self, core: Core, bot: Bot, book: Phrasebook) -> None:
        self._core = core
        self._bot = bot
        self._book = book

    async def send(self, job: Job) -> None:
        """Send or change one message. Whoever blocked the bot is not written to any more."""
        try:
            message_id = await self._card_to_change(job.payload)
            if message_id is None:
                await self._send(job)
            else:
                await self._change(job.payload, message_id)
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        except TelegramForbiddenError as error:
            raise GiveUp(str(error)) from error
        except TelegramBadRequest as error:
            if "chat not found" in str(error) or "message to copy not found" in str(error):
                raise GiveUp(str(error)) from error
            raise

    async def _card_to_change(self, payload: Mapping[str, Any]) -> int | None:
        """Looked up only now: one lane a chat, so the card that came first is there by now."""
        if payload.get("in_place"):
            cards = await find_cards(self._core, payload["subject"])
            mine = [message for chat, message in cards if chat == payload["chat_id"]]
            return mine[-1] if mine else None
        return payload.get("message_id")

    async def _change(self, payload: Mapping[str, Any], message_id: int) -> None:
        change = EditMessageText(
            chat_id=payload["chat_id"],
            message_id=message_id,
            text=payload["text"],
            reply_markup=payload["markup"],
        )
        await harmlessly(self._bot(change))

    async def _send(self, job: Job) -> None:
        payload = job.payload
        if not await self._keep(job, {**payload, _DOUBT: True}):
            return  # the lease was over, and somebody else sends it
        text = self._doubtful(payload) if _DOUBT in payload else payload["text"]
        call = await self._message(payload, text)
        try:
            message = await self._bot(call)
        except TelegramAPIError as error:
            if _is_refused(error):
                await self._keep(job, payload)
            raise
        for old in await self._note_sent(job, message):
            bare = EditMessageReplyMarkup(chat_id=payload["chat_id"], message_id=old)
            await harmlessly(self._bot(bare))

    async def _message(self, payload: Mapping[str, Any], text: str) -> TelegramMethod[Any]:
        """Below the picture of a proof of delivery where it tells of one that has a picture, or below a
        copy of what somebody has sent."""
        chat_id, markup = payload["chat_id"], payload["markup"]
        if source := payload.get("copy_of"):
            return CopyMessage(
                chat_id=chat_id,
                from_chat_id=source["chat_id"],
                message_id=source["message_id"],
                caption=fit(text, CAPTION_LIMIT),
                reply_markup=markup,
            )
        drawn = None
        if payload.get("proof"):
            drawn = (await self._core.ask(SYSTEM, DrawProof(UUID(payload["proof"])))).picture
        if drawn is None:
            return SendMessage(chat_id=chat_id, text=text, reply_markup=markup)
        photo = BufferedInputFile(drawn.content, "handed-over.jpg")
        caption = fit(text, CAPTION_LIMIT)
        return SendPhoto(chat_id=chat_id, photo=photo, caption=caption, reply_markup=markup)

    async def _note_sent(self, job: Job, message: Message | MessageId) -> list[int]:
        """At once and in one transaction; gives the older cards of the same subject."""
        payload, older = job.payload, list[int]()
        async with self._core.database.write() as connection:
            await queue.finish(connection, [job.id], job.owner)
            if payload.get("subject"):
                now = self._core.clock.now()
                chat_id, subject = payload["chat_id"], payload["subject"]
                older = await note_card(connection, chat_id, message.message_id, subject, now)
        return older

    async def _keep(self, job: Job, payload: Mapping[str, Any]) -> bool:
        async with self._core.database.write() as connection:
            return await queue.keep(connection, job, payload)

    def _doubtful(self, payload: Mapping[str, Any]) -> str:
        say = self._book.say(payload.get("language") or LANGUAGES[0], escape=escape)
        return paragraphs(fit(payload["text"], TEXT_LIMIT - _ROOM_FOR_DOUBT), say("notice.again"))


def _is_refused(error: TelegramAPIError) -> bool:
    """Whether it is certain that the chat has not got it: there was an answer, or nobody to hand it to."""
    return not isinstance(error, TelegramNetworkError) or isinstance(error.__cause__, ClientConnectorError)
