"""A12, A14: where the dealer stands and where the order is, by command and in four languages of words."""

from datetime import date

from core.orders.tables import DraftRow
from tests.chat import Chat, ask, tap
from tests.make import count, make_invoice

CREDIT_IN_WORDS = (
    "how much do I owe?",
    "what is my credit limit",
    "我欠多少钱",
    "我的信用额度是多少",
    "ne kadar borcum var",
    "kredi limitim ne kadar",
    "berapa hutang saya",
    "berapa had kredit saya",
)
STATUS_IN_WORDS = (
    "where is my order?",
    "我的订单到哪里了",
    "siparişim nerede",
    "di mana pesanan saya",
)


async def test_credit_shows_limit_open_pending_available_and_overdue(chat: Chat) -> None:
    await make_invoice(chat.core, chat.techmart, "30000", due_on=date(2025, 10, 4))
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    screen = await ask(chat.ada, "/credit", "Your credit")
    assert screen.text.split("\n") == [
        "💳 Your credit",
        "$94,000.00 available",
        "▰▰▰▰▱▱▱▱▱▱ 37 %",
        "",
        "Limit $150,000.00",
        "Open invoices $30,000.00",
        "Orders not yet invoiced $26,000.00",
        "",
        "⏰ $30,000.00 overdue, the oldest for 10 days",
        "🟨🟨🟨🟨🟨🟨🟨🟨🟨🟨",
        "🟨 1–15 days late $30,000.00",
        "",
        "Orders up to $64,000.00 go through by themselves.",
    ]
    for words in CREDIT_IN_WORDS:
        assert (await ask(chat.ada, words, "Your credit")).text == screen.text, words


async def test_a_used_up_limit_says_what_to_do(chat: Chat) -> None:
    await make_invoice(chat.core, chat.techmart, "30000", due_on=date(2025, 8, 20))
    screen = await ask(chat.ada, "/credit", "Your credit")
    assert screen.text.endswith(
        "💡 Pay $30,000.00 and you can order again.\n"
        "New orders are stopped until an open invoice is paid. Your rep can help."
    )
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert card.button("Confirm") is None
    assert (
        "⚠️ $30,000.00 is long overdue. New orders are stopped until it is paid; your rep can help."
        in card.text
    )


async def test_status_by_number_by_list_and_in_words(chat: Chat) -> None:
    assert (await ask(chat.ada, "where is my order", "No orders yet")).labels == []
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    order = await ask(chat.ada, "/order B2B-2025-1", "Order B2B-2025-1")
    assert order.text.split("\n") == [
        "📋 Order B2B-2025-1",
        "",
        "✅ Approved · 14 Oct 09:00",
        "",
        "✏️ You can change it until 14 Oct 16:00",
        "",
        "• Apple iPhone 15 Pro 128GB — 25 pieces, $26,000.00",
        "",
        "Total $26,000.00",
        "📅 With you Wed 15 Oct",
    ]
    assert (await ask(chat.ada, "/order 1", "Order B2B-2025-1")).text == order.text
    for words in STATUS_IN_WORDS:
        told = await ask(chat.ada, words, "Order B2B-2025-1")
        assert told.text == f"{order.text}\n\nNext: our warehouse picks it.", words
    listed = await ask(chat.ada, "/orders", "Your orders")
    assert listed.labels == ["✅ B2B-2025-1 · $26,000.00 · Tue 14 Oct", "🔁 Order one again"]
    opened = await tap(chat.ada, "B2B-2025-1", listed, "Order B2B-2025-1")
    assert opened.text == order.text
    assert await count(chat.core, DraftRow) == 1


async def test_an_unknown_number_says_where_to_look(chat: Chat) -> None:
    said = await ask(chat.ada, "/order 4711", "could not find")
    assert said.text == "I could not find that order. /orders lists yours."
