"""A 45-line message becomes a priced, credit-checked quote with availability (15,000 products, SQLite).

    python -m benchmarks.chat.quote

In one run: free words, by SKU, and each beside the sum of its bare parts (the same database reads sent again
without anything around them, plus the matching alone). Then the same by SKU with 100, 1,000 and 10,000 more
negotiated rates in the book.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, event, insert, select, update

from benchmarks.chat.world import World, cpu_milliseconds, misspelt, open_world, show
from core.dealers.repository import load_dealer
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.intake.engine.matching import match_line
from core.intake.engine.reading import read_message
from core.intake.flow import load_dealer_view, load_shelf
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from core.pricing.tables import NegotiatedRateRow, PriceChangeRow

RUNS = 15
PREFIX = "benchmark-"


async def quote_once(world: World, text: str) -> int:
    """The whole of it; the draft is thrown away after."""
    taken = await world.core.execute(world.buyer, TakeMessage(text))
    assert taken.draft_id is not None
    quote = await world.core.ask(world.buyer, ShowQuote(taken.draft_id))
    assert quote is not None
    assert len(quote.lines) >= 40
    await world.core.execute(world.buyer, DiscardDraft(quote.draft_id, quote.version))
    return sum(line.total is not None for line in quote.lines)


class Recorder:
    """Notes every SELECT of the reading connections, to send them again bare."""

    def __init__(self, core: Core) -> None:
        self.statements: list[tuple[str, Any]] = []
        self._engine = core.database._reader.sync_engine  # the benchmark looks behind the wall on purpose
        event.listen(self._engine, "before_cursor_execute", self._note)

    def _note(self, _conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            self.statements.append((statement, parameters))

    def stop(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)


async def bare_parts(world: World, text: str) -> tuple[Any, Any]:
    """Two works: the recorded reads alone, and the reading and matching alone."""
    recorder = Recorder(world.core)
    await quote_once(world, text)
    recorder.stop()

    async def reads() -> None:
        async with world.core.database.read() as connection:
            for statement, parameters in recorder.statements:
                (await connection.exec_driver_sql(statement, parameters)).all()

    async with world.core.snapshot(world.buyer) as snap:
        shelf = await load_shelf(snap)
        view = await load_dealer_view(snap, await load_dealer(snap, snap.dealer_id))
        today = snap.now.date()

    async def matching() -> None:
        for line in read_message(text, today=today).lines:
            match_line(line, shelf.index, view)

    return reads, matching


async def measure(world: World, name: str, text: str) -> None:
    priced = await quote_once(world, text)
    whole = await cpu_milliseconds(lambda: quote_once(world, text), RUNS)
    reads, matching = await bare_parts(world, text)
    bare_reads = await cpu_milliseconds(reads, RUNS)
    bare_matching = await cpu_milliseconds(matching, RUNS)
    total = show(f"{name}: message -> quote ({priced} of 45 lines priced at once)", whole)
    one = show("   its bare database reads", bare_reads)
    two = show("   its reading and matching alone", bare_matching)
    print(f"   ratio to the sum of its parts: {total / (one + two):.2f}")


async def with_rates(world: World, count: int) -> None:
    """Fill the book with negotiated rates of other dealers and of this one."""
    async with world.core.database.write() as connection:
        await connection.execute(delete(NegotiatedRateRow).where(NegotiatedRateRow.code.like(f"{PREFIX}%")))
        dealers = [row.id for row in await connection.execute(select(DealerRow.id))]
        rows = [
            {
                "id": uuid4(),
                "code": f"{PREFIX}{number}",
                "dealer_id": dealers[number % len(dealers)],
                "scope": "category",
                "value": f"nowhere/{number}",
                "kind": "cost_plus",
                "basis_points": 500,
                "takes_breaks": False,
            }
            for number in range(count)
        ]
        if rows:
            await connection.execute(insert(NegotiatedRateRow), rows)
        await connection.execute(update(PriceChangeRow).values(last=PriceChangeRow.last + 1))


async def main() -> None:
    world = await open_world()
    chance = random.Random(11)
    known = list(zip(world.skus, world.names, world.amounts, strict=True))
    words = "\n".join(f"{amount} x {misspelt(name, chance)}" for _, name, amount in known)
    by_sku = "\n".join(f"{sku} {amount}" for sku, _, amount in known)
    print("CPU of the whole process; demo company, 15,000 products, SQLite; limits: 300 ms words, 60 ms SKU")
    await measure(world, "45 lines in free words", words)
    await measure(world, "45 lines by SKU", by_sku)
    for count in (100, 1_000, 10_000):
        await with_rates(world, count)
        await quote_once(world, by_sku)
        show(
            f"45 lines by SKU, {count} more price rules",
            await cpu_milliseconds(lambda: quote_once(world, by_sku), RUNS),
        )
    await with_rates(world, 0)
    await world.core.close()


if __name__ == "__main__":
    asyncio.run(main())
