"""A5, D9: a draft is changed by buttons and by message, and every price explains itself."""

from core.orders.tables import DraftLineRow, DraftRow
from tests.chat import Chat, ask, tap
from tests.make import column, count, make_product, make_stock

THREE = "25 iphone 15 pro\n10 case coke 330\n5 case sprite 330"


async def test_plus_minus_and_remove_work_on_one_line(chat: Chat) -> None:
    card = await ask(chat.ada, THREE)
    which = await tap(chat.ada, "Change", card, "Which line")
    assert which.labels == [
        "1. Apple iPhone 15 Pro 128GB",
        "2. Coca-Cola 330 ml can",
        "3. Sprite 330 ml can",
        "⚡ Make it urgent",
        "💾 Save as template",
        "‹ Back",
    ]
    line = await tap(chat.ada, "2. Coca-Cola", which, "10 cases (240)")
    assert line.labels == [
        "➖", "10 cases (240)", "➕", "❔ Why this price", "🗑 Remove", "💬 Ask for a better price", "‹ Back",
    ]  # fmt: skip
    more = await tap(chat.ada, "➕", line, "11 cases (264) × $0.54 = $142.56")
    less = await tap(chat.ada, "➖", more, "10 cases (240)")
    again = await tap(chat.ada, "➖", less, "9 cases (216)")
    assert again.id == card.id
    without = await tap(chat.ada, "Remove", again, "Your order")
    assert "Coca-Cola" not in without.text
    assert "2. Sprite 330 ml can" in without.text
    assert await column(chat.core, DraftLineRow.position) == [1, 2]


async def test_stepping_down_to_nothing_takes_that_line_out_and_no_other(chat: Chat) -> None:
    card = await ask(chat.ada, "1 iphone 15 pro\n10 case coke 330")
    which = await tap(chat.ada, "Change", card, "Which line")
    line = await tap(chat.ada, "1. Apple", which, "1 piece ×")
    after = await tap(chat.ada, "➖", line, "Your order")
    assert "1. Coca-Cola 330 ml can\n   10 cases (240) × $0.54 = $129.60 🟢" in after.text
    assert "➖" not in after.labels
    assert await column(chat.core, DraftLineRow.quantity) == [240]


async def test_quick_taps_on_plus_count_once_for_each_screen(chat: Chat) -> None:
    card = await ask(chat.ada, THREE)
    which = await tap(chat.ada, "Change", card, "Which line")
    line = await tap(chat.ada, "1. Apple", which, "25 pieces")
    for one in await chat.ada.tap_twice("➕", message=line):
        await one.answer()
    seen = await chat.ada.wait_for("26 pieces")
    assert await column(chat.core, DraftLineRow.quantity) == [120, 240, 26]
    await tap(chat.ada, "➕", seen, "27 pieces")


async def test_a_message_changes_what_it_names(chat: Chat) -> None:
    await ask(chat.ada, THREE)
    coke = await ask(chat.ada, "make the coke 12", "12 cases (288)")
    assert "12 cases (288) × $0.54 = $155.52" in coke.text
    dropped = await ask(chat.ada, "drop line 3", lambda m: "Your order" in m.text and "Sprite" not in m.text)
    assert "2. Coca-Cola" in dropped.text
    more = await ask(chat.ada, "add 5 more iphone 15 pro", "30 pieces")
    assert "30 pieces × $1,040.00 = $31,200.00" in more.text
    less = await ask(chat.ada, "2 less iphone 15 pro", "28 pieces")
    assert "28 pieces × $1,040.00 = $29,120.00" in less.text
    assert await column(chat.core, DraftLineRow.quantity) == [28, 288]


async def test_the_same_product_written_again_goes_onto_its_line(chat: Chat) -> None:
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "5 iphone 15 pro", "30 pieces")
    assert card.text.startswith("➕ Line 1 is now 30.")


