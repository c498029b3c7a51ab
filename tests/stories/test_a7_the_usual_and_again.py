"""A7, M3: the usual by the own rhythm, a reminder, and any past order again, in the chat."""

from datetime import timedelta

from sqlalchemy import update

from core.catalog.tables import ProductRow, SubstituteRow
from core.kernel.ids import ProductId
from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import count, make_product, make_stock, set_cost, write
from tests.make.past import make_past_order
from tests.make.rows import add

COKE = "Coca-Cola 330 ml can"
SPRITE = "Sprite 330 ml can"


async def _weeks(chat: Chat, *weeks: tuple[ProductId, ...]) -> None:
    """TechMart ordered every week, the last time a week ago; 240 pieces of each."""
    for at, goods in enumerate(weeks):
        day = chat.clock.now() - timedelta(days=7 * (len(weeks) - at))
        bought = [(product, 240, "0.54") for product in goods]
        await make_past_order(chat.core, chat.techmart, day, bought, number=f"B2B-2025-{900 + at}")


async def test_the_usual_is_what_is_due_and_a_reminder_names_what_goes_along(chat: Chat) -> None:
    await _weeks(chat, *[(chat.coke, chat.sprite)] * 8)
    card = await ask(chat.ada, "the usual", "What you are due")
    assert card.text.startswith("🔁 What you are due by your own rhythm:")
    assert f"{COKE}\n   240 pieces × $0.54" in card.text
    assert f"{SPRITE}\n   240 pieces × $0.54" in card.text
    placed_before = await count(chat.core, OrderRow)
    await tap(chat.ada, "Discard", card, "Discarded")
    reminded = await ask(chat.ada, "240 coke 330")
    assert f"💡 You usually also take {SPRITE} (8 of 8 orders)." in reminded.text
    both = await tap(chat.ada, "➕ 240", reminded, SPRITE)
    assert "You usually also take" not in both.text
    await tap(chat.ada, "Discard", both, "Discarded")
    again = await ask(chat.ada, "240 coke 330")
    quiet = await tap(chat.ada, "No such reminders", again, "I no longer remind you")
    assert "You usually also take" not in quiet.text
    assert (await ask(chat.ada, "/suggestions", "I remind you")).text.startswith("💡 I remind you again")
    assert await count(chat.core, OrderRow) == placed_before


async def test_a_past_order_again_says_what_changed_and_offers_what_stands_in(chat: Chat) -> None:
    zero = await make_product(chat.core, "ZERO330", "Cola Zero 330 ml can", cost="0.5", list_price=None)
    await make_stock(chat.core, zero, chat.warehouse, 5000)
    await add(chat.core, SubstituteRow, product_id=chat.sprite, substitute_id=zero, rank=0)
    await _weeks(chat, (chat.coke, chat.sprite))
    await write(chat.core, update(ProductRow).where(ProductRow.id == chat.sprite).values(active=False))
    await set_cost(chat.core, chat.coke, "0.75")
    orders = await ask(chat.ada, "/orders", "Your orders")
    which = await tap(chat.ada, "Order one again", orders, "Which one again")
    since = await tap(chat.ada, "B2B-2025-900", which, "as of today")
    assert f"📈 {COKE}: $0.54 → $0.80" in since.text
    assert "🚫 Product 2: no longer on sale for you" in since.text
    card = await chat.ada.wait_for("As in order B2B-2025-900")
    assert "240 pieces × $0.80" in card.text
    full = await tap(chat.ada, "Cola Zero", since, "Added in its place")
    assert "Cola Zero 330 ml can" in full.text
    await tap(chat.ada, "Discard", full, "Discarded")
    for words in ("same as order 900", "和订单900一样", "900 numaralı siparişin aynısı", "ulang pesanan 900"):
        await ask(chat.ada, words, "as of today")
        found = await chat.ada.wait_for("As in order B2B-2025-900")
        await tap(chat.ada, "Discard", found, "Discarded")
