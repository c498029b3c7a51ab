"""D2: what a dealer has agreed stands, the narrowest first, dearer or not; and the card says why."""

from tests.chat import Chat, ask, tap
from tests.make import make_product, make_stock
from tests.stories.trade import import_rows, why_line

RATES = "code,dealer,scope,value,kind,percent,takes_breaks"


async def _goods(chat: Chat) -> None:
    for sku, name, cost, list_price, brand, category in (
        ("PS5", "Playbox console", "400", "520", "Playbox", "electronics/gaming"),
        ("USBC2", "Braided cable", "10", "15", "Ampli", "electronics/accessories/cables"),
        ("BUDS", "Wireless earbuds", "50", "75", "Sonaro", "electronics/accessories/audio"),
    ):
        product = await make_product(
            chat.core, sku, name, cost=cost, list_price=list_price, brand=brand, category=category
        )
        await make_stock(chat.core, product, chat.warehouse, 1000)


async def _techmarts_rates(chat: Chat) -> None:
    """Beside smartphones at cost + 4 %, which the story's company has already."""
    await import_rows(
        chat, "negotiated_rates", RATES,
        ("TM-GAMING", "TECHMART-CORP", "category", "electronics/gaming", "cost_plus", "6", "no"),
        ("TM-ACCESSORIES", "TECHMART-CORP", "category", "electronics/accessories", "cost_plus", "12", "no"),
    )  # fmt: skip


async def test_techmart_pays_what_it_agreed_by_category_and_another_dealer_its_tier(chat: Chat) -> None:
    await _goods(chat)
    await _techmarts_rates(chat)
    order = "25 iphone 15 pro\n10 PS5\n100 USBC2"
    card = await ask(chat.ada, order)
    assert "   25 pieces × $1,040.00 = $26,000.00 🟢\n   list $1,200.00, you save $4,000.00\n" in card.text
    assert "   10 pieces × $424.00 = $4,240.00 🟢\n   list $520.00, you save $960.00\n" in card.text
    assert "   100 pieces × $11.20 = $1,120.00 🟢\n   list $15.00, you save $380.00\n" in card.text
    other = await ask(chat.cora, order)
    assert "   25 pieces × $1,200.00 = $30,000.00 🟢\n" in other.text
    assert "   10 pieces × $480.00 = $4,800.00 🟢\n" in other.text
    assert "   100 pieces × $12.00 = $1,200.00 🟢\n" in other.text


async def test_an_agreed_price_stands_though_the_tier_would_be_cheaper_and_the_card_says_so(
    chat: Chat,
) -> None:
    await _goods(chat)
    await _techmarts_rates(chat)
    assert await why_line(chat.ada, await ask(chat.ada, "100 USBC2")) == [
        "❔ Braided cable USBC2",
        "",
        "List price $15.00",
        "",
        "1. Your agreed price: $11.20",
        "",
        "100 × $11.20 = $1,120.00",
        "You pay $1,120.00",
        "",
        "Not used:",
        "• List price $15.00: another price is lower",
        "• Price of your tier $10.80: your agreed price stands instead",
    ]


async def test_the_narrowest_agreement_wins_also_when_it_is_dearer(chat: Chat) -> None:
    await _goods(chat)
    await _techmarts_rates(chat)
    # Brand, then category, then deeper category, then product: each narrower one decides over the last.
    for code, scope, value, percent, price in (
        ("TM-SONARO", "brand", "Sonaro", "2", "$56.00"),
        ("TM-AUDIO", "category", "electronics/accessories/audio", "16", "$58.00"),
        ("TM-BUDS", "product", "BUDS", "20", "$60.00"),
    ):
        await import_rows(
            chat,
            "negotiated_rates",
            RATES,
            (code, "TECHMART-CORP", scope, value, "cost_plus", percent, "no"),
        )
        card = await ask(chat.ada, "20 BUDS")
        assert f"   20 pieces × {price} = " in card.text, code
        await tap(chat.ada, "Discard", card, "Discarded")
    assert await why_line(chat.ada, await ask(chat.ada, "20 BUDS")) == [
        "❔ Wireless earbuds BUDS",
        "",
        "List price $75.00",
        "",
        "1. Your agreed price: $60.00",
        "",
        "20 × $60.00 = $1,200.00",
        "You pay $1,200.00",
        "",
        "Not used:",
        "• List price $75.00: another price is lower",
        "• Your agreed price: a closer agreement decides",
        "• Your agreed price: a closer agreement decides",
        "• Your agreed price: a closer agreement decides",
        "• Price of your tier $54.00: your agreed price stands instead",
    ]
