"""E3 by amount and age: a forgotten rest stops nobody, real debt does, and the card says what to pay."""

from datetime import date, timedelta

from core.billing.use_cases.record_payment import RecordPayment
from core.kernel.actor import SYSTEM
from core.kernel.money import Money
from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import column, count, make_invoice

TODAY = date(2025, 10, 14)


async def _owe(chat: Chat, amount: str, days: int, document: str) -> None:
    due = TODAY - timedelta(days=days)
    await make_invoice(chat.core, chat.techmart, amount, due_on=due, document=document)


async def test_a_rest_of_a_few_dollars_stops_nobody_however_old_it_is(chat: Chat) -> None:
    await _owe(chat, "24.99", 200, "INV-1")
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm $26,000.00", card, "B2B-2025-1")
    assert await column(chat.core, OrderRow.state) == ["approved"]


async def test_what_is_young_does_not_make_an_old_rest_count(chat: Chat) -> None:
    await _owe(chat, "24.99", 200, "INV-1")
    await _owe(chat, "9000", 10, "INV-2")
    card = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm $26,000.00", card, "B2B-2025-1")
    assert await column(chat.core, OrderRow.state) == ["approved"]


async def test_forty_five_days_block_and_the_very_amount_frees(chat: Chat) -> None:
    await _owe(chat, "700", 46, "INV-1")
    await _owe(chat, "300", 45, "INV-2")
    await _owe(chat, "5000", 10, "INV-3")
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert card.button("Confirm") is None
    assert "$1,000.00 is long overdue. New orders are stopped until it is paid" in card.text
    await chat.core.execute(SYSTEM, RecordPayment(chat.techmart, Money(99_900, "USD"), TODAY, "wire 1"))
    almost = await ask(chat.ada, "/draft", "Your order")
    assert almost.button("Confirm $26,000.00") is not None  # the dollar left is below what counts
    await tap(chat.ada, "Confirm $26,000.00", almost, "B2B-2025-1")
    assert await count(chat.core, OrderRow) == 1
