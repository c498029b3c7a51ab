"""Telegram's sending limits: one bucket for the bot, one for each chat; ``retry_after`` is obeyed.

Short bursts to one chat pass, after that about a message a second (Bot FAQ). What a person is waiting for is
held back and repeated here; notices that must wait longer go back to the queue (``bot.service``).
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

PATIENCE_SECONDS = 20
MOST_CHATS = 10_000
_CHAT_PER_SECOND = 1.0


class Pace:
    """A bucket that fills by ``per_second`` up to ``burst``; ``take`` says how long to wait first."""

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._tokens = burst
        self._at = now

    def take(self, now: float) -> float:
        """Take a token (it may be one of the future); seconds until it is there."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        self._tokens -= 1
        return max(-self._tokens / self._per_second, 0.0)


class SendLimiter(BaseRequestMiddleware):
    """Holds back whatever goes to a chat; questions to the server (getMe, getFile) pass freely."""

    def __init__(
        self, *, per_second: float, chat_burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._chat_burst = chat_burst
        self._all = Pace(per_second, per_second, clock())
        self._chats: OrderedDict[int, Pace] = OrderedDict()

    def wait_for(self, chat_id: int) -> float:
        """Seconds to hold back the next message to a chat."""
        now = self._clock()
        pace = self._chats.pop(chat_id, None) or Pace(self._chat_burst, _CHAT_PER_SECOND, now)
        self._chats[chat_id] = pace
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return max(pace.take(now), self._all.take(now))

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat_id: Any = getattr(method, "chat_id", None)
        if not isinstance(chat_id, int):
            return await make_request(bot, method)
        while True:
            wait = self.wait_for(chat_id)
            if wait:
                await asyncio.sleep(wait)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                if error.retry_after > PATIENCE_SECONDS:
                    raise
                await asyncio.sleep(error.retry_after)
