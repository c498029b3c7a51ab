"""The bot at work: updates are stored before they are confirmed, and handled after, one lane a person.

Every way the framework ships either loses updates at a crash or repeats a poisoned one for a day; here an
update is a job of the queue: tried a few times, then buried, and the person is told.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import Update

from bot.app import ALLOWED_UPDATES, build_bot, build_dispatcher, publish_commands
from bot.inline.answering import InlineAnswers
from bot.notices.notices import HEAR, SEND, Notices
from bot.office.broadcasts.delivery import BroadcastDelivery
from bot.office.reports.delivery import ReportDelivery
from bot.outbox import Outbox
from bot.sent import SendOnce, SentLog, sending
from bot.staff.support.reading import MachineReads
from core.channel.use_cases.broadcast import RUN_BROADCAST
from core.channel.use_cases.keep_digest import SEND_DIGEST
from core.i18n.phrases import Phrasebook
from core.infra import queue
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.infra.worker import JobHandler, Later, Leaves, Worker
from core.kernel.texts import storable
from core.reporting.use_cases.schedule_report import SEND_REPORT
from core.support.use_cases.talk import READ_WORD

log = structlog.get_logger()

UPDATE = "telegram.update"
# Beside what Telegram says in an update: the answer to it has a higher number than this.
_AFTER = "answered_after"
POLL_TIMEOUT = 25
MOST_WAIT = 30.0


class ChatService:
    """Everything the bot runs: intake of updates, the worker, sends. One for each process."""

    def __init__(self, core: Core, book: Phrasebook, *, session: BaseSession | None = None) -> None:
        self.core = core
        self.book = book
        self.bot: Bot = build_bot(core.settings, session)
        self.dispatcher: Dispatcher = build_dispatcher(core, book)
        self.sent = SentLog(core)
        self.bot.session.middleware(SendOnce(self.sent))
        self.inline = InlineAnswers(core, self.bot, book)
        self._offset = 0
        notices = Notices(core, book)
        handlers: dict[str, JobHandler] = {
            UPDATE: self._handle_update,
            HEAR: notices.hear,
            SEND: Outbox(core, self.bot, book, self.sent).send,
            SEND_DIGEST: notices.tell_digest,
            RUN_BROADCAST: self._noting(BroadcastDelivery(core, self.bot, book).run),
            READ_WORD: self._noting(MachineReads(core, self.bot, book).read),
            SEND_REPORT: self._noting(ReportDelivery(core, self.bot, book).send),
        }
        self.worker = Worker(core, handlers, name="bot")

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Put updates into the inbox; when this returns they cannot be lost, and a repeated one is known.

        Inline queries are answered beside it: nothing of them has to survive (``bot.inline``).

        What this process can start at once it starts.
        """
        for update in updates:
            if isinstance(update.get("inline_query"), dict):
                self.inline.take(update["inline_query"])
            self.sent.see(update)
        jobs = [
            NewJob(
                kind=UPDATE,
                payload=_storable(update),
                lane=f"person:{_person_of(update)}",
                dedupe_key=f"update:{self.bot.id}:{update['update_id']}",
                max_tries=3,
            )
            for update in updates
            if isinstance(update.get("update_id"), int) and "inline_query" not in update
        ]
        if not jobs:
            return
        async with self.core.database.write() as connection:
            after = await self.sent.newest(connection)
            for job in jobs:
                job.payload[_AFTER] = after
            leased = await queue.enqueue(connection, jobs, self.core.clock.now(), lease_to=self.worker.owner)
        self.worker.take(leased)
        if len(leased) < len(jobs):
            self.worker.wake()
        await self.sent.forget_old()

    async def _handle_update(self, job: Job) -> Leaves:
        after, chat_id = job.payload.get(_AFTER, 0), _person_of(job.payload)
        update = Update.model_validate(job.payload, context={"bot": self.bot})
        begun_before = job.tries > 1
        in_doubt = begun_before and await self.sent.is_alone(job, chat_id)
        try:
            tries = {"last_try": job.tries >= job.max_tries, "begun_before": begun_before}
            with sending(chat_id, after=after, in_doubt=in_doubt) as of_job:
                await self.dispatcher.feed_update(self.bot, update, **tries)
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        return Leaves(writes=self.sent.notes(of_job.sent))

    def _noting(self, handler: JobHandler) -> JobHandler:
        """What the job sends is noted as it ends."""

        async def handle(job: Job) -> Leaves:
            with sending(0) as of_job:
                jobs = await handler(job)
            assert not isinstance(jobs, Leaves)
            return Leaves(jobs or (), self.sent.notes(of_job.sent))

        return handle

    async def start(self) -> None:
        """Tell Telegram how updates come to us; tried until it answers."""
        await _patiently("telegram_unreachable", self._introduce)

    async def _introduce(self) -> None:
        settings = self.core.settings
        if settings.webhook_url:
            await self.bot.set_webhook(
                settings.webhook_url,
                secret_token=settings.webhook_secret.get_secret_value(),
                allowed_updates=list(ALLOWED_UPDATES),
            )
        else:
            await self.bot.delete_webhook()
        await publish_commands(self.bot, self.book)

    async def poll(self) -> None:
        """Long polling for ever."""
        timeout = aiohttp.ClientTimeout(total=POLL_TIMEOUT + 10)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await _patiently("polling_failed", partial(self._fetch, session))

    async def _fetch(self, session: aiohttp.ClientSession) -> None:
        """One call: it confirms what the last one brought, which is stored by now."""
        settings = self.core.settings
        base = settings.bot_api_base.rstrip("/")
        question = {
            "offset": self._offset,
            "timeout": POLL_TIMEOUT,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        address = f"{base}/bot{settings.bot_token.get_secret_value()}/getUpdates"
        async with session.post(address, data=question) as response:
            answer = await response.json()
        if not answer.get("ok"):
            raise PollingRefused(answer.get("description", ""))
        updates = answer["result"]
        if updates:
            await self.store(updates)
            self._offset = updates[-1]["update_id"] + 1

    async def close(self) -> None:
        await self.inline.close()
        await self.bot.session.close()


class PollingRefused(Exception):
    """The Bot API answered getUpdates with an error."""


async def _patiently(event: str, attempt: Callable[[], Awaitable[None]]) -> None:
    """Do it until it works: the network and the server come back, a bot that gave up would not."""
    wait = 1.0
    while True:
        try:
            return await attempt()
        except (aiohttp.ClientError, TelegramAPIError, TimeoutError, PollingRefused, ValueError) as error:
            log.warning(event, error=type(error).__name__, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, MOST_WAIT)


def _storable(value: Any) -> Any:
    """An update without signs that PostgreSQL cannot store: refused, it would come back for a day."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {name: _storable(one) for name, one in value.items()}
        case list():
            return [_storable(one) for one in value]
        case _:
            return value


def _person_of(update: dict[str, Any]) -> int:
    """Whose lane an update belongs to: messages and taps of one person come through different queues."""
    for kind in ALLOWED_UPDATES:
        source = update.get(kind)
        if isinstance(source, dict):
            person = source.get("from", {}).get("id") or source.get("chat", {}).get("id")
            if isinstance(person, int):
                return person
    return 0


async def run_service(service: ChatService) -> None:
    """Work until cancelled; then what runs is finished and the rest stays in the queue."""
    async with asyncio.TaskGroup() as group:
        working = group.create_task(service.worker.run())
        try:
            await service.start()
            if service.core.settings.webhook_url:
                await asyncio.Event().wait()
            else:
                await service.poll()
        finally:
            service.worker.stop()
            with suppress(asyncio.CancelledError):
                await asyncio.wait_for(asyncio.shield(working), 20)
