"""F1, A2: unusual, odd and missing amounts are asked, and answered by button or by a typed number."""

from core.orders.tables import DraftLineRow, OrderRow
from tests.chat import Chat, ask, tap
from tests.make import column, count, set_order_multiple


async def test_a_missing_amount_is_asked_and_answered_by_typing_a_number(chat: Chat) -> None:
    card = await ask(chat.ada, "iphone 15 pro")
    assert "❓ Line 1: how many of Apple iPhone 15 Pro 128GB? Tap or type a number." in card.text
    assert card.button("Confirm") is None
    done = await ask(chat.ada, "25", "25 pieces")
    assert "25 pieces × $1,040.00 = $26,000.00 🟢" in done.text
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_a_vague_amount_is_asked_not_guessed(chat: Chat) -> None:
    card = await ask(chat.ada, "a few iphone 15 pro")
    assert "❓ Line 1: how many of Apple iPhone 15 Pro 128GB exactly? Tap or type a number." in card.text
    assert await column(chat.core, DraftLineRow.quantity) == [None]
    assert "3 pieces × $1,040.00" in (await ask(chat.ada, "3", "3 pieces")).text


async def test_five_times_the_habit_is_asked(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "20 iphone 15 pro"), "B2B-2025-1")
    usual = await ask(chat.ada, "99 iphone 15 pro")
    assert "99 pieces × $1,040.00" in usual.text
    await tap(chat.ada, "Discard", usual, "Discarded")
    card = await ask(chat.ada, "100 iphone 15 pro")
    assert (
        "❓ Line 1: 100 pieces of Apple iPhone 15 Pro 128GB? You usually take about 20 pieces." in card.text
    )
    assert card.labels[:3] == ["100 pieces", "20 pieces", "Leave it out"]
    assert card.button("Confirm") is None
    yes = await tap(chat.ada, "100 pieces", card, "100 pieces × $1,040.00 = $104,000.00")
    assert yes.button("Confirm") is not None
    assert await column(chat.core, DraftLineRow.quantity, DraftLineRow.state == "ready") == [100, 20, 99]


async def test_an_amount_off_the_multiple_is_asked_with_the_nearest_two(chat: Chat) -> None:
    await set_order_multiple(chat.core, chat.iphone, 10)
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "❓ Line 1: Apple iPhone 15 Pro 128GB comes in multiples of 10 pieces. How many?" in card.text
    assert card.labels[:3] == ["20 pieces", "30 pieces", "Leave it out"]
    odd = await ask(chat.ada, "27")
    assert "comes in multiples of 10" in odd.text
    done = await tap(chat.ada, "30 pieces", odd, "30 pieces ×")
    assert done.button("Confirm $31,200.00") is not None


async def test_below_the_minimum_says_what_is_missing_and_offers_no_confirm(chat: Chat) -> None:
    card = await ask(chat.ada, "10 case coke 330")
    assert "⚠️ The smallest order is $1,000.00. Add goods for $870.40 more." in card.text
    assert card.button("Confirm") is None
    await chat.ada.tap_data(card, (card.buttons[0].data or "").replace(":e:", ":ok:"))
    refused = await chat.ada.wait_for("The smallest order")
    assert refused.button("Confirm") is None
    assert await count(chat.core, OrderRow) == 0
    more = await ask(chat.ada, "1 iphone 15 pro", "iPhone")
    assert more.button("Confirm $1,169.60") is not None


async def test_cases_and_pieces_are_told_apart(chat: Chat) -> None:
    card = await ask(chat.ada, "100 case coke 330\n2400 sprite 330")
    assert "100 cases (2,400) × $0.54 = $1,296.00" in card.text
    assert "2,400 pieces × $0.54 = $1,296.00" in card.text
