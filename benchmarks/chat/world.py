"""The demo company on SQLite, loaded once into a file that later runs use again."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select, update

from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerPersonRow, DealerRow
from core.infra.door import Core
from core.infra.settings import Settings
from core.intake.tables import HabitRow
from core.kernel.actor import Actor, Role
from core.migrations import upgrade
from core.orders.tables import DraftRow

DATABASE = Path("data/benchmark.db")
LINES = 45


@dataclass(frozen=True, slots=True)
class World:
    core: Core
    buyer: Actor
    skus: tuple[str, ...]
    names: tuple[str, ...]
    amounts: tuple[int, ...]  # what the dealer usually takes of each


async def open_world(database: Path = DATABASE, dealer: str = "TechMart Corp") -> World:
    """The company with the buyer of one dealer; the first run loads it (about half a minute)."""
    from dealerline.demo.load import load_demo

    fresh = not await asyncio.to_thread(database.exists)
    upgrade(f"sqlite:///{database}")
    core = build(Settings(database_url=f"sqlite:///{database}", _env_file=None))
    if fresh:
        await load_demo(core, date(2026, 11, 22))
    async with core.database.write() as connection:
        person = (
            await connection.execute(
                select(DealerPersonRow.person_id, DealerPersonRow.dealer_id)
                .join(DealerRow, DealerRow.id == DealerPersonRow.dealer_id)
                .where(DealerRow.name == dealer, DealerPersonRow.role != Role.DEALER_VIEWER)
                .limit(1)
            )
        ).one()
        products = (
            await connection.execute(
                select(ProductRow.sku, ProductRow.name, HabitRow.recent)
                .join(HabitRow, HabitRow.product_id == ProductRow.id)
                .where(HabitRow.dealer_id == person.dealer_id, ProductRow.active)
                .order_by(ProductRow.sku)
            )
        ).all()
        await connection.execute(
            update(DraftRow).where(DraftRow.person_id == person.person_id).values(state="discarded")
        )
    chosen = random.Random(7).sample(products, min(LINES, len(products)))
    buyer = Actor(person.person_id, frozenset({Role.DEALER_BUYER}), person.dealer_id, name="benchmark")
    return World(
        core,
        buyer,
        tuple(row.sku for row in chosen),
        tuple(row.name for row in chosen),
        tuple(sorted(row.recent)[len(row.recent) // 2] for row in chosen),
    )


def misspelt(text: str, chance: random.Random) -> str:
    """A name as a hurried dealer types it: lower case, a word left out, a letter swapped."""
    words = text.lower().split()
    if len(words) > 3 and chance.random() < 0.5:
        del words[chance.randrange(1, len(words))]
    at = chance.randrange(len(words))
    word = words[at]
    if len(word) > 4 and word.isalpha() and chance.random() < 0.5:
        cut = chance.randrange(1, len(word) - 2)
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


async def cpu_milliseconds(work: Callable[[], Awaitable[object]], runs: int, warm: int = 2) -> list[float]:
    """CPU time of this process (all threads) for each run, in milliseconds."""
    found = []
    for run in range(warm + runs):
        started = time.process_time()
        await work()
        if run >= warm:
            found.append((time.process_time() - started) * 1000)
    return found


def show(name: str, figures: Sequence[float], beside: str = "") -> float:
    """Print one row; returns the median."""
    ordered = sorted(figures)
    p50 = statistics.median(ordered)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    print(f"{name:<58} p50 {p50:8.2f} ms   p95 {p95:8.2f} ms   {beside}")
    return p50
