"""Judging an order against an account with 100 to 10,000 open documents, and with a long history (SQLite).

    python -m benchmarks.credit.judge

Four dealers in one database: 100, 1,000 and 10,000 open invoices over 90 due dates, and 100 open beside
10,000 settled ones. A judgement is what every quote and every confirmation asks: account, late days and
policy are read, then the verdict. Beside it the overdue sum as a plain sum over the open documents. The runs
of all dealers take turns, so that a busy machine is equally busy for each.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from core.bootstrap import build
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.tables import CreditEntryRow
from core.credit.types import EntryState
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.settings import Settings
from core.infra.transaction import Snapshot
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.migrations import upgrade

NOW = datetime(2025, 10, 14, 9, tzinfo=UTC)
RUNS = 400
DEALERS = (
    ("100 open", 100, 0),
    ("1,000 open", 1_000, 0),
    ("10,000 open", 10_000, 0),
    ("100 open, 10,000 settled", 100, 10_000),
)
ORDER = Money(1_000_000, "USD")


async def import_rows(core: Core, entity: str, header: str, rows: Sequence[Sequence[str]]) -> None:
    report = await core.execute(SYSTEM, ImportTable(entity, SheetRows(header.split(","), rows)))
    assert report.written, report.errors[:3]


async def make_dealers(core: Core) -> dict[str, DealerId]:
    await import_rows(core, "tiers", "code,name,margin_percent,net_days", [("plain", "Plain", "0", "30")])
    await import_rows(core, "dealers", "code,name,tier", [(name, name, "plain") for name, _, _ in DEALERS])
    await import_rows(
        core, "credit", "dealer,currency,limit", [(name, "USD", "90000000") for name, _, _ in DEALERS]
    )
    header = "dealer,document,amount,due_on"
    for name, is_open, settled in DEALERS:
        days = [(NOW + timedelta(days=at % 90 - 60)).date().isoformat() for at in range(is_open + settled)]
        rows = [(name, f"INV-{at}", "100.00", day) for at, day in enumerate(days)]
        await import_rows(core, "open_invoices", header, rows)
        if settled:
            paid = [(name, number, "0", day) for name, number, _, day in rows[is_open:]]
            await import_rows(core, "open_invoices", header, paid)
    async with core.snapshot(SYSTEM) as snap:
        return {row.code: DealerId(row.id) for row in await snap.all(select(DealerRow.id, DealerRow.code))}


async def judge(snap: Snapshot, dealer_id: DealerId) -> Money:
    standing, policy = await credit.load_standing(snap, dealer_id, "USD")
    judge_credit(standing, ORDER, policy)
    return standing.overdue


async def add_up(snap: Snapshot, dealer_id: DealerId) -> Money:
    """The rival: one sum over the open documents past their due date."""
    row = await snap.one_or_none(
        select(func.sum(CreditEntryRow.amount_minor).label("minor"), func.min(CreditEntryRow.due_on)).where(
            CreditEntryRow.dealer_id == dealer_id,
            CreditEntryRow.state == EntryState.INVOICED,
            CreditEntryRow.due_on < snap.now.date(),
        )
    )
    return Money(int(row.minor), "USD")


def at_share(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] * 1000


async def measure(core: Core) -> None:
    dealers = await make_dealers(core)
    works = {"judge": judge, "plain sum": add_up}
    times: dict[tuple[str, str], list[float]] = {(work, name): [] for work in works for name, _, _ in DEALERS}
    for _ in range(RUNS):
        for name, _, _ in DEALERS:
            async with core.snapshot(SYSTEM) as snap:
                found = set()
                for work, run in works.items():
                    started = time.perf_counter()
                    found.add((await run(snap, dealers[name])).minor)
                    times[work, name].append(time.perf_counter() - started)
                assert len(found) == 1  # both know the same overdue sum
    print(
        f"{'':26}{'judge p50':>12}{'p95':>10}{'plain sum p50':>16}{'p95':>10}   (milliseconds, {RUNS} runs)"
    )
    for name, _, _ in DEALERS:
        ours, theirs = times["judge", name], times["plain sum", name]
        print(
            f"{name:26}{at_share(ours, 0.5):12.2f}{at_share(ours, 0.95):10.2f}"
            f"{at_share(theirs, 0.5):16.2f}{at_share(theirs, 0.95):10.2f}"
        )
    for work in works:
        small, large = times[work, DEALERS[0][0]], times[work, DEALERS[2][0]]
        growth = at_share(large, 0.5) / at_share(small, 0.5), at_share(large, 0.95) / at_share(small, 0.95)
        print(f"{work}: from 100 to 10,000 open documents p50 x {growth[0]:.2f}, p95 x {growth[1]:.2f}")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'judge.db'}"
        upgrade(url)
        settings = Settings.model_validate({"database_url": url})
        core = build(settings, clock=FixedClock(NOW))
        try:
            await measure(core)
        finally:
            await core.close()


if __name__ == "__main__":
    asyncio.run(main())
