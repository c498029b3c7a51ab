"""Bad input: each piece of it gets one clear sentence, and nothing is written that should not be."""

import base64
import random
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from bot.middlewares.throttle import BURST
from core.dealers.tables import DealerRow
from core.infra.queue import JobRow
from core.intake.tables import AliasRow
from core.kernel.actor import Role
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.stock.tables import StockRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, caught_up, tap
from tests.make import (
    account,
    column,
    count,
    make_assortment,
    make_buyer,
    make_product,
    make_stock,
    set_cost,
    write,
)

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
EMPTY = "I could not read anything in that. Write products and quantities, for example: 10 case coke 330"


def _data(card: ChatMessage, button: str) -> str:
    return next(one.data or "" for one in card.buttons if button in one.text)


async def _nothing_written(chat: Chat) -> None:
    for table in (DraftRow, DraftLineRow, OrderRow, AliasRow):
        assert await count(chat.core, table) == 0, table
    assert await count(chat.core, JobRow, JobRow.state == "dead") == 0


async def test_what_has_nothing_to_read_says_so(chat: Chat) -> None:
    for text in ("\u200b", "🙂🙂🙂👍", "!!! ... ???"):
        assert (await ask(chat.ada, text, "")).text == EMPTY
    await _nothing_written(chat)


async def test_what_is_no_text_says_what_to_send_instead(chat: Chat) -> None:
    await chat.ada.send_sticker()
    assert (await chat.ada.wait_for("")).text.startswith("I read text only.")
    await chat.ada.send_photo(PIXEL, caption="look at this")
    assert (await chat.ada.wait_for("")).text.startswith("📷 I see no list in this photo.")
    await chat.ada.send_voice(b"OggS")
    assert (await chat.ada.wait_for("")).text.startswith("🎙 Nobody listens to voice notes here yet.")
    await chat.ada.send_document(b"a;b", "order.csv")
    assert (await chat.ada.wait_for("")).text == (
        "📎 In “order.csv” I cannot tell which column is the article and which the quantity. "
        "Write SKU and Quantity above them and send it again."
    )
    await chat.ada.share_location(34.0, -118.2)
    assert (await chat.ada.wait_for("")).text.startswith("I read text only.")
    await _nothing_written(chat)


async def test_an_edited_message_changes_nothing_and_says_so(chat: Chat) -> None:
    sent = await chat.ada.say("25 iphone 15 pro")
    await chat.ada.wait_for("25 pieces")
    await chat.ada.edit(sent, "250 iphone 15 pro")
    said = await chat.ada.wait_for("✏️ I have read")
    assert said.text == (
        "✏️ I have read that message already and do not see changes to it. "
        "Please send the change as a new message."
    )
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_4096_characters_of_noise_get_one_answer_and_book_nothing(chat: Chat) -> None:
    dice = random.Random(7)
    for alphabet in (
        "abcdefghijklmnop qrstuvwxyz",
        "#$%&/()=?<>&;:_*'\"",
        "的一是不了人我在有他 这为之大来",
        "\x01\x7f\ufeff‮a ",
    ):
        noise = "".join(dice.choice(alphabet) for _ in range(4095)).strip() + "x"
        before = len(chat.ada.from_bot())
        await chat.ada.say(noise[:4096])
        await chat.ada.wait_for("", timeout=30)
        await caught_up(chat.ada)
        assert len(chat.ada.from_bot()) == before + 2, alphabet
    ready = await column(chat.core, DraftLineRow.id, DraftLineRow.state == "ready")
    assert ready == []
    assert await count(chat.core, OrderRow) == 0
    assert await count(chat.core, JobRow, JobRow.state == "dead") == 0


