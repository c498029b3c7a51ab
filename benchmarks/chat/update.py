"""What the bot's own machinery costs: a trivial update, and one step of a dialogue.

    python -m benchmarks.chat.update

A trivial update (/help) through the whole bot (stored, leased, actor from the database, all middlewares,
answered, marked done) beside the same answer through a bare aiogram dispatcher with one database write, by
SQLAlchemy over aiosqlite as they come and over our connection. Then a button of the quote card: one more of a
line, card redrawn. The Bot API is a session that answers at once in all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message, Update
from pydantic import SecretStr
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from benchmarks.chat.world import DATABASE, open_world, show
from bot.dealer.ordering.callbacks import MORE, QuoteTap
from bot.screen import short_id
from bot.service import ChatService
from core.bootstrap import build
from core.dealers.tables import SessionRow
from core.i18n.phrases import Phrasebook
from core.infra.queue import JobRow
from core.infra.settings import Settings
from core.kernel.clock import SystemClock
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage

ROUNDS = 300
PERSON = 777_001
TOKEN = "42:benchmark"


class InstantSession(BaseSession):
    """Answers every call at once with what the method needs."""

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        if type(method).__name__ in ("SendMessage", "EditMessageText"):
            answer = Message(message_id=1, date=0, chat=Chat(id=PERSON, type="private"))
            return cast(TelegramType, answer)
        return cast(TelegramType, True)

    async def stream_content(self, *_args: Any, **_options: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def help_update(number: int) -> dict[str, Any]:
    person = {"id": PERSON, "is_bot": False, "first_name": "B"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": PERSON, "type": "private"},
            "from": person,
            "text": "/help",
            "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
        },
    }


def tap_update(number: int, data: str) -> dict[str, Any]:
    person = {"id": PERSON, "is_bot": False, "first_name": "B"}
    message = {"message_id": 1, "date": int(time.time()), "chat": {"id": PERSON, "type": "private"}}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": person,
            "chat_instance": "1",
            "message": message,
            "data": data,
        },
    }


async def bare(engine: AsyncEngine) -> list[float]:
    """A dispatcher with one handler: one row written, one answer."""
    clock = SystemClock()
    bot = Bot(TOKEN, session=InstantSession(), default=DefaultBotProperties(parse_mode="HTML"))
    dispatcher = Dispatcher(disable_fsm=True)
    row = {"kind": "benchmark", "payload": {}, "state": "done", "tries": 0, "max_tries": 1}

    async def on_help(message: Message) -> None:
        now = clock.now()
        async with engine.begin() as connection:
            await connection.execute(insert(JobRow).values(**row, due=now, created=now))
        await message.answer("help")

    dispatcher.message.register(on_help, Command("help"))
    found = []
    for number in range(ROUNDS):
        started = time.process_time()
        update_object = Update.model_validate(help_update(number), context={"bot": bot})
        await dispatcher.feed_update(bot, update_object)
        found.append((time.process_time() - started) * 1000)
    return found


async def handled(service: ChatService, update_body: dict[str, Any]) -> float:
    """CPU until the update is stored, handled, answered and marked done."""
    started = time.process_time()
    await service.store([update_body])
    await service.worker.settle()
    return (time.process_time() - started) * 1000


async def main() -> None:
    world = await open_world()
    async with world.core.database.write() as connection:
        await connection.execute(delete(SessionRow).where(SessionRow.telegram_id == PERSON))
        session = {"id": world.buyer.person_id, "person_id": world.buyer.person_id, "telegram_id": PERSON}
        moment = {"started_at": world.core.clock.now(), "seen_at": world.core.clock.now()}
        await connection.execute(insert(SessionRow).values(**session, **moment, label=""))
    settings = Settings(
        database_url=f"sqlite:///{DATABASE}", bot_token=SecretStr(TOKEN), sends_per_second=1e6,
        chat_burst=10**6, _env_file=None,
    )  # fmt: skip
    core = build(settings)
    service = ChatService(core, Phrasebook(), session=InstantSession())
    taken = await core.execute(world.buyer, TakeMessage("\n".join(f"{sku} 3" for sku in world.skus[:10])))
    first = time.time_ns() // 1_000_000
    async with asyncio.TaskGroup() as group:
        working = group.create_task(service.worker.run())
        ours = [await handled(service, help_update(first + number)) for number in range(ROUNDS)]
        steps = []
        for number in range(60):
            quote = await core.ask(world.buyer, ShowQuote(taken.draft_id))
            assert quote is not None
            tap = QuoteTap(act=MORE, draft=short_id(quote.draft_id), v=quote.version, n=1).pack()
            steps.append(await handled(service, tap_update(first + ROUNDS + number, tap)))
        service.worker.stop()
        await working
    stock_engine = create_async_engine(f"sqlite+aiosqlite:///{DATABASE}")
    theirs = await bare(stock_engine)
    await stock_engine.dispose()
    theirs_fast = await bare(core.database.engine)
    print("CPU of the whole process, SQLite; limits: 3 x the bare dispatcher, 10 ms a dialogue step")
    one = show("trivial update through the whole bot", ours[20:])
    two = show("the same through a bare dispatcher with one write", theirs[20:])
    three = show("the same, written over our one-trip connection", theirs_fast[20:])
    print(f"ratio: {one / two:.2f} (to the write over our own connection: {one / three:.2f})")
    show("one step of a dialogue (tap, change, new card of 10 lines)", steps[5:])
    await core.close()
    await world.core.close()


if __name__ == "__main__":
    asyncio.run(main())
