"""Forgets what nobody needs any more: done jobs and used idempotency keys, in small steps."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import delete

from core.infra import queue
from core.infra.door import Core, IdempotencyRow

log = structlog.get_logger()

# Telegram repeats an update for a day at the most; twice that is safe.
KEEP_JOBS = timedelta(days=2)
KEEP_KEYS = timedelta(days=30)
EVERY_SECONDS = 3600


async def keep_house(core: Core) -> int:
    """One round; returns how many jobs were forgotten."""
    now = core.clock.now()
    async with core.database.write() as connection:
        pruned = await queue.prune(connection, now - KEEP_JOBS)
        await connection.execute(delete(IdempotencyRow).where(IdempotencyRow.at < now - KEEP_KEYS))
    return pruned


async def run_housekeeping(core: Core) -> None:
    """A round an hour, for ever; a failed round is only a line in the log."""
    while True:
        try:
            await keep_house(core)
        except Exception:
            log.exception("housekeeping_failed")
        await asyncio.sleep(EVERY_SECONDS)
