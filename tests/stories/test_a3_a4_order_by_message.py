"""A3, A4: a dealer writes, sees the own prices, confirms once, and has an order number."""

from core.orders.tables import DraftRow, OrderRow
from tests.chat import Chat
from tests.make import count


async def test_a_message_becomes_a_quote_and_one_tap_an_order(chat: Chat) -> None:
    await chat.ada.say("25 iphone 15 pro")
    card = await chat.ada.wait_for("Your order")
    assert "25 pieces × $1,040.00 = $26,000.00" in card.text
    assert "Total $26,000.00" in card.text
    await chat.ada.tap("Confirm", message=card)
    done = await chat.ada.wait_for("B2B-2025-1")
    assert "is placed" in done.text
    assert done.labels == []


async def test_tapping_confirm_twice_makes_one_order(chat: Chat) -> None:
    await chat.ada.say("25 iphone 15 pro")
    card = await chat.ada.wait_for("Your order")
    first, second = await chat.ada.tap_twice("Confirm", message=card)
    await first.answer()
    await second.answer()
    await chat.ada.wait_for("B2B-2025-1")
    assert await count(chat.core, OrderRow) == 1
    assert await count(chat.core, DraftRow, DraftRow.state == "open") == 0
