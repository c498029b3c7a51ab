"""Notices go out: each as a message of its own, or as a change of a card that stands in the chat.

A note of a message is written in two steps around the call: "handed over" before it, "done" right after it.
What was handed over and never noted is in doubt. It is looked for in the chat (``bot.sent``) and sent again
where it is not found, since a lost notice is worse than a double. Where even that leaves it open whether it
is there twice, its last line says so, as FIX does with PossResend. A change of a card can be repeated without
harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
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
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile
from aiohttp import ClientConnectorError

from bot.cards import find_cards, note_card, note_change, shows_newer
from bot.screen import TEXT_LIMIT, escape, fit, paragraphs
from bot.sent import SentLog, lane_of, sending
from bot.turn import CAPTION_LIMIT, harmlessly
from core.driving.use_cases.show_proof import DrawProof
from core.i18n.phrases import LANGUAGES, Phrasebook
from core.infra import queue
from core.infra.door import Core
from core.infra.objects import StoreAway
from core.infra.queue import Job, NewJob
from core.infra.trip import run_trip
from core.infra.worker import GiveUp, Later
from core.kernel.actor import SYSTEM

_ROOM_FOR_DOUBT = 200
_HANDED_OVER = "handed_over"


class Outbox:
    """The worker's handler for jobs of kind ``chat.send``."""

    def __init__(self, core: Core, bot: Bot, book: Phrasebook, sent_log: SentLog) -> None:
        self._core = core
        self._bot = bot
        self._book = book
        self._log = sent_log

    async def send(self, job: Job) -> list[NewJob]:
        """Send or change one message. Whoever blocked the bot is not written to any more.

        What it returns is the same job once more, where it has to wait for its turn in the person's own lane.
        """
        try:
            if await self._is_outdated(job.payload):
                return []
            message_id = await self._card_to_change(job.payload)
            if message_id is not None:
                await self._change(job.payload, message_id)
            elif not job.payload.get("is_change"):
                return await self._send(job)
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        except TelegramForbiddenError as error:
            raise GiveUp(str(error)) from error
        except TelegramBadRequest as error:
            if "chat not found" in str(error) or "message to copy not found" in str(error):
                raise GiveUp(str(error)) from error
            raise
        return []

    async def _is_outdated(self, payload: Mapping[str, Any]) -> bool:
        """Whether it was put off, and its card has been told something newer since."""
        if "as_of" not in payload:
            return False
        return await shows_newer(self._core, payload["chat_id"], payload["subject"], self._as_of(payload))

    def _as_of(self, payload: Mapping[str, Any]) -> datetime:
        """The moment that a card is told of: the present one, but for what was put off."""
        return datetime.fromisoformat(payload["as_of"]) if "as_of" in payload else self._core.clock.now()

    async def _card_to_change(self, payload: Mapping[str, Any]) -> int | None:
        """Looked up only now: one lane a chat, so the card that came first is there by now."""
        if payload.get("in_place"):
            cards = await find_cards(self._core, payload["subject"])
            mine = [one.message_id for one in cards if one.chat_id == payload["chat_id"]]
            return next((message for message in reversed(mine) if message is not None), None)
        return payload.get("message_id")

    async def _change(self, payload: Mapping[str, Any], message_id: int) -> None:
        change = EditMessageText(
            chat_id=payload["chat_id"],
            message_id=message_id,
            text=payload["text"],
            reply_markup=payload["markup"],
        )
        await harmlessly(self._bot(change))
        if payload.get("in_place"):
            await note_change(self._core, payload["chat_id"], message_id, self._as_of(payload))

    async def _send(self, job: Job) -> list[NewJob]:
        chat_id, in_doubt = job.payload["chat_id"], _HANDED_OVER in job.payload
        if in_doubt and job.lane != lane_of(chat_id):
            return [_in_own_lane(job)]
        is_alone = in_doubt and await self._log.is_alone(job, chat_id)
        after = await self._hand_over(job)
        if after is None:
            return [_in_own_lane(job)]
        call = await self._message(job.payload)
        try:
            with sending(chat_id, after=after, in_doubt=is_alone) as of_job:
                message = await self._bot(call)
        except TelegramAPIError as error:
            if not in_doubt and _is_refused(error):
                await self._keep(job, job.payload)
            raise
        await self._after_sending(job, message.message_id)
        if of_job.is_unknown or (in_doubt and not is_alone):
            is_text = isinstance(call, SendMessage)
            await harmlessly(self._bot(self._doubtful(job.payload, message.message_id, is_text=is_text)))
        return []

    async def _hand_over(self, job: Job) -> int | None:
        """Write down that it is about to be sent: it has a higher number than what is given back.

        None: somebody looks for a message in that chat, and comes first.
        """
        async with self._core.database.write() as connection:
            if _HANDED_OVER in job.payload:
                return int(job.payload[_HANDED_OVER])
            chat_id = job.payload["chat_id"]
            if job.lane != lane_of(chat_id) and await self._log.is_searched(connection, chat_id):
                return None
            after = await self._log.newest(connection)
            if not await queue.keep(connection, job, {**job.payload, _HANDED_OVER: after}):
                raise Later(1)  # the lease was over, and somebody else sends it
            return after

    async def _message(self, payload: Mapping[str, Any]) -> TelegramMethod[Any]:
        """Below the picture of a proof of delivery where it tells of one that has a picture, or below a
        copy of what somebody has sent."""
        chat_id, text, markup = payload["chat_id"], payload["text"], payload["markup"]
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
            # What was delivered is told at once, with or without a picture that cannot be fetched.
            with suppress(StoreAway, FileNotFoundError):
                drawn = (await self._core.ask(SYSTEM, DrawProof(UUID(payload["proof"])))).picture
        if drawn is None:
            return SendMessage(chat_id=chat_id, text=text, reply_markup=markup)
        photo = BufferedInputFile(drawn.content, "handed-over.jpg")
        caption = fit(text, CAPTION_LIMIT)
        return SendPhoto(chat_id=chat_id, photo=photo, caption=caption, reply_markup=markup)

    async def _after_sending(self, job: Job, message_id: int) -> None:
        """Note it at once and in one transaction; older cards of the same subject lose their buttons."""
        payload, older = job.payload, list[int]()
        chat_id = payload["chat_id"]
        async with self._core.database.write() as connection:
            await queue.finish(connection, [job.id], job.owner)
            await run_trip(connection, self._log.notes([(chat_id, message_id)]))
            if payload.get("subject"):
                at = self._as_of(payload)
                older = await note_card(connection, chat_id, message_id, payload["subject"], at)
        for old in older:
            await harmlessly(self._bot(EditMessageReplyMarkup(chat_id=chat_id, message_id=old)))

    async def _keep(self, job: Job, payload: Mapping[str, Any]) -> None:
        async with self._core.database.write() as connection:
            await queue.keep(connection, job, payload)

    def _doubtful(
        self, payload: Mapping[str, Any], message_id: int, *, is_text: bool
    ) -> EditMessageText | EditMessageCaption:
        """Adds the words of doubt: only the number of what was sent has told whether they are due."""
        say = self._book.say(payload.get("language") or LANGUAGES[0], escape=escape)
        most = TEXT_LIMIT if is_text else CAPTION_LIMIT
        text = paragraphs(fit(payload["text"], most - _ROOM_FOR_DOUBT), say("notice.again"))
        chat_id, markup = payload["chat_id"], payload["markup"]
        if is_text:
            return EditMessageText(chat_id=chat_id, message_id=message_id, text=text, reply_markup=markup)
        return EditMessageCaption(chat_id=chat_id, message_id=message_id, caption=text, reply_markup=markup)


def _in_own_lane(job: Job) -> NewJob:
    """The same once more, behind all that is being said to the person."""
    chat_id = job.payload["chat_id"]
    return NewJob(
        job.kind, job.payload, lane_of(chat_id), dedupe_key=f"alone:{job.id}", max_tries=job.max_tries
    )


def _is_refused(error: TelegramAPIError) -> bool:
    """Whether it is certain that the chat has not got it: there was an answer, or nobody to hand it to."""
    return not isinstance(error, TelegramNetworkError) or isinstance(error.__cause__, ClientConnectorError)
