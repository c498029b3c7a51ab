"""A1: a dealer orders in own words: lines, typos, glued sizes, four languages, history, note, date."""

from core.orders.tables import DraftLineRow, DraftRow
from tests.chat import Chat, ask, tap
from tests.make import column, rows

COKE = "Coca-Cola 330 ml can"
SPRITE = "Sprite 330 ml can"
IPHONE = "Apple iPhone 15 Pro 128GB"


async def test_several_lines_with_typos_and_glued_sizes_become_one_quote(chat: Chat) -> None:
    card = await ask(
        chat.ada, "hi, pls send\n25x iphone 15 pro\n10 case coke330\nSPRITE330 - 5 carton\nthanks"
    )
    assert f"1. {IPHONE}\n   25 pieces × $1,040.00 = $26,000.00 🟢" in card.text
    assert f"2. {COKE}\n   10 cases (240) × $0.54 = $129.60 🟢" in card.text
    assert f"3. {SPRITE}\n   5 cartons (120) × $0.54 = $64.80 🟢" in card.text
    assert "Total $26,194.40" in card.text
    assert card.button("Confirm $26,194.40") is not None
    assert await column(chat.core, DraftLineRow.quantity) == [120, 240, 25]


IN_FOUR_LANGUAGES = (
    "coca cola 330ml 100 cases",
    "100 cs cocacola 330",
    "coca-cola can 330 ml x 100 case",
    "coka cola 330ml 100 case",
    "COKE330 100 case",
    "可口可乐 330毫升 １００箱",
    "可口可乐330ml 一百箱",
    "yüz koli coca cola 330",
    "coca cola 330 ml 100 koli",
    "100 karton coca cola 330ml",
    "seratus karton coca cola 330ml",
)


async def test_the_same_order_is_understood_in_four_languages(chat: Chat) -> None:
    for words in IN_FOUR_LANGUAGES:
        card = await ask(chat.ada, words)
        assert f"1. {COKE}\n   100 " in card.text, words
        assert "(2,400) × $0.54 = $1,296.00 🟢" in card.text, words
        assert card.button("Confirm $1,296.00") is not None, words
        await tap(chat.ada, "Discard", card, "Discarded")
    assert await column(chat.core, DraftLineRow.quantity) == [2400] * len(IN_FOUR_LANGUAGES)


async def test_a_unit_the_product_is_not_sold_in_is_asked(chat: Chat) -> None:
    card = await ask(chat.ada, "100 kotak coca cola 330ml")
    assert f"❓ Line 1: {COKE} is not sold by the box. How would you like it?" in card.text
    assert [one for one in card.labels if one.startswith("100")] == ["100 pieces", "100 cases"]
    done = await tap(chat.ada, "100 cases", card, "(2,400) × $0.54 = $1,296.00")
    assert done.button("Confirm $1,296.00") is not None


async def test_the_last_order_and_the_usual_are_meant_by_their_names(chat: Chat) -> None:
    card = await ask(chat.ada, "100 case coke 330\n50 case sprite 330")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    again = await ask(chat.ada, "same as last time")
    assert again.text.startswith("🔁 As in order B2B-2025-1:")
    assert f"1. {COKE}\n   100 cases (2,400) × $0.54" in again.text
    assert f"2. {SPRITE}\n   50 cases (1,200) × $0.54" in again.text
    await tap(chat.ada, "Discard", again, "Discarded")
    usual = await ask(chat.ada, "the usual but no sprite")
    assert f"1. {COKE}\n   100 cases (2,400) × $0.54" in usual.text
    assert SPRITE not in usual.text


async def test_without_history_the_usual_is_said_to_be_unknown(chat: Chat) -> None:
    said = await ask(chat.ada, "same as last time", "earlier order")
    assert said.text == "There is no earlier order to repeat yet. Write what you need."
    assert await rows(chat.core, DraftRow) == []


async def test_the_wished_day_and_a_note_stand_on_the_card_and_in_the_draft(chat: Chat) -> None:
    card = await ask(chat.ada, "10 case coke 330\ndeliver on friday\nnote: ring at the back door")
    assert "🗓 You asked for Fri 17 Oct" in card.text
    assert "📝 ring at the back door" in card.text
    (draft,) = await rows(chat.core, DraftRow)
    assert (str(draft.delivery_date), draft.note) == ("2025-10-17", "ring at the back door")


async def test_a_forwarded_message_is_read_like_a_typed_one(chat: Chat) -> None:
    await chat.ada.forward("10 case coke 330", from_name="The shop")
    card = await chat.ada.wait_for("Your order")
    assert f"1. {COKE}\n   10 cases (240) × $0.54 = $129.60 🟢" in card.text
