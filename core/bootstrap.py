"""The only wiring: settings in, a Core out. Each command and query is listed here by hand."""

from __future__ import annotations

from core.infra.db import Database
from core.infra.door import Core, Handler
from core.infra.settings import Settings
from core.kernel.clock import Clock, SystemClock

HANDLERS: dict[type, Handler] = {}

# Who hears of what: event name -> subscribers. "chat" is the bot's notices.
SUBSCRIBERS: dict[str, tuple[str, ...]] = {}


def build(settings: Settings, *, clock: Clock | None = None) -> Core:
    """A Core on the database of ``settings``; the database must be migrated (``core.migrations.upgrade``)."""
    return Core(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock or SystemClock(),
        handlers=HANDLERS,
        subscribers=SUBSCRIBERS,
    )
