"""100,000 products out as CSV and as a workbook: seconds, size of the file, memory on top, and the longest
time that the event loop answered nobody meanwhile. Each form in a process of its own.

    python -m benchmarks.master_data.export_speed [--rows 100000]

Limit: Telegram takes files of 50 MB from a bot.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.bootstrap import build
from core.infra.settings import Settings
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.export_table import ExportTable, SheetForm
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from core.migrations import upgrade

HEADER = ("sku", "name", "brand", "category", "packs", "sales_unit")


async def longest_pause(stopped: asyncio.Event) -> float:
    """Seconds of the longest wait of a task that wants to run every 5 ms."""
    longest, before = 0.0, time.perf_counter()
    while not stopped.is_set():
        await asyncio.sleep(0.005)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return longest


async def measure(database: Path, form: SheetForm) -> None:
    core = build(Settings(database_url=f"sqlite:///{database}", _env_file=None))
    await core.ask(SYSTEM, ExportTable("tiers", form))  # what only the first export pays
    stopped = asyncio.Event()
    before = peak()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(longest_pause(stopped))
        started = time.perf_counter()
        export = await core.ask(SYSTEM, ExportTable("products", form))
        seconds = time.perf_counter() - started
        stopped.set()
    size = len(export.file.content) / 1e6
    print(
        f"{form.value}: {export.rows:,} rows in {seconds:.1f} s, {size:.1f} MB,"
        f" {peak() - before:.0f} MB more,"
        f" longest pause {watching.result() * 1000:.0f} ms"
    )
    await core.close()


def peak() -> float:
    """Megabytes this process has held at the most, as Linux tells it (ru_maxrss would count the parent's)."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


async def fill(database: Path, rows: int) -> None:
    upgrade(f"sqlite:///{database}")
    core = build(Settings(database_url=f"sqlite:///{database}", _env_file=None))
    table = [
        (
            f"SKU-{at:06}",
            f"Deep groove ball bearing {at} 2RS",
            "Brand",
            "bearings/ball",
            "each=1;case=24",
            "each",
        )
        for at in range(rows)
    ]
    await core.execute(SYSTEM, ImportTable("products", SheetRows(HEADER, table)))
    await core.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--one", help="in a process of its own: database and form")
    options = parser.parse_args()
    if options.one:
        database, _, form = options.one.partition("|")
        asyncio.run(measure(Path(database), SheetForm(form)))
        return
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "export.db"
        asyncio.run(fill(database, options.rows))
        for form in SheetForm:
            command = [sys.executable, "-m", "benchmarks.master_data.export_speed", "--one"]
            subprocess.run([*command, f"{database}|{form.value}"], check=True)


if __name__ == "__main__":
    main()
