"""A15: a better price asked for in the chat, agreed to, kept, and ordered at with one tap."""

from datetime import timedelta

import pytest

from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.orders.tables import DraftRow, OrderLineRow, OrderRow, PriceRequestRow, QuotationRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import column, count, set_cost


async def _line(chat: Chat) -> ChatMessage:
    """The line of ten phones at 1,040 in Ada's quote."""
    quote = await ask(chat.ada, "10 iphone 15 pro")
    lines = await tap(chat.ada, "Change", quote, "Which line")
    return await tap(chat.ada, "1. Apple", lines, "Apple")


async def _asked(chat: Chat, wish: str, shown: str) -> ChatMessage:
    """Ada has asked; Rita's card."""
    await tap(chat.ada, "Ask for a better price", await _line(chat), "costs you $1,040.00 a piece")
    answer = await ask(chat.ada, wish, "P-2025-1")
    assert f"you would like {shown}" in answer.text
    return await chat.rita.wait_for("Better price P-2025-1", since=0)


async def test_a_price_is_asked_granted_and_ordered_at_with_one_tap(chat: Chat) -> None:
    card = await _asked(chat, "1,020", "$1,020.00")
    assert "Now $1,040.00, wanted $1,020.00 (−1.92%)" in card.text
    assert "Cost" not in card.text
    done = await tap(chat.rita, "✅ Approve", card, "Approved by Rita")
    assert done.labels == []
    told = await chat.ada.wait_for("Yes: $1,020.00, kept for you.", since=0)
    quote = await tap(chat.ada, "Order at this price", told, "From quotation Q-2025-1")
    assert "✅ Confirm $10,200.00" in quote.labels
    await tap(chat.ada, "Confirm", quote, "B2B-2025-1")
    assert await column(chat.core, OrderLineRow.unit_price_micros) == [1_020_000_000]
    again = await tap(chat.ada, "Order at this price", told, "All of quotation Q-2025-1 is ordered")
    assert again.labels == []


async def test_words_ask_for_a_price_as_the_button_does(chat: Chat) -> None:
    await ask(chat.ada, "10 iphone 15 pro\n240 coke 330")
    asked = await ask(chat.ada, "can you do 1020 for the iphones?", "P-2025-1")
    assert "you would like $1,020.00" in asked.text
    card = await chat.rita.wait_for("Better price P-2025-1", since=0)
    assert "Now $1,040.00, wanted $1,020.00 (−1.92%)" in card.text
    await ask(chat.ada, "1020 each for iphone 15 pro?", "P-2025-1")
    for wish, number in (("coke 330 için 0.53 olur mu", 2),):
        coke = await ask(chat.ada, wish, f"P-2025-{number}")
        assert "you would like $0.53" in coke.text
    few = await ask(chat.ada, "could you do 10 for the iphones", "costs you $1,040.00 a piece")
    assert few.labels == []
    assert await count(chat.core, PriceRequestRow) == 2


@pytest.mark.parametrize(
    "wish",
    [
        "1020 each for iphone 15 pro?",
        "iphone 15 pro için 1020 olur mu?",
        "boleh buat 1020 untuk iphone 15 pro?",
        "iphone 15 pro 每台1020可以吗",
    ],
)
async def test_the_wish_is_understood_in_four_languages(chat: Chat, wish: str) -> None:
    await ask(chat.ada, "10 iphone 15 pro")
    asked = await ask(chat.ada, wish, "P-2025-1")
    assert "you would like $1,020.00" in asked.text
    assert await column(chat.core, PriceRequestRow.wanted_micros) == [1_020_000_000]


async def test_a_wish_for_what_is_in_no_order_yet_wants_a_quantity_first(chat: Chat) -> None:
    answer = await ask(chat.ada, "can you do 1020 for the iphone 15 pro", "How many of Apple iPhone 15 Pro")
    assert answer.labels == []
    assert (await count(chat.core, PriceRequestRow), await count(chat.core, DraftRow)) == (0, 0)


