"""A22: each kind of notice can be switched off, and at night comes only what cannot wait."""

from datetime import date, timedelta

from sqlalchemy import update

from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM
from core.orders.use_cases.keep_supply import ReleaseBackOrders
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.chat import Chat, ask, tap
from tests.make import rows, write
from tests.make.goods import make_incoming
from tests.stories.trade import said_to_others


async def order_what_waits(chat: Chat) -> None:
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.iphone).values(on_hand=0))
    await make_incoming(chat.core, chat.iphone, chat.warehouse, 50, date(2025, 10, 20))
    card = await ask(chat.ada, "10 iphone 15 pro", "not enough in stock")
    chosen = await tap(chat.ada, "Wait for all", card, "All of it goes together")
    await tap(chat.ada, "Confirm", chosen, "is placed")


async def goods_come(chat: Chat) -> None:
    await chat.core.execute(SYSTEM, CorrectStock(chat.iphone, "LA", 50, is_count=False, reason="came"))
    await chat.core.execute(SYSTEM, ReleaseBackOrders())


async def test_what_can_wait_comes_in_the_morning_once(chat: Chat) -> None:
    shown = await ask(chat.ada, "/notices", "What I write to you about")
    assert "🌙 No quiet hours." in shown.text
    quiet = await tap(chat.ada, "22–7", shown, "Quiet from 22:00 to 7:00 your time")
    assert quiet.labels[-3:] == ["🌙 20–8", "🌙 18–9", "🌙 No quiet hours"]
    await order_what_waits(chat)
    chat.clock.advance(timedelta(hours=14))
    chat.ada.mark()
    await goods_come(chat)
    kept = [one for one in await rows(chat.core, JobRow) if one.lane == "quiet:chat:5001"]
    while not kept:
        kept = [one for one in await rows(chat.core, JobRow) if one.lane == "quiet:chat:5001"]
    assert [one.due.isoformat() for one in kept] == ["2025-10-15T07:00:00+00:00"]
    # Killed in the night: it still comes once.
    await chat.kill()
    chat.restart()
    assert not [one for one in chat.ada.from_bot() if "are here" in one.text]
    chat.clock.advance(timedelta(hours=8))
    await chat.ada.wait_for("The goods for B2B-2025-1 are here")
    await said_to_others(chat, chat.rita)
    assert len([one for one in chat.ada.from_bot() if "are here" in one.text]) == 1


async def test_what_is_switched_off_is_not_even_queued(chat: Chat) -> None:
    shown = await ask(chat.ada, "/notices", "What I write to you about")
    await tap(chat.ada, "Other days", shown, "🔕 Other days")
    await order_what_waits(chat)
    await goods_come(chat)
    told = await said_to_others(chat, chat.rita)
    assert not [text for text in told["Ada"] if "are here" in text]
    sends = [one.payload["text"] for one in await rows(chat.core, JobRow) if one.kind == "chat.send"]
    assert not [text for text in sends if "are here" in text]
