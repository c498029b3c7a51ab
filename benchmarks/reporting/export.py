"""Reports over 100,000 order lines: CPU seconds, peak memory, and how long others have to wait meanwhile.

    python -m benchmarks.reporting.export [--lines N]

A SQLite file with N lines (three an order, 800 dealers, two years) is made in a temporary folder. Each row
below is a process of its own, so that its peak memory is its own:

  bare      one SELECT of the same columns and rows, written to a workbook by xlsxwriter with nothing of ours
  excel, csv, pdf (of groups), picture   what /report gives; today: the picture of /today
  wait      the longest that the event loop stood still meanwhile, sampled every 5 ms

Peak memory is VmHWM less that of the same process before the report, in megabytes (Linux).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow, PersonRow
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import PersonId, new_uuid7
from core.migrations import upgrade
from core.orders.tables import OrderLineRow, OrderRow
from core.reporting.types import Form
from core.reporting.use_cases.compose_report import ComposeReport
from core.reporting.use_cases.render_report import RenderReport
from core.reporting.use_cases.show_today import DrawToday

NOW = datetime(2025, 10, 14, 14, 20, tzinfo=UTC)
DEALERS, PRODUCTS, LINES_OF_ORDER = 800, 5_000, 3
LIST = "lines all time with number, day, dealer, region, sku, product, brand, quantity, total"
REPORTS = {
    "excel": (LIST, Form.EXCEL),
    "csv": (LIST, Form.CSV),
    "excel of groups": ("lines by dealer, month", Form.EXCEL),
    "pdf of groups": ("lines by brand, month", Form.PDF),
    "picture": ("lines by dealer", Form.PICTURE),
}


def _core(database: Path) -> Core:
    return build(Settings(database_url=f"sqlite:///{database}", _env_file=None), clock=FixedClock(NOW))


async def _fill(database: Path, lines: int) -> None:
    upgrade(f"sqlite:///{database}")
    dice = random.Random(7)
    core = _core(database)
    ids = iter([new_uuid7(NOW) for _ in range(DEALERS + PRODUCTS + lines * 2)])
    person = next(ids)
    dealers = [
        {
            "id": next(ids), "code": f"D{at}", "name": f"Dealer {at}", "tier": "gold",
            "region": f"region {at % 9}", "language": "en", "zone": "UTC", "currency": "USD", "active": True,
        }
        for at in range(DEALERS)
    ]  # fmt: skip
    products = [
        {
            "id": next(ids), "sku": f"SKU-{at:05}", "name": f"Product number {at}",
            "brand": f"Brand {at % 60}", "category": "all", "vendor": "", "attributes": {},
            "packs": {"each": 1}, "sales_unit": "each", "order_multiple": 1, "weight_g": 0, "volume_ml": 0,
            "restricted": False, "active": True, "change": 0,
        }
        for at in range(PRODUCTS)
    ]  # fmt: skip
    orders: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for number in range(lines // LINES_OF_ORDER):
        order, at = next(ids), NOW - timedelta(minutes=dice.randrange(2 * 365 * 24 * 60))
        total = 0
        for position in range(1, LINES_OF_ORDER + 1):
            product, pieces = dice.choice(products), dice.randrange(1, 200)
            total += pieces * 1250
            rows.append(
                {
                    "id": next(ids), "order_id": order, "position": position, "product_id": product["id"],
                    "sku": product["sku"], "name": product["name"], "unit": "each",
                    "unit_quantity": str(pieces), "quantity": pieces,
                    "unit_price_micros": 12_500_000, "total_minor": pieces * 1250,
                    "discount_minor": 0,
                }
            )  # fmt: skip
        orders.append(
            {
                "id": order, "number": f"O-{number}", "dealer_id": dice.choice(dealers)["id"],
                "state": "closed", "version": 1, "currency": "USD", "subtotal_minor": total,
                "discount_minor": 0, "shipping_minor": 0, "total_minor": total, "pricing": {},
                "content_digest": "", "placed_at": at, "changed_at": at,
                "person_id": person if number % 3 else None,
            }
        )  # fmt: skip
    async with core.database.write() as connection:
        fay = {"id": person, "name": "Fay", "zone": "UTC", "blocked": False, "staff_role": Role.FINANCE}
        await connection.execute(insert(PersonRow), [fay])
        for table, found in (
            (DealerRow, dealers), (ProductRow, products), (OrderRow, orders), (OrderLineRow, rows),
        ):  # fmt: skip
            await connection.execute(insert(table), found)
    await core.close()


async def _make(core: Core, fay: Actor, what: str, say: Say, period: str = "all time") -> tuple[int, int]:
    """Bytes and rows of a report."""
    if what == "today":
        return len((await core.ask(fay, DrawToday(say))).png), 0
    words, form = REPORTS[what]
    report = (await core.execute(fay, ComposeReport(f"{words} {period}"))).view.report
    found = await core.ask(fay, RenderReport(report.id, form, say))
    return len(found.content), found.rows


async def _ours(database: Path, what: str) -> dict[str, Any]:
    core = _core(database)
    (person,) = sqlite3.connect(database).execute("SELECT id FROM person").fetchone()
    fay = Actor(PersonId(UUID(person)), frozenset({Role.FINANCE}), name="Fay")
    say = Phrasebook().say("en")
    await _make(core, fay, what, say, "yesterday")  # what only the first report pays
    before, longest = _peak(), 0.0
    done = asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        while not done.is_set():
            at = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - at - 0.005)

    watching = asyncio.get_running_loop().create_task(watch())
    started = time.process_time()
    size, rows = await _make(core, fay, what, say)
    seconds = time.process_time() - started
    done.set()
    await watching
    await core.close()
    return {"seconds": seconds, "rows": rows, "bytes": size, "peak": _peak() - before, "wait": longest}


def _bare(database: Path) -> dict[str, Any]:
    import xlsxwriter

    before, started, rows = _peak(), time.process_time(), 0
    path = database.with_suffix(".xlsx")
    found = sqlite3.connect(database).execute(
        "SELECT o.number, o.placed_at, d.name, d.region, l.sku, l.name, p.brand, l.quantity, l.total_minor"
        " FROM order_line l JOIN orders o ON o.id = l.order_id JOIN dealer d ON d.id = o.dealer_id"
        " JOIN product p ON p.id = l.product_id ORDER BY o.placed_at, o.id, l.position"
    )
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in found:
            rows += 1
            sheet.write_string(rows, 0, row[0])
            sheet.write_datetime(rows, 1, datetime.fromisoformat(row[1]).date(), day)
            for at in range(2, 7):
                sheet.write_string(rows, at, row[at])
            sheet.write_number(rows, 7, row[7])
            sheet.write_number(rows, 8, row[8] / 100)
    seconds = time.process_time() - started
    size = path.stat().st_size
    return {"seconds": seconds, "rows": rows, "bytes": size, "peak": _peak() - before, "wait": seconds}


def _peak() -> float:
    """Megabytes this process has held at the most, as Linux tells it (ru_maxrss would count the parent's)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--one", help="in a process of its own: database and what")
    options = parser.parse_args()
    if options.one:
        database, _, what = options.one.partition("|")
        found = _bare(Path(database)) if what == "bare" else asyncio.run(_ours(Path(database), what))
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "reports.db"
        asyncio.run(_fill(database, options.lines))
        print(f"{'':16} {'CPU s':>8} {'rows':>8} {'MB file':>8} {'MB peak':>8} {'ms wait':>8}")
        for what in ("bare", *REPORTS, "today"):
            command = [sys.executable, "-m", "benchmarks.reporting.export", "--one", f"{database}|{what}"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{what:16} {found['seconds']:8.2f} {found['rows']:8} {found['bytes'] / 1e6:8.2f}"
                f" {found['peak']:8.0f} {found['wait'] * 1000:8.0f}"
            )


if __name__ == "__main__":
    main()
