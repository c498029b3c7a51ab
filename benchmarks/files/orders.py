"""A dealer's workbook becomes a priced draft with its card: 45 rows and 5,000 rows (15,000 products, SQLite).

    python -m benchmarks.files.orders

From the file as Telegram hands it over to the card as it would be sent, beside the bare reading of the same
file by the library (python-calamine in this process). CPU of this process and of the one that reads the file;
wall time stands beside it. Limits: 1 s and 20 s.
"""

from __future__ import annotations

import asyncio
import io
import random
import resource
import statistics
import time
from collections.abc import Awaitable, Callable

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from benchmarks.chat.world import World, open_world
from bot.dealer.ordering.files.screens import faults_file, taken_notice
from bot.dealer.ordering.screens import quote_card
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.i18n.phrases import Phrasebook
from core.integrations.master_data.types import SheetFile
from core.integrations.order_files.use_cases.receive_file import ReceiveFile
from core.integrations.order_files.use_cases.take_file import TakeFile
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.show_quote import ShowQuote

SIZES = ((45, 9, 1.0), (5_000, 3, 20.0))


async def choose(world: World, count: int) -> list[tuple[str, str]]:
    """Code and name of so many products."""
    async with world.core.database.read() as connection:
        found = await connection.execute(
            select(ProductRow.sku, ProductRow.name).where(ProductRow.active).order_by(ProductRow.sku)
        )
        products = [(row.sku, row.name) for row in found]
    return random.Random(5).sample(products, count)


def workbook(rows: list[tuple[str, str]], *, by_name: bool = False) -> bytes:
    """A table with headings; a row in fifty has a code that nobody knows."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Description" if by_name else "SKU", "Qty"])
    for at, (sku, name) in enumerate(rows, start=1):
        code = f"NO-{at}" if at % 50 == 0 else sku
        sheet.write_row(at, 0, [name if by_name else code, at % 9 + 1])
    book.close()
    return content.getvalue()


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


async def measured(work: Callable[[], Awaitable[object]], runs: int) -> tuple[float, float]:
    """Median CPU and wall seconds, after one run to warm up."""
    await work()
    cpu, wall = [], []
    for _ in range(runs):
        began, started = _cpu(), time.perf_counter()
        await work()
        cpu.append(_cpu() - began)
        wall.append(time.perf_counter() - started)
    return statistics.median(cpu), statistics.median(wall)


async def order_by(world: World, content: bytes, book: Phrasebook) -> tuple[int, int]:
    """The whole way, as the chat goes it; the draft is thrown away. Rows taken, rows given back."""
    look = await world.core.execute(world.buyer, ReceiveFile(SheetFile("order.xlsx", content)))
    assert look.is_sure
    taken = await world.core.execute(world.buyer, TakeFile(look.file_id))
    say = book.say("en")
    if taken.faults:
        faults_file(taken, say)
    quote = await world.core.ask(world.buyer, ShowQuote(taken.draft_id))
    assert quote is not None
    quote_card(quote, say, notice=taken_notice(taken, say))
    await world.core.execute(world.buyer, DiscardDraft(quote.draft_id, quote.version))
    return taken.taken, len(taken.faults)


async def bare(content: bytes) -> None:
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def open_list(world: World, code: str | None) -> str | None:
    """Let the dealer order all there is (None), or only its list again; the list it had."""
    dealer = DealerRow.id == world.buyer.dealer_id
    async with world.core.database.write() as connection:
        before: str | None = await connection.scalar(select(DealerRow.assortment).where(dealer))
        await connection.execute(update(DealerRow).where(dealer).values(assortment=code))
    return before


async def main() -> None:
    world = await open_world()
    listed = await open_list(world, None)
    book = Phrasebook()
    for count, runs, limit in SIZES:
        rows = await choose(world, count)
        for by_name in (False, True):
            content = workbook(rows, by_name=by_name)
            taken, back = await order_by(world, content, book)
            cpu, wall = await measured(lambda content=content: order_by(world, content, book), runs)
            bare_cpu, _ = await measured(lambda content=content: bare(content), runs)
            how = "names" if by_name else "codes"
            print(
                f"{count:>5} rows by {how}: {taken} taken, {back} back; CPU {cpu:.2f} s, wall {wall:.2f} s, "
                f"limit {limit:g} s; bare reading {bare_cpu * 1000:.1f} ms CPU",
                flush=True,
            )
    await open_list(world, listed)
    await world.core.close()


if __name__ == "__main__":
    asyncio.run(main())
