"""Inline search with 50,000 products: from the update to the answer, as somebody types.

    python -m benchmarks.catalogue.inline

The demo company with made-up products up to 50,000, all priced; thirty queries in four languages, each asked
at every letter from the third on. An update goes the whole way: who asks, search, own price and stock of
twenty goods, the call to the Bot API. Beside it a bare aiogram dispatcher that answers the same updates with
the same twenty results, made beforehand. The Bot API is a session that answers at once in both. CPU time of
the whole process counts, since other work may share the machine; wall time stands beside it.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery, Update
from pydantic import SecretStr
from sqlalchemy import delete, insert

from benchmarks.chat.update import PERSON, TOKEN, InstantSession
from benchmarks.chat.world import open_world, show
from benchmarks.matching.synthetic import make_catalogue
from bot.service import ChatService
from core.bootstrap import build
from core.dealers.tables import SessionRow
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.settings import Settings
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTables, TableSource
from core.kernel.actor import SYSTEM

DATABASE = Path("data/benchmark_50000.db")
MADE_UP = 35_000
TODAY = date(2026, 11, 22)
QUERIES = (
    "stainless bearing 50 mm", "bearing 6204 2rs", "coke zero 330", "hex bolt m8x40", "usb-c cable 2m",
    "wall charger 65w", "iphone 15 pro", "orange juice 1 l", "6210-2RS", "drill bit 6 mm",
    "直径50mm的不锈钢轴承", "可乐 330毫升", "深沟球轴承 6204", "充电器 65瓦", "喷漆 400毫升 红",
    "paslanmaz rulman 50 mm", "kola 330 ml", "cıvata m8x40", "şarj adaptörü 65w", "matkap ucu 6 mm",
    "galas keluli tahan karat 50 mm", "pengecas dinding 65w", "kabel usb-c 2m", "bolt heks m8", "jus oren",
    "6210-2RS for 6210-ZZ", "safety helmet white", "copy paper a4", "silicone sealant 280ml", "padlock 40",
)  # fmt: skip


class Answered(InstantSession):
    """Keeps what inline queries were answered with, and notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[AnswerInlineQuery] = []
        self.came = asyncio.Event()

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if isinstance(method, AnswerInlineQuery):
            self.answers.append(method)
            self.came.set()
        return await super().make_request(bot, method, timeout)


def typed() -> list[str]:
    """Every query at every letter from the third on (Chinese: from the first sign on)."""
    return [
        text[:end]
        for text in QUERIES
        for end in range(3 if text.isascii() or text[0].isascii() else 1, len(text) + 1)
    ]


def update_of(number: int, text: str) -> dict[str, Any]:
    person = {"id": PERSON, "is_bot": False, "first_name": "B"}
    return {
        "update_id": number,
        "inline_query": {"id": str(number), "from": person, "query": text, "offset": ""},
    }


async def fill(core: Core) -> None:
    """The made-up products and their prices, through the public import."""
    made = make_catalogue(MADE_UP, 5, "X")
    columns = ("sku", "name", "brand", "category", "packs", "sales_unit")
    rows = [
        (
            one.sku, one.names[0][:200], one.brand[:80], "Made up",
            ";".join(f"{unit}={pieces}" for unit, pieces in one.packs.items()), "each",
        )
        for one in made
    ]  # fmt: skip
    prices = [(one.sku, "USD", "1.10", "2.20") for one in made]
    reports = await core.execute(
        SYSTEM,
        ImportTables(
            (
                TableSource("products", SheetRows(columns, rows)),
                TableSource("prices", SheetRows(("sku", "currency", "cost", "list"), prices)),
            )
        ),
    )
    faults = [error for report in reports for error in report.errors]
    if faults:
        raise SystemExit(f"the made-up products were refused: {faults[0]}")


async def ours(service: ChatService, session: Answered, texts: list[str]) -> tuple[list[float], list[float]]:
    cpu, wall = [], []
    for number, text in enumerate(texts, start=1):
        session.came.clear()
        began, began_cpu = time.perf_counter(), time.process_time()
        await service.store([update_of(number, text)])
        await session.came.wait()
        cpu.append((time.process_time() - began_cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return cpu, wall


async def bare(results: list[Any], texts: list[str]) -> tuple[list[float], list[float]]:
    bot = Bot(TOKEN, session=Answered())
    dispatcher = Dispatcher(disable_fsm=True)

    async def on_query(query: InlineQuery) -> None:
        await query.answer(results, cache_time=5, is_personal=True)

    dispatcher.inline_query.register(on_query)
    cpu, wall = [], []
    for number, text in enumerate(texts, start=1):
        began, began_cpu = time.perf_counter(), time.process_time()
        update = Update.model_validate(update_of(number, text), context={"bot": bot})
        await dispatcher.feed_update(bot, update)
        cpu.append((time.process_time() - began_cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return cpu, wall


async def main() -> None:
    fresh = not await asyncio.to_thread(DATABASE.exists)
    world = await open_world(DATABASE)
    if fresh:
        await fill(world.core)
    async with world.core.database.write() as connection:
        await connection.execute(delete(SessionRow).where(SessionRow.telegram_id == PERSON))
        session = {"id": world.buyer.person_id, "person_id": world.buyer.person_id, "telegram_id": PERSON}
        moment = {"started_at": world.core.clock.now(), "seen_at": world.core.clock.now()}
        await connection.execute(insert(SessionRow).values(**session, **moment, label=""))
    await world.core.close()
    settings = Settings(database_url=f"sqlite:///{DATABASE}", bot_token=SecretStr(TOKEN), _env_file=None)
    core = build(settings)
    line = Answered()
    service = ChatService(core, Phrasebook(), session=line)
    await ours(service, line, ["bearing"])  # builds the index
    texts = typed()
    cpu, wall = await ours(service, line, texts)
    articles = next(one.results for one in line.answers if len(one.results) == 20)
    bare_cpu, bare_wall = await bare(list(articles), texts)
    print(f"{len(texts)} queries as typed, 50,000 products, SQLite")
    show("CPU: inline query to answer", cpu)
    show("CPU: a bare dispatcher with 20 results made beforehand", bare_cpu)
    show("wall: inline query to answer", wall)
    show("wall: the bare dispatcher", bare_wall)
    await core.close()


if __name__ == "__main__":
    asyncio.run(main())
