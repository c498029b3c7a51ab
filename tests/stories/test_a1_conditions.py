"""A1: "if in stock", "otherwise", "not above" are obeyed, said on the card, and taken back with one tap."""

from sqlalchemy import update

from core.orders.tables import OrderLineRow
from core.stock.tables import StockRow
from tests.chat import Chat, ask, tap
from tests.make import column, write
from tests.make.prices import set_cost


async def set_coke(chat: Chat, pieces: int) -> None:
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.coke).values(on_hand=pieces))


async def test_what_is_not_there_is_left_out_or_taken_as_what_was_named(chat: Chat) -> None:
    await set_coke(chat, 24)
    card = await ask(chat.ada, "25 iphone 15 pro, 10 cases coke 330 if in stock", "not all of it in stock")
    assert "2. ⏸ Coca-Cola 330 ml can\n   not all of it in stock: left out, as you asked" in card.text
    assert card.labels[0] == "✓ Coca-Cola 330 ml can anyway"
    swapped = await ask(chat.ada, "10 cases coke 330, otherwise sprite 330", "as you said")
    assert "3. Sprite 330 ml can" in swapped.text
    assert "↪️ instead of Coca-Cola 330 ml can, as you said" in swapped.text
    assert "💬 otherwise sprite 330" in swapped.text
    await tap(chat.ada, "Confirm", swapped, "is placed")
    assert sorted(await column(chat.core, OrderLineRow.sku)) == ["IP15P", "SPRITE330"]


async def test_a_limit_is_kept_and_lifted_with_one_tap(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro not above $1000 each", "you said at most")
    assert "   $1,040.00 now, you said at most $1,000.00: left out" in card.text
    assert card.button("Confirm") is None
    taken = await tap(chat.ada, "anyway", card, "Total")
    assert taken.button("Confirm") is not None
    assert "left out" not in taken.text
    # The same button again: the card has moved on, nothing is changed.
    await chat.ada.tap_data(card, str(card.button("anyway")))
    assert len(await column(chat.core, OrderLineRow.sku)) == 0


async def test_a_price_that_rose_a_minute_ago_does_not_pass_its_limit(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro not above 1040, 100 cases sprite 330", "Credit left")
    await set_cost(chat.core, chat.iphone, "1010")
    refused = await tap(chat.ada, "Confirm", card, "no longer as you asked")
    assert "Line 1: price or stock is no longer as you asked." in refused.text
    assert await column(chat.core, OrderLineRow.sku) == []
    left = await tap(chat.ada, "Leave", refused, "Sprite 330 ml can")
    await tap(chat.ada, "Confirm", left, "is placed")
    assert await column(chat.core, OrderLineRow.sku) == ["SPRITE330"]


async def test_the_other_languages_mean_the_same(chat: Chat) -> None:
    await set_coke(chat, 24)
    for words in (
        "10箱coke 330，没货就换sprite 330",
        "10 koli coke 330, yoksa sprite 330",
        "10 karton coke 330, kalau tiada ganti dengan sprite 330",
    ):
        card = await ask(chat.ada, words, "as you said")
        assert "1. Sprite 330 ml can" in card.text, words
        await tap(chat.ada, "Discard", card, "")
