"""A22: each kind comes at once, once a day or never, and at night comes only what cannot wait."""

from datetime import date, timedelta

from sqlalchemy import update

from core.channel.tables import DigestItemRow
from core.dealers.tables import PersonRow
from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM
from core.orders.use_cases.keep_supply import ReleaseBackOrders
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.chat import Chat, ask, tap
from tests.make import rows, write
from tests.make.goods import make_incoming
from tests.stories.trade import offering, said_to_others


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
    assert quiet.labels[-4:] == ["🌙 20–8", "🌙 18–9", "🌙 Other hours ✏️", "🌙 No quiet hours"]
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
    daily = await tap(chat.ada, "Other days", shown, "🕘 Other days")
    await tap(chat.ada, "Other days", daily, "🔕 Other days")
    await order_what_waits(chat)
    await goods_come(chat)
    told = await said_to_others(chat, chat.rita)
    assert not [text for text in told["Ada"] if "are here" in text]
    sends = [one.payload["text"] for one in await rows(chat.core, JobRow) if one.kind == "chat.send"]
    assert not [text for text in sends if "are here" in text]


async def test_a_day_of_news_is_one_message_at_the_own_time_and_in_the_own_language(chat: Chat) -> None:
    shown = await ask(chat.ada, "/notices", "What I write to you about")
    daily = await tap(chat.ada, "Other days", shown, "🕘 Other days")
    await tap(chat.ada, "Once a day", daily, "At what time")
    await ask(chat.ada, "late", "At what time")
    await ask(chat.ada, "20:15", "once a day at 20:15")
    # Typed freely; what is none is asked again.
    await tap(
        chat.ada, "Other hours", await ask(chat.ada, "/notices", "What I write"), "From when until when"
    )
    await ask(chat.ada, "nights", "From when until when")
    await ask(chat.ada, "22:30-7", "Quiet from 22:30 to 7:00 your time")
    news = await ask(chat.ada, "/notices", "What I write")
    await tap(chat.ada, "🔔 News", news, "🕘 News")
    await order_what_waits(chat)
    preview = await ask(chat.otto, "/broadcast news all now", "What shall it say?")
    preview = await ask(chat.otto, "We are open on Sunday.", "to 2 people")
    await tap(chat.otto, "Confirm", preview, "waiting")
    chat.clock.advance(timedelta(seconds=10))
    await chat.cora.wait_for("We are open on Sunday.")
    chat.ada.mark()
    await goods_come(chat)
    while len(await rows(chat.core, DigestItemRow)) < 2:
        await said_to_others(chat, chat.rita)
    # Killed before it is told: it still comes once, and speaks the language of that hour.
    await chat.kill()
    chat.restart()
    early = [one.text for one in chat.ada.from_bot() if "are here" in one.text or "Sunday" in one.text]
    assert early == []
    await write(
        chat.core, update(PersonRow).where(PersonRow.id == chat.buyer.person_id).values(language="tr")
    )
    chat.clock.advance(timedelta(hours=12))
    told = await chat.ada.wait_for("Gününüz: 2 haber")
    assert "We are open on Sunday." in told.text
    assert "B2B-2025-1" in told.text
    assert told.labels == ["1. 📄 Siparişi göster", "2. 🔕 Artık gelmesin: Haberler"]
    await said_to_others(chat, chat.rita)
    assert len([one for one in chat.ada.from_bot() if "Sunday" in one.text]) == 1


async def test_what_was_put_off_in_the_night_does_not_undo_what_was_told_since(chat: Chat) -> None:
    quiet = await ask(chat.ada, "/notices", "What I write to you about")
    await tap(chat.ada, "22–7", quiet, "Quiet from 22:00 to 7:00 your time")
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    chat.clock.advance(timedelta(hours=14))
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    packed = await tap(
        chat.otto, "All there", await tap(chat.otto, "SH-", made, "picked"), offering("Own van")
    )
    sent = await tap(chat.otto, "Own van", packed, offering("On the road"))
    while len([one for one in await rows(chat.core, JobRow) if one.lane == "quiet:chat:5001"]) < 3:
        pass  # picked, packed, sent
    await tap(chat.otto, "On the road", sent, offering("Delivered"))
    await chat.ada.wait_for("Order B2B-2025-1 · Out for delivery")
    chat.clock.advance(timedelta(hours=8))
    await said_to_others(chat, chat.rita)
    (card,) = [one for one in chat.ada.from_bot() if "🚚 Order B2B-2025-1" in one.text]
    assert card.text.startswith("🚚 Order B2B-2025-1 · Out for delivery")
