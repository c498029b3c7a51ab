"""Every message once: what nobody knows to have arrived is looked for before it is sent again.

The Bot API knows no key by which it would recognise a message that comes again: whoever dies between its
"yes" and the own note of it cannot say whether the chat has the message. But it numbers all messages of a
bot's private chats one after the other, the people's and the bot's, and whoever changes a message into what
it shows already is told "message is not modified". So:

1. What arrived is noted (``SentRow``) in the transaction that ends the job it was sent for.
2. Whoever begins a job knows a number that all it will send lies above (``Sending.after``): of the message
   that it answers, or the newest that was noted.
3. A message of ours that stands in a chat and was never noted comes from a job in doubt. A job that is begun
   again changes the first such one above its number into what it wants to say. Where that is its own, nothing
   changes. Where it is that of another job in doubt, that one takes the next: in the end each is there once.
4. Whoever looks is alone in that chat: it works in the person's own lane, waits for whom it finds at work
   beside it, and who comes after it queues up behind it (``SentLog.is_searched``).

Only so many numbers are tried. Where messages lie between them and the one that is sent then, it is not known
whether one of them is the same (``Sending.is_unknown``). Broadcasts keep their own books, and stand in no
lane of a person: while one goes out, nothing is looked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    CopyMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    Response,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message
from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.notices.sends import SEND
from bot.tables import SentRow
from core.channel.use_cases.broadcast import RUN_BROADCAST
from core.infra.columns import table_of
from core.infra.door import Core
from core.infra.queue import PENDING, Job, JobRow
from core.infra.worker import Later
from core.infra.writes import Row, Write

log = structlog.get_logger()

# Numbers that are tried: as many messages as a busy bot and its people write while one is on its way.
MOST_TRIED = 32
KEEP = timedelta(days=3)
_PRUNE_EVERY = timedelta(hours=1)
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 10.0

_sent = table_of(SentRow)
_insert = {
    name: Write(insert(_sent).on_conflict_do_nothing(index_elements=["chat_id", "message_id"]))
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_newest = select(func.max(_sent.c.message_id))

Sends = SendMessage | SendPhoto | SendDocument | CopyMessage
Change = Callable[[int], TelegramMethod[Any]]


@dataclass(slots=True)
class Sending:
    """What one job sends into one chat.

    after: all of it has a higher number than this. in_doubt: an earlier try of the job may have sent it.
    tried_to: the numbers up to this one were tried in vain. sent: (chat, message) that are there now;
    is_unknown: something went out that may be there twice.
    """

    chat_id: int
    after: int
    in_doubt: bool
    tried_to: int = 0
    sent: list[tuple[int, int]] = field(default_factory=list)
    is_unknown: bool = False


_current: ContextVar[Sending | None] = ContextVar("sending", default=None)


@contextmanager
def sending(chat_id: int, *, after: int = 0, in_doubt: bool = False) -> Iterator[Sending]:
    """All that is sent inside is of one job."""
    of_job = Sending(chat_id, after, in_doubt)
    token = _current.set(of_job)
    try:
        yield of_job
    finally:
        _current.reset(token)


def lane_of(chat_id: int) -> str:
    """The lane in which a person's own acts are answered, one after the other."""
    return f"person:{chat_id}"


