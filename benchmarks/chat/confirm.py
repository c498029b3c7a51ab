"""Confirm -> committed order of 45 lines, beside one bare transaction that inserts the same rows.

python -m benchmarks.chat.confirm
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, and_, delete, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.chat.world import DATABASE, World, cpu_milliseconds, open_world, show
from core.approvals.tables import ApprovalRow
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.infra.columns import Base
from core.infra.db import Database
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.intake.tables import HabitRow
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from core.orders.use_cases.place_order import PlacedOrder, PlaceOrder
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from core.stock.tables import ReservationRow, StockRow

RUNS = 31
WARM = 3
DAY = timedelta(days=1)
Run = Callable[[], Awaitable[float]]
Written = list[tuple[Table, list[dict[str, Any]]]]
WRITTEN: tuple[type[Base], ...] = (
    OrderRow,
    OrderLineRow,
    OrderStepRow,
    ReservationRow,
    CreditEntryRow,
    JournalRow,
    JobRow,
    ApprovalRow,
)


async def make_room(world: World) -> None:
    """Credit and stock enough for many orders: the benchmark is about writing, not about being refused."""
    async with world.core.database.write() as connection:
        await connection.execute(
            update(CreditAccountRow)
            .where(CreditAccountRow.dealer_id == world.buyer.dealer_id)
            .values(limit_minor=10**12)
        )
        await connection.execute(update(StockRow).values(on_hand=StockRow.on_hand + 100_000))


async def prepare(world: World, by_sku: str) -> PlaceOrder:
    """A quote that only waits for Confirm; the orders before it are made old, so that it repeats none."""
    async with world.core.database.write() as connection:
        await connection.execute(
            update(OrderRow)
            .where(OrderRow.dealer_id == world.buyer.dealer_id, OrderRow.placed_at > datetime.now(UTC) - DAY)
            .values(placed_at=datetime.now(UTC) - 2 * DAY)
        )
    taken = await world.core.execute(world.buyer, TakeMessage(by_sku))
    quote = await world.core.ask(world.buyer, ShowQuote(taken.draft_id))
    assert quote is not None
    assert not quote.blockers, quote.blockers
    return PlaceOrder(quote.draft_id, quote.version, quote.seen)


async def rows_of(world: World, placed: PlacedOrder) -> Written:
    """Every row that the order wrote, table by table, plus as many habits."""
    found: Written = []
    async with world.core.database.read() as connection:
        for kind in WRITTEN:
            table = kind.__table__
            assert isinstance(table, Table)
            if kind is OrderRow:
                where: Any = table.c.id == placed.order_id
            elif "subject_id" in table.c:
                where = table.c.subject_id == placed.order_id
            elif "order_id" in table.c:
                where = table.c.order_id == placed.order_id
            else:
                where = text(f"CAST(payload AS TEXT) LIKE '%{placed.order_id}%'")
            rows = (await connection.execute(select(table).where(where))).mappings().all()
            if rows:
                found.append((table, [dict(row) for row in rows]))
        table = HabitRow.__table__
        assert isinstance(table, Table)
        habits = await connection.execute(
            select(table).where(table.c.dealer_id == world.buyer.dealer_id).limit(45)
        )
        found.append((table, [dict(row) for row in habits.mappings()]))
    return found


@asynccontextmanager
async def bare(database_file: Path, written: Written, *, ours: bool) -> AsyncIterator[Run]:
    """A run that inserts the same rows in one transaction, in a copy of the database.

    Deleting them first is unmeasured. ``ours``: over our one-trip connection; else SQLAlchemy and aiosqlite
    as they come.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bare.db"
        with sqlite3.connect(database_file) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        database = Database(f"sqlite:///{copy}")
        stock = create_async_engine(f"sqlite+aiosqlite:///{copy}")
        engine = database.engine if ours else stock

        async def once() -> None:
            async with engine.begin() as connection:
                for table, rows in written:
                    await connection.execute(insert(table), rows)

        async def run() -> float:
            async with database.write() as connection:
                for table, rows in reversed(written):
                    keys = list(table.primary_key)
                    same = [and_(*(key == row[key.name] for key in keys)) for row in rows]
                    await connection.execute(delete(table).where(or_(*same)))
            return (await cpu_milliseconds(once, 1, 0))[0]

        yield run
        await stock.dispose()
        await database.close()


async def main() -> None:
    world = await open_world()
    await make_room(world)
    known = list(zip(world.skus, world.amounts, strict=True))

    async def confirm() -> PlacedOrder:
        """One more order, in another sequence each time, as no dealer writes twice alike."""
        lines = random.sample(known, len(known))
        command = await prepare(world, "\n".join(f"{sku} {amount}" for sku, amount in lines))
        placed: list[PlacedOrder] = []

        async def once() -> None:
            placed.append(await world.core.execute(world.buyer, command))

        ours.extend(await cpu_milliseconds(once, 1, 0))
        return placed[0]

    ours: list[float] = []
    written = await rows_of(world, await confirm())
    count = sum(len(rows) for _, rows in written)
    theirs: list[float] = []
    theirs_fast: list[float] = []
    async with (
        bare(DATABASE, written, ours=False) as stock,
        bare(DATABASE, written, ours=True) as fast,
    ):
        # In turn, so that whatever else the machine does falls on all three alike.
        for _ in range(WARM + RUNS):
            await confirm()
            theirs.append(await stock())
            theirs_fast.append(await fast())
    print(f"CPU of the whole process; {count} rows in {len(written)} tables, SQLite; limit: 3 x the bare one")
    one = show("confirm -> committed order of 45 lines", ours[-RUNS:])
    two = show("one bare transaction with the same rows", theirs[-RUNS:])
    three = show("the same over our one-trip connection", theirs_fast[-RUNS:])
    print(f"ratio: {one / two:.2f} (to the one over our own connection: {one / three:.2f})")
    await world.core.close()


if __name__ == "__main__":
    asyncio.run(main())