async def test_a_change_to_what_is_not_there_says_so_and_changes_nothing(chat: Chat) -> None:
    nothing = await ask(chat.ada, "drop line 3", "no open order")
    assert nothing.text == "You have no open order to change. Write what you need."
    assert await count(chat.core, DraftRow) == 0
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "drop line 9")
    assert card.text.startswith("“drop line 9” is not in your order, so I changed nothing there.")
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_a_draft_is_discarded_by_button_and_by_word(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    gone = await tap(chat.ada, "Discard", card, "Discarded")
    assert (gone.text, gone.labels) == ("🗑 Discarded. Write whenever you need something.", [])
    await ask(chat.ada, "25 iphone 15 pro")
    assert (await ask(chat.ada, "forget it", "Discarded")).text == gone.text
    assert (await ask(chat.ada, "/draft", "no open order")).labels == []
    assert await column(chat.core, DraftRow.state) == ["discarded", "discarded"]


async def test_confirming_in_words_points_to_the_button_that_carries_the_price(chat: Chat) -> None:
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "ok confirm", "Tap ✅ Confirm below")
    assert card.button("Confirm $26,000.00") is not None


async def test_the_place_is_chosen_and_stands_on_the_card(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    places = await tap(chat.ada, "Deliver to", card, "Where shall we deliver?")
    assert places.labels == ["Store MAIN, Los Angeles", "Store EAST, Los Angeles", "‹ Back"]
    moved = await tap(chat.ada, "Store EAST", places, "Your order")
    assert "📍 Store EAST" in moved.text
    assert "📅 With you Fri 17 Oct" in moved.text


async def test_every_price_explains_itself(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    which = await tap(chat.ada, "Change", card, "Which line")
    line = await tap(chat.ada, "1. Apple", which, "25 pieces")
    why = await tap(chat.ada, "Why this price", line, "You pay")
    assert why.text.split("\n") == [
        "❔ Apple iPhone 15 Pro 128GB IP15P",
        "",
        "List price $1,200.00",
        "",
        "1. Your agreed price: $1,040.00",
        "",
        "25 × $1,040.00 = $26,000.00",
        "You pay $26,000.00",
        "",
        "Not used:",
        "• List price $1,200.00: another price is lower",
        "• Price of your tier $1,080.00: your agreed price stands instead",
    ]


async def test_a_long_list_is_shown_page_by_page_and_edited_on_its_page(chat: Chat) -> None:
    for n in range(1, 31):
        bolt = await make_product(
            chat.core, f"BOLT-M{n}", f"Hex bolt M{n} zinc", cost="10", list_price="12", brand="Fix",
            category="industrial/fasteners",
        )  # fmt: skip
        await make_stock(chat.core, bolt, chat.warehouse, 1000)
    card = await ask(chat.ada, "\n".join(f"5 BOLT-M{n}" for n in range(1, 31)))
    assert "Page 1 of 3 · 30 lines" in card.text
    assert "12. Hex bolt M12 zinc" in card.text
    second = await tap(chat.ada, "›", card, "Page 2 of 3")
    assert "13. Hex bolt M13 zinc" in second.text
    assert "12. Hex bolt" not in second.text
    assert second.button("Confirm $1,620.00") is not None
    third = await tap(chat.ada, "›", second, "Page 3 of 3")
    assert "30. Hex bolt M30 zinc" in third.text
    first = await tap(chat.ada, "›", third, "Page 1 of 3")
    which = await tap(chat.ada, "Change", first, "Which line")
    which = await tap(chat.ada, "›", which, lambda message: any("13." in label for label in message.labels))
    line = await tap(chat.ada, "20. Hex", which, "20. Hex bolt M20 zinc")
    back = await tap(chat.ada, "Back", line, "Page 2 of 3")
    assert "20. Hex bolt M20 zinc" in back.text


async def test_more_of_what_is_not_in_the_order_yet_is_added(chat: Chat) -> None:
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "add 3 more case coke 330", "Coca-Cola 330 ml can")
    assert "2. Coca-Cola 330 ml can\n   3 cases (72) × $0.54 = $38.88 🟢" in card.text
