"""One process that is going to be killed: the real bot, its worker and its clock on a database of its own.

Its time goes on from the moment that it is told, so that the leases of those killed before it have ended.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.service import ChatService, run_service
from core.bootstrap import build
from core.infra.settings import Settings
from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.reading import read_message
from core.intake.types import CatalogEntry, DealerView
from core.jobs.clock import run_clock
from tests.chat import phrasebook


class RunningClock:
    """Goes on from ``start`` as fast as real time does."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._from = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._from)


def warm() -> None:
    """Word lists, models and words are read once, by the parent of all processes."""
    phrasebook()
    index = CatalogIndex.build([CatalogEntry("1", "IP15P", ("Apple iPhone 15 Pro 128GB",))])
    for line in read_message("25 iphone 15 pro", today=date(2025, 10, 14)).lines:
        match_line(line, index, DealerView())


def settings_for(database_url: str, bot_api: str, token: str) -> Settings:
    return Settings(
        database_url=database_url,
        bot_token=SecretStr(token),
        bot_api_base=bot_api,
        chat_burst=1000,
        sends_per_second=1000,
        require_second_factor=False,
        _env_file=None,
    )


async def live(order: dict[str, Any]) -> None:
    """Work until killed. ``polls``: all that ``dealerline serve`` runs; else a second worker beside it."""
    settings = settings_for(order["database"], order["bot_api"], order["token"])
    core = build(settings, clock=RunningClock(datetime.fromisoformat(order["start"])))
    service = ChatService(core, phrasebook())
    if order["polls"]:
        await asyncio.gather(run_service(service), run_clock(core))
    else:
        await service.worker.run()
