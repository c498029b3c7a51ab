"""Ten pictures of orders end to end (demo catalogue of 15,000 products, SQLite), beside the plain way.

    pip install font-intuitive font-amatic-sc     # two fonts that look written; optional
    python -m benchmarks.pictures.orders

From the bytes as Telegram hands them over to the draft: cleaned, read, laid out, understood. The plain way
takes the same reader's lines, from top to bottom and left to right, as if somebody had typed them. A line is
right where product and amount are those of the picture; for labels, which say no amount, where the product
is found and the amount is asked. Wrong: in the draft, ready, and not what the picture says; none may be.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import select

from benchmarks.chat.world import DATABASE, World, open_world
from benchmarks.pictures.sheets import Goods, Sheet, Wanted, is_written, make_sheets, sheet_names
from core.catalog.tables import BarcodeRow, ProductNameRow, ProductRow
from core.intake.picture_types import HowRead, TextBox
from core.intake.tables import HabitRow
from core.integrations.pictures.use_cases import read_photo as reading
from core.integrations.pictures.use_cases.read_photo import ReadPhoto
from core.orders.original_types import ReadFrom
from core.orders.tables import DraftLineRow
from core.orders.types import LineState
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage

EACH = 9


@dataclass(frozen=True, slots=True)
class Drafted:
    """A line of the draft: ready, or waiting with the products that it may mean."""

    is_ready: bool
    sku: str
    quantity: int | None
    candidates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    asked: int
    lost: int
    wrong: tuple[str, ...]
    more: int  # lines that wait for an answer and stand for nothing of the picture


async def choose(world: World) -> dict[str, list[Goods]]:
    """Nine products for each sheet, of those that the dealer buys, few of a list of one family."""
    async with world.core.database.read() as connection:
        names: dict[object, dict[str, str]] = {}
        for row in await connection.execute(
            select(ProductNameRow.product_id, ProductNameRow.language, ProductNameRow.name)
        ):
            names.setdefault(row.product_id, {})[row.language] = row.name
        bars = {
            row.product_id: row.code
            for row in await connection.execute(select(BarcodeRow.product_id, BarcodeRow.code))
        }
        found = list(
            await connection.execute(
                select(ProductRow.id, ProductRow.sku, ProductRow.name, ProductRow.category, HabitRow.recent)
                .join(HabitRow, HabitRow.product_id == ProductRow.id)
                .where(
                    ProductRow.active,
                    ProductRow.order_multiple == 1,
                    HabitRow.dealer_id == world.buyer.dealer_id,
                )
                .order_by(ProductRow.sku)
            )
        )
    chance = random.Random(9)
    chance.shuffle(found)
    found = [row for row in found if row.id in bars]
    chosen: dict[str, list[Goods]] = {}
    for name in sheet_names():
        families = Counter[str]()
        sheet: list[Any] = []
        while len(sheet) < EACH:
            # Of the kinds of goods that the list has least of, the first one.
            row = min(found, key=lambda one: families[one.category])
            found.remove(row)
            families[row.category] += 1
            sheet.append(row)
        chosen[name] = [
            Goods(
                row.sku,
                {"en": row.name, **names.get(row.id, {})},
                bars[row.id],
                sorted(row.recent)[len(row.recent) // 2],
            )
            for row in sheet
        ]
    return chosen


async def by_photo(world: World, sheet: Sheet) -> list[Drafted]:
    """As the chat does it."""
    read = await world.core.execute(world.buyer, ReadPhoto(sheet.picture))
    rows = tuple(row for row in read.rows if row.how in (HowRead.SURE, HowRead.DOUBTFUL))
    await world.core.execute(world.buyer, TakeMessage("", ReadFrom((read.original_id,), rows=rows)))
    return await _drafted(world)


async def plainly(world: World, boxes: Sequence[TextBox]) -> list[Drafted]:
    """The reader's lines as they come, as one message."""
    text = "\n".join(" ".join(box.text for box in row) for row in _lines(boxes))
    await world.core.execute(world.buyer, TakeMessage(text[:4000]))
    return await _drafted(world)


def _lines(boxes: Sequence[TextBox]) -> list[list[TextBox]]:
    rows: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda one: one.corners[0][1]):
        high = box.corners[3][1] - box.corners[0][1]
        if rows and abs(rows[-1][0].corners[0][1] - box.corners[0][1]) < high / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda one: one.corners[0][0]) for row in rows]