async def test_300_lines_are_all_taken_and_the_rest_is_asked_for(chat: Chat) -> None:
    for n in range(1, 311):
        await make_product(chat.core, f"S{n:03}", f"Screw number {n:03}", cost="1", brand="Fix", category="x")
    for text, most in (("\n".join(f"9 S{n:03}" for n in range(1, 301)), 300),):
        card = await ask(chat.ada, text, f"Page 1 of 25 · {most} lines")
        assert not card.text.startswith("✂️")
    assert await count(chat.core, DraftLineRow) == 300
    await tap(chat.ada, "Discard", card, "Discarded")
    long = await ask(chat.ada, "\n".join(f"9 S{n:03}" for n in range(1, 311)), "300 lines")
    assert long.text.startswith("✂️ That was a very long list: I read the first 300 lines.")


async def test_an_impossible_amount_is_asked_and_never_booked(chat: Chat) -> None:
    for words in ("0 iphone 15 pro", "-3 iphone 15 pro", "1e9 iphone 15 pro", "1000000000 iphone 15 pro"):
        card = await ask(chat.ada, words)
        question = (
            "❓ Line 1: I cannot book that quantity of Apple iPhone 15 Pro 128GB. Type the right number."
        )
        assert question in card.text, words
        assert card.button("Confirm") is None
        assert await column(chat.core, DraftLineRow.quantity, DraftLineRow.state == "ready") == []
        await tap(chat.ada, "Discard", card, "Discarded")
    await ask(chat.ada, "0 iphone 15 pro")
    assert "25 pieces × $1,040.00 = $26,000.00" in (await ask(chat.ada, "25", "25 pieces")).text


async def test_an_unknown_product_is_said_not_to_be_found(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro\n7 ฟหกดสวรรค์")
    assert "❓ Line 2: I could not find “7 ฟหกดสวรรค์”. Write it another way, or leave it out." in card.text
    assert card.button("Confirm") is None
    done = await tap(chat.ada, "Leave it out", card, lambda m: "ฟหกด" not in m.text)
    assert done.button("Confirm $26,000.00") is not None


async def test_a_product_off_the_dealers_list_is_named_and_cannot_be_ordered(chat: Chat) -> None:
    await make_assortment(chat.core, "drinks", scope="category", value="grocery/drinks")
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.techmart).values(assortment="drinks"))
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "“25 iphone 15 pro” is not on your list." in card.text
    assert "$" not in card.text
    assert card.button("Confirm") is None
    asked = await ask(chat.ada, "how much is iphone 15 pro", "")
    assert "1,040" not in asked.text


async def test_a_product_taken_off_the_list_meanwhile_stops_the_confirm(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await make_assortment(chat.core, "drinks", scope="category", value="grocery/drinks")
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.techmart).values(assortment="drinks"))
    refused = await tap(chat.ada, "Confirm", card, "no longer on sale for you")
    assert refused.text.startswith("⚠️ Line 1: no longer on sale for you. Take it out to go on.")
    assert refused.button("Confirm") is None
    assert await count(chat.core, OrderRow) == 0


async def test_a_product_priced_in_another_currency_has_no_price_and_stops_the_order(chat: Chat) -> None:
    euro = await make_product(
        chat.core,
        "EURO-1",
        "Espresso machine Milano",
        cost="900",
        list_price="1100",
        currency="EUR",
        brand="Milano",
    )
    await make_stock(chat.core, euro, chat.warehouse, 50)
    card = await ask(chat.ada, "25 iphone 15 pro\n2 espresso machine milano")
    assert "2. 🚫 Espresso machine Milano" in card.text
    assert "⚠️ Line 2: no price in your currency yet. Take it out or ask your rep." in card.text
    assert card.button("Confirm") is None
    after = await ask(chat.ada, "drop line 2", lambda m: "Your order" in m.text and "Espresso" not in m.text)
    assert after.button("Confirm $26,000.00") is not None


async def test_a_confirm_on_a_changed_price_shows_the_new_one_and_orders_nothing(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await set_cost(chat.core, chat.iphone, "1100")
    changed = await tap(chat.ada, "Confirm $26,000.00", card, "A price changed a moment ago")
    assert "25 pieces × $1,144.00 = $28,600.00" in changed.text
    assert await count(chat.core, OrderRow) == 0
    assert (await account(chat.core, chat.techmart))["held"] == 0
    await tap(chat.ada, "Confirm $28,600.00", changed, "B2B-2025-1")


async def test_a_confirm_on_vanished_stock_says_so_and_offers_what_is_there(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.iphone).values(on_hand=10))
    short = await tap(chat.ada, "Confirm", card, "somebody was faster")
    assert short.text.startswith("⚠️ Line 1: somebody was faster, not enough is left.")
    assert short.button("Confirm") is None
    assert await count(chat.core, OrderRow) == 0
    fitted = await tap(chat.ada, "Take what there is", short, "10 pieces")
    await tap(chat.ada, "Confirm $10,400.00", fitted, "B2B-2025-1")