async def test_one_quotation_is_ordered_from_twice_within_its_quantity(chat: Chat) -> None:
    quote = await ask(chat.ada, "10 iphone 15 pro")
    kept = await tap(chat.ada, "Keep these prices", quote, "Quotation Q-2025-1")
    await set_cost(chat.core, chat.iphone, "1100")
    await tap(chat.ada, "Order at this price", kept, "From quotation Q-2025-1")
    changed = await ask(chat.ada, "make line 1 4", "$4,160.00")
    await tap(chat.ada, "Confirm", changed, "B2B-2025-1")
    rest = await tap(chat.ada, "Order at this price", kept, "Less is left than was quoted")
    assert "✅ Confirm $6,240.00" in rest.labels
    await tap(chat.ada, "Confirm", rest, "B2B-2025-2")
    assert await column(chat.core, OrderLineRow.unit_price_micros) == [1_040_000_000] * 2


async def test_a_percentage_may_be_asked_and_another_price_named(chat: Chat) -> None:
    card = await _asked(chat, "5%", "$988.00")
    assert "⛔ A price below cost" in card.text
    await tap(chat.rita, "Name another price", card, "Which price for one piece?")
    refused = await ask(chat.rita, "990", "Such a price needs somebody above you.")
    assert await count(chat.core, QuotationRow) == 0
    await tap(chat.rita, "Name another price", refused, "Which price for one piece?")
    await ask(chat.rita, "1025", "Price: $1,025.00")
    told = await chat.ada.wait_for("We can do $1,025.00, kept for you.", since=0)
    assert "Order at this price" in told.labels[0]
    assert await column(chat.core, PriceRequestRow.state) == ["countered"]


async def test_declined_with_a_reason_the_price_stays(chat: Chat) -> None:
    card = await _asked(chat, "1000", "$1,000.00")
    why = await tap(chat.rita, "Decline", card, "Why not, P-2025-1")
    await tap(chat.rita, "In own words", why, "Write it in your own words")
    await ask(chat.rita, "Not <before> spring", "Declined by Rita")
    told = await chat.ada.wait_for("That is not possible this time: Not <before> spring", since=0)
    assert told.labels == []
    quote = await ask(chat.ada, "/draft")
    assert "✅ Confirm $10,400.00" in quote.labels


async def test_a_wish_that_makes_no_sense_asks_nobody(chat: Chat) -> None:
    await tap(chat.ada, "Ask for a better price", await _line(chat), "costs you")
    await ask(chat.ada, "a bit less", "costs you $1,040.00 a piece")
    await ask(chat.ada, "1100", "That is not below today's price.")
    assert (await count(chat.core, PriceRequestRow), await count(chat.core, QuotationRow)) == (0, 0)
    assert "price_requested" not in await column(chat.core, JournalRow.name)


async def test_kept_prices_hold_for_a_week_and_the_end_is_told(chat: Chat) -> None:
    quote = await ask(chat.ada, "10 iphone 15 pro")
    kept = await tap(chat.ada, "Keep these prices", quote, "Quotation Q-2025-1")
    assert "Prices kept until 21 Oct" in kept.text
    await set_cost(chat.core, chat.iphone, "1100")
    found = await ask(chat.ada, "/quotes", "Your quotations")
    opened = await tap(chat.ada, "Q-2025-1", found, "Quotation Q-2025-1")
    held = await tap(chat.ada, "Order at this price", opened, "From quotation Q-2025-1")
    assert "✅ Confirm $10,400.00" in held.labels
    chat.clock.advance(timedelta(days=6))
    await tick(chat.core)
    reminder = await chat.ada.wait_for("Tomorrow these prices end.", since=0)
    chat.clock.advance(timedelta(days=1))
    late = await tap(chat.ada, "Order at this price", reminder, "Quotation Q-2025-1 has ended")
    assert "$1,040.00 → $1,144.00" in late.text
    assert "✅ Confirm $11,440.00" in late.labels
    await ask(chat.ada, "/quotes", "No quotations.")


async def test_nobody_reaches_another_dealer_s_quotation(chat: Chat) -> None:
    quote = await ask(chat.ada, "10 iphone 15 pro")
    kept = await tap(chat.ada, "Keep these prices", quote, "Quotation Q-2025-1")
    (data,) = [button.data for button in kept.buttons]
    await ask(chat.cora, "/quotes", "No quotations.")
    foreign = await ask(chat.cora, "2000 coke 330")
    await chat.cora.tap_data(foreign, data or "")
    await chat.cora.wait_for("I could not find that quotation.")
    await chat.cora.tap_data(foreign, (data or "").replace(":o:", ":s:"))
    await chat.cora.wait_for("I could not find that quotation.")
    assert await count(chat.core, OrderRow) == 0
