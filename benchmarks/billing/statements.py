"""800 statements as PDF on two cores: pages a second, and what a page costs; beside the bare typesetter.

    python -m benchmarks.billing.statements [--statements 800] [--processes 2]

Every statement is of another dealer with other movements (Latin, Chinese and Arabic names in turn), so
nothing can be taken from the typesetter's memory. The limit beside it: as many pages with nothing but a
number on them, set by typst in the same processes; no page of ours can be cheaper than that. Seconds are by
the clock, milliseconds are CPU of the process that worked.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from core.billing.documents.account_pages import statement_page
from core.billing.documents.typesetting import set_pages
from core.billing.types import Address, Ageing, BankAccount, Party, Posted, Seller, Statement, StatementEntry
from core.i18n.phrases import Phrasebook, Say
from core.kernel.money import Money

UNTIL = date(2025, 10, 31)
SINCE = date(2025, 10, 1)
NAMES = (
    ("en", "TechMart Corp {0}"),
    ("zh_CN", "广州宏达贸易有限公司 {0}"),
    ("tr", "Şişli Gıda Dağıtım {0}"),
    ("en", "شركة النور للتجارة {0}"),
    ("ms", "Kedai Runcit Maju {0}"),
)
SELLER = Seller(
    "MegaDistro Solutions",
    Address("Hafenstraße 12", "Bremen", "28195", country="DE"),
    "DE123456788",
    bank=BankAccount("MegaDistro Solutions", "Sparkasse Bremen", "DE02120300000000202051"),
)
EMPTY = Path(__file__).parent / "empty.typ"


@cache
def voice(language: str) -> Say:
    return Phrasebook().say(language)


def make_statement(number: int) -> tuple[str, Statement]:
    """Language and statement of one dealer: 5 to 90 movements, as months of small and large dealers are."""
    chance = random.Random(number)
    language, name = NAMES[number % len(NAMES)]
    balance = opening = Money(chance.randrange(10_000_00), "USD")
    entries = []
    for at in range(chance.choice((5, 12, 20, 40, 90))):
        kind = Posted.PAYMENT if chance.random() < 0.4 else Posted.INVOICE
        amount = Money(chance.randrange(1_00, 9_000_00) * (-1 if kind is Posted.PAYMENT else 1), "USD")
        balance = balance + amount
        day = SINCE + timedelta(days=at % 31)
        entries.append(
            StatementEntry(
                day, kind, f"{kind.value[:3].upper()}-2025-{number}{at}", "", UNTIL, amount, balance
            )
        )
    nothing = Money.zero("USD")
    ageing = Ageing(balance, nothing, nothing, nothing, nothing, balance, nothing)
    dealer = Party(
        f"D-{number:04}", name.format(number), Address("1 Main Street", "Springfield", country="US")
    )
    return language, Statement(
        SELLER, dealer, "USD", SINCE, UNTIL, opening, tuple(entries), (), balance, ageing
    )


def set_statement(number: int) -> tuple[int, float]:
    """Pages of one statement, and the CPU seconds that they cost."""
    language, statement = make_statement(number)
    say = voice(language)
    started = time.process_time()
    pdf = set_pages(statement_page(statement, say), day=statement.until)
    seconds = time.process_time() - started
    return len(PdfReader(io.BytesIO(pdf)).pages), seconds


@cache
def _bare_compiler() -> Any:
    import typst

    return typst.Compiler(EMPTY, root=EMPTY.parent, font_paths=typst.Fonts(include_system_fonts=False))


def set_bare(number: int) -> tuple[int, float]:
    started = time.process_time()
    _bare_compiler().compile(format="pdf", sys_inputs={"name": f"D-{number}"})
    return 1, time.process_time() - started


def measure(
    work: Callable[[int], tuple[int, float]], statements: int, processes: int
) -> tuple[int, float, list[float]]:
    """Pages, seconds by the clock, and the cost of each document; processes are warm before it starts."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(work, range(-8 * processes, 0), chunksize=1))
        started = time.perf_counter()
        done = list(pool.map(work, range(statements), chunksize=8))
        seconds = time.perf_counter() - started
    return sum(pages for pages, _ in done), seconds, [cost for _, cost in done]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=800)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, work in (("statements", set_statement), ("empty pages", set_bare)):
        pages, seconds, costs = measure(work, options.statements, options.processes)
        milliseconds = [cost * 1000 for cost in sorted(costs)]
        print(
            f"{name}: {len(costs)} documents, {pages} pages in {seconds:.1f} s, {pages / seconds:.0f} pages/s"
        )
        print(
            f"  CPU of a document {statistics.median(milliseconds):.1f} ms, "
            f"p95 {milliseconds[len(milliseconds) * 95 // 100]:.1f} ms; "
            f"of a page {sum(milliseconds) / pages:.1f} ms"
        )


if __name__ == "__main__":
    main()
