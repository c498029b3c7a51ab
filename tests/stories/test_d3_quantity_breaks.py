"""D3: 1-9 at list, from 10 on 5 % off, from 50 on 10 %, from 100 on 15 %, to the piece."""

import pytest

from dealerline.demo.company import quantity_breaks
from tests.chat import Chat, ask
from tests.make import make_product, make_stock
from tests.stories.trade import import_rows, why_line

STEPS = (
    (9, "$200.00", "$1,800.00", None),
    (10, "$190.00", "$1,900.00", "$100.00"),
    (49, "$190.00", "$9,310.00", "$490.00"),
    (50, "$180.00", "$9,000.00", "$1,000.00"),
    (99, "$180.00", "$17,820.00", "$1,980.00"),
    (100, "$170.00", "$17,000.00", "$3,000.00"),
)


@pytest.fixture
async def breaks(chat: Chat) -> None:
    """The demo company's breaks for everything; one product has no cost, so no tier price comes before."""
    sheet = quantity_breaks()
    await import_rows(
        chat, "quantity_breaks", ",".join(sheet.header), *(row for row in sheet.rows if row[0] == "STANDARD")
    )
    for sku, cost in (("LAMP", None), ("DESK", "150")):
        product = await make_product(
            chat.core, sku, f"Office {sku.lower()}", cost=cost, list_price="200", brand="Oak",
            category="furniture",
        )  # fmt: skip
        await make_stock(chat.core, product, chat.warehouse, 1000)


async def test_the_card_shows_each_step_from_its_first_piece_to_its_last(chat: Chat, breaks: None) -> None:
    await ask(chat.ada, "5 LAMP")
    for pieces, price, amount, saving in STEPS:
        card = await ask(chat.ada, f"make line 1 {pieces}", f"{pieces} pieces")
        assert f"   {pieces} pieces × {price} = {amount} 🟢\n" in card.text
        if saving is None:
            assert "you save" not in card.text
        else:
            assert f"   list $200.00, you save {saving}\n" in card.text
        assert card.button(f"Confirm {amount}") is not None


async def test_the_next_step_is_hinted_and_the_last_has_none(chat: Chat, breaks: None) -> None:
    card = await ask(chat.ada, "9 LAMP")
    assert "💡 1 more of Office lamp and each costs $190.00" in card.text
    card = await ask(chat.ada, "make line 1 99", "99 pieces")
    assert "💡 1 more of Office lamp and each costs $170.00" in card.text
    assert "💡" not in (await ask(chat.ada, "make line 1 100", "100 pieces")).text


async def test_pieces_ordered_in_two_messages_count_together(chat: Chat, breaks: None) -> None:
    assert "9 pieces × $200.00 = $1,800.00" in (await ask(chat.ada, "9 LAMP")).text
    assert "10 pieces × $190.00 = $1,900.00" in (await ask(chat.ada, "add 1 more LAMP", "10 pieces")).text


async def test_a_break_counts_only_where_it_beats_the_price_of_the_tier(chat: Chat, breaks: None) -> None:
    # Platinum pays 162 at any quantity; Bronze 180, so at 100 pieces the break of 15 % is better for it.
    assert "   100 pieces × $162.00 = $16,200.00" in (await ask(chat.ada, "100 DESK")).text
    card = await ask(chat.cora, "100 DESK")
    assert "   100 pieces × $170.00 = $17,000.00" in card.text
    assert await why_line(chat.cora, card) == [
        "❔ Office desk DESK",
        "",
        "List price $200.00",
        "",
        "1. List price: $200.00",
        "2. Quantity discount: $170.00",
        "",
        "100 × $170.00 = $17,000.00",
        "You pay $17,000.00",
        "",
        "Not used:",
        "• Price of your tier $180.00: another price is lower",
    ]
