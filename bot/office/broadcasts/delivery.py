"""A broadcast goes out: one person after the other, never faster than half of what Telegram allows.

It is one job at a time in one lane, and each stretch of it leaves the next one in the queue. So answers to
dealers find a free worker and half of the sending limit for themselves, however many people are written to;
and what is killed goes on with the next person.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError

from bot.cards import find_cards
from bot.dealer.survey.screens import question_screen
from bot.notices.sends import edit_job
from bot.office.broadcasts.screens import broadcast_screen, message_screen, subject_of
from bot.screen import Screen, escape
from bot.sending import Pace
from core.channel.types import BroadcastState, Delivery, NextPerson, NoticeKind
from core.channel.use_cases.broadcast import RUN_BROADCAST, ShowBroadcast, TakeNextPerson
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.feedback.wording import read_question
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.infra.worker import Later
from core.kernel.actor import STRANGER, SYSTEM

STRETCH_SECONDS = 3.0
_SHARE = 0.5
_TRY_AGAIN_SECONDS = 10.0


class BroadcastDelivery:
    """The worker's handler for jobs of kind ``broadcast.run``. One for each process."""

    def __init__(
        self, core: Core, bot: Bot, book: Phrasebook, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._core = core
        self._bot = bot
        self._book = book
        self._clock = clock
        rate = core.settings.sends_per_second * _SHARE
        self._pace = Pace(1, rate, clock())

    async def run(self, job: Job) -> list[NewJob]:
        """A stretch of one broadcast; what it returns continues it and brings its cards up to date."""
        broadcast_id = UUID(job.payload["broadcast"])
        ends = self._clock() + STRETCH_SECONDS
        person = await self._core.execute(SYSTEM, TakeNextPerson(broadcast_id))
        while person is not None:
            try:
                outcome = await self._send(broadcast_id, person)
            except Later:
                # Not delivered for certain: it is this person's turn again.
                await self._note(broadcast_id, person, Delivery.WAITING)
                raise
            if self._clock() >= ends:
                await self._note(broadcast_id, person, outcome)
                break
            person = await self._core.execute(SYSTEM, TakeNextPerson(broadcast_id, person.person_id, outcome))
        following = [] if person is None else [self._next(job)]
        return [*following, *await self._cards(broadcast_id, job)]

    def _next(self, job: Job) -> NewJob:
        return NewJob(kind=RUN_BROADCAST, payload=job.payload, lane=job.lane)

    async def _note(self, broadcast_id: UUID, person: NextPerson, outcome: Delivery) -> None:
        command = TakeNextPerson(broadcast_id, person.person_id, outcome, goes_on=False)
        await self._core.execute(SYSTEM, command)

    def _screen(self, broadcast_id: UUID, person: NextPerson) -> Screen:
        say = self._book.say(person.language, escape=escape)
        if person.kind is NoticeKind.SURVEYS:
            return question_screen(broadcast_id, read_question(person.text), say)
        return message_screen(person.kind, person.text, say)

    async def _send(self, broadcast_id: UUID, person: NextPerson) -> Delivery:
        """One message to one person; Later where it is certain that it did not arrive and may do so soon."""
        wait = self._pace.take(self._clock())
        if wait:
            await asyncio.sleep(wait)
        screen = self._screen(broadcast_id, person)
        message = SendMessage(
            chat_id=person.telegram_id, text=screen.text, reply_markup=screen.inline_markup()
        )
        try:
            await self._bot(message)
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        except TelegramForbiddenError:
            return Delivery.BLOCKED
        except TelegramNetworkError as error:
            if isinstance(error.__cause__, ClientConnectorError):
                raise Later(_TRY_AGAIN_SECONDS) from error
            return Delivery.SENDING  # it was handed over, and no answer came: in doubt
        except TelegramServerError as error:
            raise Later(_TRY_AGAIN_SECONDS) from error
        except TelegramAPIError as error:
            return Delivery.BLOCKED if "chat not found" in str(error) else Delivery.FAILED
        return Delivery.SENT

    async def _cards(self, broadcast_id: UUID, job: Job) -> list[NewJob]:
        """Edits of all cards that show the broadcast."""
        broadcast = await self._core.ask(SYSTEM, ShowBroadcast(broadcast_id))
        if broadcast.state is BroadcastState.SCHEDULED:
            return []
        jobs = []
        for card in await find_cards(self._core, subject_of(broadcast)):
            identity = await self._core.ask(STRANGER, IdentifyChat(card.chat_id))
            say = self._book.say(identity.actor.language, zone=identity.actor.zone, escape=escape)
            screen = broadcast_screen(broadcast, say)
            jobs.append(edit_job(f"broadcast:{job.id}", card, screen))
        return jobs