class SentLog:
    """What is known of the messages of this bot. One for each process."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._newest_seen = 0
        self._pruned = core.clock.now()

    def see(self, update: Mapping[str, Any]) -> None:
        """A message that exists already: what is sent from now on has a higher number."""
        tap = update.get("callback_query")
        for source in (update.get("message"), tap.get("message") if isinstance(tap, dict) else None):
            if not isinstance(source, dict) or not isinstance(source.get("chat"), dict):
                continue
            if source["chat"].get("type") == "private":
                self.see_number(source.get("message_id"))

    def see_number(self, message_id: object) -> None:
        if isinstance(message_id, int):
            self._newest_seen = max(self._newest_seen, message_id)

    async def newest(self, connection: AsyncConnection) -> int:
        """A number that every message which is sent from now on lies above."""
        noted = (await connection.execute(_newest)).scalar()
        return max(noted or 0, self._newest_seen)

    async def noted(self, chat_id: int, after: int) -> set[int]:
        """Messages of ours in a chat that nobody has to look for."""
        async with self._core.database.read() as connection:
            of_chat = and_(_sent.c.chat_id == chat_id, _sent.c.message_id > after)
            return set((await connection.execute(select(_sent.c.message_id).where(of_chat))).scalars())

    def notes(self, sent: Sequence[tuple[int, int]]) -> list[tuple[Write, Sequence[Row]]]:
        """The writes that note messages, for the transaction that ends their job."""
        if not sent:
            return []
        dialect = "sqlite" if self._core.database.is_sqlite else "postgresql"
        now = self._core.clock.now()
        return [(_insert[dialect], [{"chat_id": chat, "message_id": each, "at": now} for chat, each in sent])]

    async def forget_old(self) -> None:
        """Once an hour, what no job can be in doubt about any more; the newest number is kept."""
        now = self._core.clock.now()
        if now - self._pruned < _PRUNE_EVERY:
            return
        self._pruned = now
        async with self._core.database.write() as connection:
            newest = await self.newest(connection)
            old = and_(_sent.c.at < now - KEEP, _sent.c.message_id < newest)
            await connection.execute(delete(_sent).where(old))

    async def is_searched(self, connection: AsyncConnection, chat_id: int) -> bool:
        """Whether somebody looks for a message in the chat, or is going to before anything is said there."""
        looking = and_(
            JobRow.lane == lane_of(chat_id),
            JobRow.state == PENDING,
            or_(JobRow.kind == SEND, JobRow.tries > 1),
        )
        return (await connection.execute(select(JobRow.id).where(looking).limit(1))).first() is not None

    async def is_alone(self, job: Job, chat_id: int) -> bool:
        """Wait until nobody else is at work in the chat. False: a broadcast is, and may be for long.

        Later where somebody is and does not end.
        """
        waited = 0.0
        while True:
            busy = await self._at_work(job, chat_id)
            if not busy:
                return True
            if RUN_BROADCAST in busy:
                return False
            if waited >= _PATIENCE_SECONDS:
                raise Later(1)
            await asyncio.sleep(_LOOK_SECONDS)
            waited += _LOOK_SECONDS

    async def _at_work(self, job: Job, chat_id: int) -> set[str]:
        """The kinds of the other jobs that may speak in a chat right now."""
        own = lane_of(chat_id), f"chat:{chat_id}", f"quiet:chat:{chat_id}"
        others = and_(
            JobRow.state == PENDING,
            JobRow.lease_until > self._core.clock.now(),
            JobRow.id != job.id,
            or_(JobRow.lane.in_(own), JobRow.kind == RUN_BROADCAST),
        )
        async with self._core.database.read() as connection:
            return set((await connection.execute(select(JobRow.kind).where(others))).scalars())


class SendOnce(BaseRequestMiddleware):
    """Looks for a message in doubt where it is about to be sent again, and keeps what was sent."""

    def __init__(self, sent_log: SentLog) -> None:
        self._log = sent_log

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        of_job = _current.get()
        if of_job is None or not isinstance(method, Sends):
            return await make_request(bot, method)
        send: Any = make_request
        if of_job.in_doubt and method.chat_id == of_job.chat_id:
            found = await self._find(send, bot, method, of_job)
            if found is not None:
                return found
        answer: Any = await send(bot, method)
        self._log.see_number(answer.message_id)
        if method.chat_id == of_job.chat_id and 0 < of_job.tried_to < answer.message_id - 1:
            of_job.is_unknown = True
        of_job.sent.append((int(method.chat_id), answer.message_id))
        return cast("Response[TelegramType]", answer)

    async def _find(
        self,
        send: Callable[[Bot, TelegramMethod[Any]], Awaitable[Any]],
        bot: Bot,
        method: Sends,
        of_job: Sending,
    ) -> Response[Any] | None:
        """The first message of ours that nobody has noted, changed into this one; None: there is none."""
        change = _change_into(method)
        if change is None:
            of_job.is_unknown = True
            return None
        noted = await self._log.noted(of_job.chat_id, of_job.after)
        last = of_job.after + MOST_TRIED
        for message_id in range(of_job.after + 1, last + 1):
            if message_id in noted:
                continue
            try:
                answer = await send(bot, change(message_id))
                was_other = True
            except TelegramBadRequest as error:
                if "message is not modified" not in str(error):
                    continue  # not there, of another chat, the person's own, or of another kind
                answer = _as_it_stands(of_job.chat_id, message_id)
                was_other = False
            log.info("message_found", chat=of_job.chat_id, message=message_id, was_other=was_other)
            of_job.after = message_id
            of_job.sent.append((of_job.chat_id, message_id))
            return cast("Response[Any]", answer)
        of_job.in_doubt = False
        of_job.tried_to = last
        return None


def _change_into(method: Sends) -> Change | None:
    """Changes a message into what would be sent; None where no message can be changed into that."""
    markup = method.reply_markup
    if markup is not None and not isinstance(markup, InlineKeyboardMarkup):
        return None
    chat_id = method.chat_id
    if isinstance(method, SendMessage):
        text, mode = method.text, method.parse_mode

        def change_text(message_id: int) -> EditMessageText:
            return EditMessageText(
                chat_id=chat_id, message_id=message_id, text=text, parse_mode=mode, reply_markup=markup
            )

        return change_text
    if isinstance(method, CopyMessage):
        caption, mode = method.caption, method.parse_mode

        def change_caption(message_id: int) -> EditMessageCaption:
            return EditMessageCaption(
                chat_id=chat_id, message_id=message_id, caption=caption, parse_mode=mode, reply_markup=markup
            )

        return change_caption
    media: InputMediaPhoto | InputMediaDocument = (
        InputMediaPhoto(media=method.photo, caption=method.caption, parse_mode=method.parse_mode)
        if isinstance(method, SendPhoto)
        else InputMediaDocument(media=method.document, caption=method.caption, parse_mode=method.parse_mode)
    )

    def change_media(message_id: int) -> EditMessageMedia:
        return EditMessageMedia(chat_id=chat_id, message_id=message_id, media=media, reply_markup=markup)

    return change_media


def _as_it_stands(chat_id: int, message_id: int) -> Message:
    """What would have come back, as far as anybody asks for it."""
    return Message(
        message_id=message_id, date=datetime.fromtimestamp(0, UTC), chat=Chat(id=chat_id, type="private")
    )
