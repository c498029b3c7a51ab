"""A21: a dealer's own figures as pictures, each with one sentence; in four languages; for viewers, too."""

from datetime import timedelta

from sqlalchemy import update

from core.kernel.actor import Role
from core.orders.tables import OrderLineRow
from tests.chat import Chat, ask, tap
from tests.make import make_buyer, write
from tests.make.past import make_past_order

SAID = {
    "Türkçe": ("/figures", "Ne kadar aldınız", "Bu sürede"),
    "简体中文": ("/figures", "采购金额", "这段时间您采购了"),
    "Bahasa Melayu": ("/figures", "Apa yang anda beli", "Anda beli barang"),
}


async def test_figures_are_pictures_with_a_sentence_in_the_readers_language(chat: Chat) -> None:
    empty = await ask(chat.ada, "/figures", "What you bought")
    assert "Nothing to show for this yet." in empty.text
    for ago, price in ((40, "0.50"), (33, "0.54"), (26, "0.60")):
        day = chat.clock.now() - timedelta(days=ago)
        await make_past_order(
            chat.core, chat.techmart, day, [(chat.coke, 240, price)], number=f"B2B-2025-{ago}"
        )
    shown = await ask(chat.ada, "/figures", "You bought")
    assert shown.text == "What you bought\nYou bought goods for $393.60 in this time."
    prices = await tap(chat.ada, "Prices", shown, "dearer")
    assert "1 of your products got dearer and 0 cheaper; Product 1 changed most: +20%." in prices.text
    late = await tap(chat.ada, "Overdue", prices, "overdue by your own rhythm")
    assert "1 product you took regularly is overdue by your own rhythm: Product 1" in late.text
    await write(chat.core, update(OrderLineRow).values(list_price_micros=1_000_000))
    margin = await tap(chat.ada, "Margin", late, "Your margin at list price")
    assert margin.text.split("\n")[1] == (
        "Sold at list price, what you bought leaves you $326.40, that is 45.33%; Product 1 leaves the most."
    )
    credit = await tap(chat.ada, "Credit", margin, "What you owed")
    assert "Nothing to show" in credit.text
    for language, (words, title, sentence) in SAID.items():
        languages = await ask(chat.ada, "/language", lambda one, way=language: one.button(way) is not None)
        await tap(chat.ada, language, languages)
        told = await ask(chat.ada, words, sentence)
        assert told.text.startswith(title)


async def test_another_dealer_and_a_viewer_see_their_own_only(chat: Chat) -> None:
    day = chat.clock.now() - timedelta(days=3)
    await make_past_order(chat.core, chat.techmart, day, [(chat.coke, 240, "0.54")], number="B2B-2025-77")
    await make_buyer(chat.core, chat.techmart, "Vera", telegram_id=5099, role=Role.DEALER_VIEWER)
    vera = await chat.sandbox.user("Vera", user_id=5099)
    assert "You bought goods for $129.60" in (await ask(vera, "/figures", "What you bought")).text
    assert "Nothing to show" in (await ask(chat.cora, "/figures", "What you bought")).text
