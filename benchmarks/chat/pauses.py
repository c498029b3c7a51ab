"""How long everybody waits while the process looks for garbage, before and after what stands was put aside.

    python -m benchmarks.chat.pauses

The demo company in a warm process (products indexed, a quote made). A full collection stops the event loop
for as long as it takes to look through all objects; what a server imported and read at its start stays, so
``dealerline serve`` freezes it. Beside the limit for one step of a dialogue, 10 ms.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time

from benchmarks.chat.world import open_world
from bot.app import build_dispatcher
from core.i18n.phrases import Phrasebook
from core.jobs.clock import warm_up
from core.orders.use_cases.take_message import TakeMessage
from dealerline.serve import put_aside_what_stands
from driver_app_api.app import create_app

ROUNDS = 9
LIMIT_MS = 10


def full_collections() -> list[float]:
    """Milliseconds of CPU for which each of some full collections stopped the process."""
    pauses = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        gc.collect()
        pauses.append((time.thread_time() - start) * 1000)
    return pauses


def show(title: str, pauses: list[float]) -> None:
    print(f"{title:22} median {statistics.median(pauses):7.2f} ms   worst {max(pauses):7.2f} ms")


async def main() -> None:
    world = await open_world()
    book = Phrasebook()
    standing = (build_dispatcher(world.core, book), create_app(world.core, book=book))
    await warm_up(world.core)
    await world.core.execute(world.buyer, TakeMessage("\n".join(f"2 {name}" for name in world.names[:5])))
    gc.collect()
    held = len(gc.get_objects())
    show("as it comes", full_collections())
    put_aside_what_stands()
    show("what stands put aside", full_collections())
    print(f"{held:,} objects; limit {LIMIT_MS} ms for a step of a dialogue")
    await world.core.close()
    del standing


if __name__ == "__main__":
    asyncio.run(main())