async def _drafted(world: World) -> list[Drafted]:
    """The lines of the open draft, which is thrown away."""
    quote = await world.core.ask(world.buyer, ShowQuote())
    if quote is None:
        return []
    async with world.core.database.read() as connection:
        skus = {
            str(row.id): row.sku for row in await connection.execute(select(ProductRow.id, ProductRow.sku))
        }
        lines = select(*DraftLineRow.__table__.c).where(DraftLineRow.draft_id == quote.draft_id)
        found = [
            Drafted(
                row.state == LineState.READY,
                skus.get(str(row.product_id), ""),
                row.quantity,
                frozenset(skus[key] for key in row.candidates if key in skus),
            )
            for row in await connection.execute(lines)
        ]
    await world.core.execute(world.buyer, DiscardDraft(quote.draft_id, quote.version))
    return found


def judge(wanted: Sequence[Wanted], lines: Sequence[Drafted]) -> Score:
    ready = Counter((line.sku, line.quantity) for line in lines if line.is_ready)
    open_ = [line for line in lines if not line.is_ready]
    right = asked = lost = used = 0
    for one in wanted:
        mine = [line for line in open_ if one.sku == line.sku or one.sku in line.candidates]
        if one.quantity is not None and ready[one.sku, one.quantity]:
            ready[one.sku, one.quantity] -= 1
            right += 1
        elif one.quantity is None and any(line.sku == one.sku for line in mine):
            right, used = right + 1, used + 1
        elif mine:
            asked, used = asked + 1, used + 1
        else:
            lost += 1
    wrong = tuple(f"{quantity} {sku}" for sku, quantity in ready.elements())
    return Score(right, asked, lost, wrong, len(open_) - used)


def _said(score: Score) -> str:
    return (
        f"right {score.right} asked {score.asked} lost {score.lost} wrong {len(score.wrong)}"
        f" (+{score.more} asked)"
    )


def _reader_process() -> psutil.Process | None:
    pool = reading._reader._pool
    processes = list((pool._processes or {}).values()) if pool is not None else []
    return psutil.Process(processes[0].pid) if processes else None


def _cpu() -> float:
    child = _reader_process()
    used = sum(child.cpu_times()[:2]) if child is not None else 0.0
    return time.process_time() + used


def _peak_mb(process: psutil.Process | None) -> int:
    if process is None:
        return 0
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", type=Path, default=DATABASE)
    parser.add_argument("--save", type=Path, help="a folder for the pictures")
    chosen = parser.parse_args()
    world = await open_world(chosen.database, "Blue Ridge Mobile")
    sheets = make_sheets(await choose(world))
    written = [name for name in ("intuitive", "amatic") if is_written(name)]
    print(f"fonts that look written: {', '.join(written) or 'none, printed instead'}")
    await by_photo(world, sheets[0])  # starts the reader and loads the catalogue
    totals, plain_totals = Counter[str](), Counter[str]()
    for sheet in sheets:
        if chosen.save:
            (chosen.save / f"{sheet.name.replace(' ', '_')}.jpg").write_bytes(sheet.picture)
        began, started = _cpu(), time.perf_counter()
        score = judge(sheet.wanted, await by_photo(world, sheet))
        cpu, wall = _cpu() - began, time.perf_counter() - started
        seen = await reading._reader.read(sheet.picture)
        plain = judge(sheet.wanted, await plainly(world, seen.boxes))
        for total, one in ((totals, score), (plain_totals, plain)):
            total.update(right=one.right, asked=one.asked, lost=one.lost, wrong=len(one.wrong), more=one.more)
        print(
            f"{sheet.name:<44} {_said(score)} | plain: {_said(plain)} | CPU {cpu:.1f} s, wall {wall:.1f} s",
            *(f"\n    wrong: {one}" for one in score.wrong),
            flush=True,
        )
    lines = sum(len(sheet.wanted) for sheet in sheets)
    for name, total in (("all", totals), ("plain", plain_totals)):
        print(f"{name}: of {lines} lines " + ", ".join(f"{key} {value}" for key, value in total.items()))
    print(
        f"peak memory of the reader {_peak_mb(_reader_process())} MB, of this process "
        f"{_peak_mb(psutil.Process())} MB"
    )
    await world.core.close()
    reading._reader.close()


if __name__ == "__main__":
    asyncio.run(main())
