"""Runs Dealerline in one process: bot, worker and web server in one event loop, ended by a signal."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

import structlog

from bot.service import ChatService, run_service
from core.bootstrap import build
from core.i18n.phrases import Phrasebook
from core.infra.log import configure_logging
from core.infra.settings import Settings
from core.jobs.carriers import run_carriers
from core.jobs.clock import run_clock, warm_up
from core.jobs.housekeeping import run_housekeeping
from core.migrations import upgrade
from dealerline.signals import until_signal
from dealerline.web import web_server
from driver_app_api.app import create_app

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Bot and web server until SIGINT or SIGTERM; what runs then is finished first."""
    core = build(settings)
    book = Phrasebook()
    service = ChatService(core, book)
    store = service.store if settings.webhook_url else None
    app = create_app(core, store_updates=store, book=book)
    server = web_server(app, settings.listen_host, settings.listen_port)
    try:
        await warm_up(core)
        put_aside_what_stands()
        await until_signal(
            run_service(service), run_clock(core), run_carriers(core), run_housekeeping(core), server.serve()
        )
    finally:
        await service.close()
        await core.close()


def put_aside_what_stands() -> None:
    """What was imported and read until now stays: no later search for garbage looks through it again.

    Half a million objects stopped everybody's chat for a quarter of a second (``benchmarks.chat.pauses``).
    """
    gc.collect()
    gc.freeze()


def run_serve(settings: Settings) -> None:
    """Migrate, then serve. Blocking."""
    configure_logging(settings.log_level, as_json=settings.log_json)
    if not settings.bot_token.get_secret_value():
        raise SystemExit(
            "Set DEALERLINE_BOT_TOKEN to your bot's token, or try it without one: dealerline demo"
        )
    upgrade(settings.database_url)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(settings))
