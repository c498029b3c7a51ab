"""A2: what is unclear is asked, at most five buttons; the answer is that dealer's own word from then on."""

import pytest

from core.intake.tables import AliasRow
from core.orders.tables import DraftLineRow
from tests.chat import Chat, ask, tap
from tests.make import column, make_product, make_stock, rows

COLOURS = ("Red", "Blue", "Green", "Black", "White", "Yellow", "Grey")


@pytest.fixture
async def mugs(chat: Chat) -> Chat:
    for colour in COLOURS:
        mug = await make_product(
            chat.core, f"MUG-{colour.upper()}", f"Coffee mug {colour.lower()}", cost="2", list_price="3",
            brand="Kiln", category="home/kitchen",
        )  # fmt: skip
        await make_stock(chat.core, mug, chat.warehouse, 1000)
    return chat


async def test_an_unclear_line_is_asked_with_at_most_five_products(mugs: Chat) -> None:
    card = await ask(mugs.ada, "12 coffee mug")
    assert "❓ Line 1: “12 coffee mug”. Which one do you mean?" in card.text
    products = [label for label in card.labels if label.startswith("Coffee mug")]
    assert len(products) == 5
    assert all(label.endswith(" · $2.16") for label in products)
    assert "None of these" in card.labels
    assert card.button("Confirm") is None
    assert await column(mugs.core, DraftLineRow.state) == ["ask"]


async def test_the_answer_is_learned_and_right_at_once_the_next_time(mugs: Chat) -> None:
    card = await ask(mugs.ada, "12 coffee mug")
    label = next(label for label in card.labels if label.startswith("Coffee mug"))
    name = label.partition(" · ")[0]
    settled = await tap(mugs.ada, label, card, "12 pieces × $2.16 = $25.92")
    assert settled.id == card.id
    learned = await mugs.ada.wait_for("From now on", since=0)
    assert learned.text == f"🧠 From now on “coffee mug” means {name} for you."
    (alias,) = await rows(mugs.core, AliasRow)
    assert (alias.dealer_id, alias.phrase, alias.source, alias.from_text) == (
        mugs.techmart, "coffee mug", "tap", "12 coffee mug",
    )  # fmt: skip
    await tap(mugs.ada, "Discard", settled, "Discarded")
    again = await ask(mugs.ada, "600 coffee mug")
    assert f"1. {name}\n   600 pieces × $2.16 = $1,296.00 🟢" in again.text
    assert again.button("Confirm $1,296.00") is not None


async def test_what_one_dealer_taught_says_nothing_for_another(mugs: Chat) -> None:
    card = await ask(mugs.ada, "12 coffee mug")
    await tap(mugs.ada, card.labels[0], card, "12 pieces")
    other = await ask(mugs.cora, "12 coffee mug")
    assert "Which one do you mean?" in other.text
    assert other.button("Confirm") is None


async def test_a_learned_word_is_undone_with_one_tap(mugs: Chat) -> None:
    card = await ask(mugs.ada, "12 coffee mug")
    settled = await tap(mugs.ada, card.labels[0], card, "12 pieces")
    learned = await mugs.ada.wait_for("From now on", since=0)
    undone = await tap(mugs.ada, "Undo", learned, "Forgotten")
    assert undone.text == "↩️ Forgotten: “coffee mug”."
    assert undone.id == learned.id
    assert undone.labels == []
    assert [row.undone_at is not None for row in await rows(mugs.core, AliasRow)] == [True]
    await tap(mugs.ada, "Discard", settled, "Discarded")
    assert "Which one do you mean?" in (await ask(mugs.ada, "12 coffee mug")).text


async def test_the_next_question_follows_on_the_same_card(mugs: Chat) -> None:
    await make_product(mugs.core, "TEA-G", "Tea pot green", cost="4", category="home/kitchen", brand="Kiln")
    await make_product(mugs.core, "TEA-R", "Tea pot red", cost="4", category="home/kitchen", brand="Kiln")
    card = await ask(mugs.ada, "12 coffee mug\n10 case coke 330\n3 tea pot")
    assert "Line 1: “12 coffee mug”" in card.text
    after = await tap(mugs.ada, card.labels[0], card, "Line 3: “3 tea pot”")
    assert after.id == card.id
    done = await tap(mugs.ada, "Tea pot red", after, "3 pieces")
    assert done.id == card.id
    assert "❓" not in done.text


async def test_none_of_these_takes_the_line_out(mugs: Chat) -> None:
    card = await ask(mugs.ada, "100 case coke 330\n12 coffee mug")
    after = await tap(mugs.ada, "None of these", card, lambda message: "coffee mug" not in message.text)
    assert after.button("Confirm $1,296.00") is not None
    assert await rows(mugs.core, AliasRow) == []


async def test_a_question_that_stands_behind_an_unknown_line_keeps_its_answers(mugs: Chat) -> None:
    card = await ask(mugs.ada, "7 ฟหกดสวรรค์\n12 coffee mug")
    assert "Line 2: “12 coffee mug”. Which one do you mean?" in card.text
    assert len([label for label in card.labels if label.startswith("Coffee mug")]) == 5


async def test_a_line_not_found_is_written_another_way_and_takes_its_place(chat: Chat) -> None:
    card = await ask(chat.ada, "7 ฟหกดสวรรค์\n10 case coke 330")
    assert "❓ Line 1: I could not find “7 ฟหกดสวรรค์”. Write it another way, or leave it out." in card.text
    again = await ask(chat.ada, "7 iphone 15 pro", "iPhone")
    assert again.text.startswith("✏️ Line 1, instead of “7 ฟหกดสวรรค์”:")
    assert "1. Apple iPhone 15 Pro 128GB\n   7 pieces × $1,040.00 = $7,280.00 🟢" in again.text
    assert "2. Coca-Cola 330 ml can" in again.text
    assert again.button("Confirm $7,409.60") is not None
    assert await column(chat.core, DraftLineRow.position) == [1, 2]


async def test_a_typed_number_answers_the_question_that_is_on_the_card(chat: Chat) -> None:
    card = await ask(chat.ada, "7 ฟหกดสวรรค์\niphone 15 pro")
    assert "❓ Line 2: how many of Apple iPhone 15 Pro 128GB?" in card.text
    after = await ask(chat.ada, "25", "25 pieces")
    assert "2. Apple iPhone 15 Pro 128GB\n   25 pieces × $1,040.00" in after.text
    assert "❓ Line 1: I could not find" in after.text
