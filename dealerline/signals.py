"""Ending in order: works run side by side until a signal comes or one of them fails."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


async def until_signal(*works: Coroutine[Any, Any, Any]) -> None:
    """Run the works until SIGINT or SIGTERM, then cancel them and wait for their ends.

    When a work fails first, the others are ended as well and its error is raised.
    """
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    tasks = [loop.create_task(work) for work in (*works, stopped.wait())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, Exception):
                await task
    for task in done:
        task.result()
