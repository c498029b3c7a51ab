"""A4: one order number for one yes, whatever the finger, the network or the server repeats."""

from bot.dealer.ordering.callbacks import CONFIRM, QuoteTap
from bot.screen import short_id
from core.orders.tables import DraftRow, OrderRow
from core.orders.use_cases.show_quote import ShowQuote
from core.stock.tables import StockRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, caught_up, tap
from tests.make import account, column, count, rows

PLACED = "✅ Thank you! Order B2B-2025-1 is placed.\n\n1 line, $26,000.00\n\n📅 With you Wed 15 Oct"


def _message(chat: Chat, message_id: int) -> ChatMessage:
    return next(message for message in chat.ada.messages() if message.id == message_id)


def _text(chat: Chat, message_id: int) -> str:
    return _message(chat, message_id).text


async def _assert_one_order(chat: Chat) -> None:
    assert await column(chat.core, OrderRow.number) == ["B2B-2025-1"]
    assert (await account(chat.core, chat.techmart))["held"] == 2_600_000
    (reserved,) = await column(chat.core, StockRow.reserved, StockRow.product_id == chat.iphone)
    assert reserved == 25


async def test_numbers_run_without_gaps_and_the_buttons_go_with_the_order(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    done = await tap(chat.ada, "Confirm", card, "is placed")
    assert done.text == PLACED
    assert (done.id, done.labels) == (card.id, ["✏️ Change", "🚫 Take it back"])
    other = await ask(chat.ada, "20 iphone 15 pro")
    await tap(chat.ada, "Confirm", other, "B2B-2025-2 is placed")


async def test_a_double_tap_makes_one_order_and_leaves_its_answer(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    data = next(button.data for button in card.buttons if "Confirm" in button.text)
    taps = await chat.ada.tap_twice("Confirm", message=card)
    for one in taps:
        await one.answer()
    done = await chat.ada.wait_for("is placed")
    late = await chat.ada.tap_data(card, data or "")
    await late.answer()
    await caught_up(chat.ada)
    assert _text(chat, card.id) == done.text == PLACED
    await _assert_one_order(chat)


async def test_a_tap_that_comes_again_under_a_new_update_id_makes_no_second_order(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    done = await tap(chat.ada, "Confirm", card, "is placed")
    await chat.sandbox.redeliver(new_id=True)
    await chat.sandbox.redeliver()
    await caught_up(chat.ada)
    assert _text(chat, card.id) == done.text == PLACED
    await _assert_one_order(chat)


async def test_a_message_that_comes_again_adds_nothing(chat: Chat) -> None:
    await chat.sandbox.duplicate_next()
    await ask(chat.ada, "25 iphone 15 pro")
    await chat.sandbox.redeliver(new_id=True)
    await caught_up(chat.ada)
    cards = [message.text for message in chat.ada.from_bot() if "Your order" in message.text]
    assert all("25 pieces × $1,040.00 = $26,000.00" in text for text in cards)
    assert [row.version for row in await rows(chat.core, DraftRow)] == [2]


async def test_only_the_newest_card_keeps_its_buttons(chat: Chat) -> None:
    first = await ask(chat.ada, "25 iphone 15 pro")
    await ask(chat.ada, "10 case coke 330", "Coca-Cola")
    await chat.ada.wait_until(lambda user: _message(chat, first.id).labels == [])


async def test_a_late_tap_on_an_old_button_does_not_wipe_the_order_number_away(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    change = next(button.data for button in card.buttons if "Change" in button.text)
    done = await tap(chat.ada, "Confirm", card, "is placed")
    await (await chat.ada.tap_data(card, change or "")).answer()
    said = await chat.ada.wait_for("not open any more")
    assert said.text == "⚠️ That order is not open any more: it was placed or discarded."
    assert said.id != done.id
    assert chat.ada.find("is placed") is not None


async def test_the_same_order_again_is_asked_and_made_only_after_a_yes(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    again = await ask(chat.ada, "25 iphone 15 pro")
    assert (
        "🔁 This is the same as order B2B-2025-1, placed within the last day. Order it again?" in again.text
    )
    assert again.button("Confirm") is None
    yes = await tap(chat.ada, "Yes, order again", again, lambda message: "🔁" not in message.text)
    await tap(chat.ada, "Confirm $26,000.00", yes, "B2B-2025-2")
    assert await count(chat.core, OrderRow) == 2


async def test_a_repeat_that_was_changed_is_no_repeat_any_more(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    assert "🔁" in (await ask(chat.ada, "25 iphone 15 pro")).text
    more = await ask(chat.ada, "10 case coke 330", "Coca-Cola")
    assert "🔁" not in more.text
    assert more.button("Confirm $26,129.60") is not None
    back = await ask(chat.ada, "drop line 2", lambda message: "Coca-Cola" not in message.text)
    assert "🔁" in back.text


async def test_a_repeat_cannot_be_confirmed_past_the_question(chat: Chat) -> None:
    first = await ask(chat.ada, "25 iphone 15 pro")
    await tap(chat.ada, "Confirm", first, "B2B-2025-1")
    again = await ask(chat.ada, "25 iphone 15 pro")
    quote = await chat.core.ask(chat.buyer, ShowQuote())
    assert quote is not None
    forged = QuoteTap(act=CONFIRM, draft=short_id(quote.draft_id), v=quote.version, x=quote.seen)
    await chat.ada.tap_data(again, forged.pack())
    refused = await chat.ada.wait_for("This is the same as order B2B-2025-1.")
    assert "🔁 Yes, order again" in refused.labels
    assert await count(chat.core, OrderRow) == 1
