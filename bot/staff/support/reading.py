"""The machine reads what a dealer wrote to a human, as if it had been written to the machine."""

from __future__ import annotations

from uuid import UUID

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter

from bot.dealer.ordering.words import on_typed
from bot.screen import escape
from bot.turn import Turn
from core.dealers.types import Standing
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.queue import Job
from core.infra.worker import Later
from core.kernel.actor import STRANGER, SYSTEM
from core.kernel.errors import Refused
from core.support.use_cases.talk import ShowWord

log = structlog.get_logger()


class MachineReads:
    """The worker's handler for jobs of kind ``support.read``."""

    def __init__(self, core: Core, bot: Bot, book: Phrasebook) -> None:
        self._core = core
        self._bot = bot
        self._book = book

    async def read(self, job: Job) -> None:
        """In the dealer's lane and under the message's own key: it becomes order lines once, ever."""
        chat_id, message_id = job.payload["chat_id"], job.payload["message_id"]
        identity = await self._core.ask(STRANGER, IdentifyChat(chat_id))
        if identity.standing is not Standing.MEMBER:
            return
        word = await self._core.ask(SYSTEM, ShowWord(UUID(job.payload["word"])))
        turn = Turn(
            core=self._core,
            bot=self._bot,
            book=self._book,
            identity=identity,
            say=self._book.say(identity.actor.language, zone=identity.actor.zone, escape=escape),
            chat_id=chat_id,
            telegram_id=chat_id,
            key=f"msg:{chat_id}:{message_id}",
            typed=message_id,
            begun_before=job.tries > 1,
        )
        try:
            await on_typed(turn, word.text)
        except Refused as refusal:
            await turn.show_sentence(turn.refusal(refusal))
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        except TelegramForbiddenError:
            log.info("chat_blocked_us", chat=chat_id)