async def test_forged_and_old_buttons_get_one_clear_answer(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    key = _data(card, "Confirm").split(":")[2]
    old = "That button is from an earlier version. Write /draft to see where you are."
    garbage = (
        "x", "q1", "q0:ok:1:1", f"q1:ok:{key}:x:0:", f"q1:zz:{key}:2:0:", "q1:ok:###:2:0:", "q1:ok::2:0:",
        f"q1:p:{key}:2:1:abc", f"q1:a:{key}:2:1:ten", f"q1:pc:{key}:2:99:", "al1:###", "ap1:y:###:0",
        "o1:###:0", "o1:AAAA:0", "lg1:xx", "op1:99999999999999999999",
        f"q1:l:{key}:2:99999999999999999999:",
    )  # fmt: skip
    for data in garbage:
        await (await chat.ada.tap_data(card, data)).answer()
        said = await chat.ada.wait_for("")
        known = (old, "language", "could not find", "No orders yet")
        assert any(text in said.text for text in known), (data, said.text)
    assert await column(chat.core, DraftLineRow.quantity) == [25]
    assert await count(chat.core, OrderRow) == 0
    assert await count(chat.core, JobRow, JobRow.state == "dead") == 0


async def test_a_tap_on_an_outdated_card_changes_nothing_and_shows_the_present_one(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    confirm = _data(card, "Confirm")
    await ask(chat.ada, "10 case coke 330", "Coca-Cola")
    await (await chat.ada.tap_data(card, confirm)).answer()
    fresh = await chat.ada.wait_for("out of date")
    assert fresh.text.startswith("⚠️ This card was out of date; here is the present one.")
    assert "Total $26,129.60" in fresh.text
    assert await count(chat.core, OrderRow) == 0


async def test_who_may_only_look_cannot_order_and_is_told(chat: Chat) -> None:
    await make_buyer(chat.core, chat.techmart, "Vera", role=Role.DEALER_VIEWER, telegram_id=5010)
    vera = await chat.sandbox.user("Vera", user_id=5010)
    said = await ask(vera, "25 iphone 15 pro", "ordering is up to")
    assert said.text == (
        "You can look at orders, invoices and credit here; "
        "ordering is up to the buyers of your company. /help"
    )
    await _nothing_written(chat)
    assert (await ask(vera, "/credit", "Your credit")).text.startswith("💳 Your credit")
    card = await ask(chat.ada, "25 iphone 15 pro")
    await (await vera.tap_data(said, _data(card, "Confirm"))).answer()
    await vera.wait_for("earlier version")
    assert await count(chat.core, OrderRow) == 0


async def test_too_many_updates_at_once_are_said_once_and_the_rest_waits(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SimpleNamespace(monotonic=lambda: 0.0)
    monkeypatch.setattr("bot.middlewares.turns.time", now)
    for _ in range(BURST + 5):
        await chat.ada.say("thanks")
    slow = await chat.ada.wait_for("That was a lot at once", since=0)
    now.monotonic = lambda: 60.0
    await caught_up(chat.ada)
    assert slow.text == "That was a lot at once. Give me half a minute, then go on."
    assert len([one for one in chat.ada.from_bot() if "a lot at once" in one.text]) == 1
    assert len([one for one in chat.ada.from_bot() if "welcome" in one.text]) == BURST + 1


async def test_html_in_a_message_is_shown_as_typed(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro\nnote: <b>ring & wait</b> <a href='x'>")
    assert "📝 <b>ring & wait</b> <a href='x'>" in card.text
