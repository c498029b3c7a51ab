"""Makes the Turn of every update: who writes, how fast, in which language; and says what went wrong."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from bot.answers import Answer
from bot.expecting import forget_question, take_answer
from bot.languages import language_of
from bot.middlewares.throttle import Throttle
from bot.screen import OldButton, escape
from bot.security.proving import Again, ask_for_code
from bot.turn import Turn
from core.dealers.types import Standing
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.dealers.use_cases.sign_out import NoteSeen
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.worker import Later
from core.kernel.actor import STRANGER
from core.kernel.errors import Refused, SecondFactorNeeded

log = structlog.get_logger()

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
_OPEN_TO_STRANGERS = "/start"
_SEEN_EVERY = timedelta(hours=1)


class Turns(BaseMiddleware):
    """The one outer middleware of the bot."""

    def __init__(self, core: Core, book: Phrasebook, answers: Mapping[str, Answer]) -> None:
        self._core = core
        self._book = book
        self._answers = answers
        self._throttle = Throttle()

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            return None
        bot: Bot = data["bot"]
        if event.callback_query is not None:
            # At once, before any work: the client shows a spinner until then.
            # It is a courtesy: where it fails the spinner ends by itself, and the work is done all the same.
            with suppress(TelegramAPIError):
                await bot(AnswerCallbackQuery(callback_query_id=event.callback_query.id))
        turn = await self._turn(event, bot)
        if turn is None:
            return None
        turn.begun_before = bool(data.get("begun_before"))
        if not self._throttle.allows(turn.telegram_id, time.monotonic()):
            if self._throttle.first_refusal(turn.telegram_id):
                await turn.tell("error.too_fast")
            return None
        if not self._is_open_to(turn, event):
            blocked = turn.identity.standing is Standing.BLOCKED
            await turn.tell("join.blocked" if blocked else "join.how")
            return None
        data["turn"] = turn
        try:
            return await self._handle(turn, handler, event, data)
        except Again as again:
            return await self(handler, again.update, data)
        except Refused as refusal:
            await turn.show_sentence(turn.refusal(refusal))
        except OldButton:
            await turn.tell("error.old_button")
        except (TelegramRetryAfter, Later):
            raise  # asked to wait is not failed: the update comes back when the wait is over
        except TelegramForbiddenError:
            log.info("chat_blocked_us", chat=turn.chat_id)
        except Exception:
            if data.get("last_try"):
                await turn.tell("error.unexpected")
            raise
        return None

    async def _handle(self, turn: Turn, handler: Next, update: Update, data: dict[str, Any]) -> Any:
        """Hand the update to whoever takes it; where that wants a second factor, ask for the code."""
        await self._note_seen(turn)
        try:
            return None if await self._is_answer(turn, update) else await handler(update, data)
        except SecondFactorNeeded as need:
            await ask_for_code(turn, update, need)

    async def _turn(self, update: Update, bot: Bot) -> Turn | None:
        """None for what is not said by a person in a private chat."""
        source: Message | CallbackQuery | None = (
            update.message or update.edited_message or update.callback_query
        )
        if source is None or source.from_user is None or source.from_user.is_bot:
            return None
        tapped: int | None = None
        typed: int | None = None
        if isinstance(source, CallbackQuery):
            if source.message is None or source.message.chat.id != source.from_user.id:
                return None
            chat_id, tapped = source.message.chat.id, source.message.message_id
            key = f"tap:{chat_id}:{tapped}:{source.data}"
        else:
            if source.chat.type != "private":
                return None
            chat_id, typed = source.chat.id, source.message_id
            key = f"msg:{chat_id}:{source.message_id}"
        identity = await self._core.ask(STRANGER, IdentifyChat(source.from_user.id))
        language = identity.actor.language
        if identity.standing is Standing.UNKNOWN:
            language = language_of(source.from_user.language_code)
        return Turn(
            core=self._core,
            bot=bot,
            book=self._book,
            identity=identity,
            say=self._book.say(language, zone=identity.actor.zone, escape=escape),
            chat_id=chat_id,
            telegram_id=source.from_user.id,
            key=key,
            tapped=tapped,
            typed=typed,
        )

    async def _note_seen(self, turn: Turn) -> None:
        """When a chat was used last is written down once an hour."""
        seen_at = turn.identity.seen_at
        if seen_at is not None and self._core.clock.now() - seen_at >= _SEEN_EVERY:
            await turn.core.execute(turn.actor, NoteSeen())

    async def _is_answer(self, turn: Turn, update: Update) -> bool:
        """Whether this is what we had asked for; then it is done with. Any other act drops the question."""
        text = update.message.text if update.message is not None else None
        if text is None or text.startswith("/"):
            if update.edited_message is None:
                await forget_question(self._core, turn.chat_id)
            return False
        expected = await take_answer(self._core, turn.chat_id, turn.key)
        answer = None if expected is None else self._answers.get(expected.name)
        if expected is None or answer is None:
            return False
        if expected.is_late:
            await turn.tell("question.too_late")
            return True
        turn.answering = expected
        await answer(turn, expected.data, text)
        return True

    @staticmethod
    def _is_open_to(turn: Turn, update: Update) -> bool:
        """Whom we do not know (or do not want to) may only join."""
        if turn.identity.standing is Standing.MEMBER:
            return True
        message = update.message
        if message is None:
            return False
        return message.contact is not None or (message.text or "").startswith(_OPEN_TO_STRANGERS)
