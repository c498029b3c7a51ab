"""D4: a price of the region stands there and nowhere else; a dated list takes over at its date."""

from datetime import timedelta

from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import count, make_product, make_stock
from tests.stories.trade import import_rows, new_dealer, offering, refused, why_line

ENTRIES = "code,sku,region,kind,currency,price,valid_from,valid_until"


async def _drill(chat: Chat, cost: str | None) -> None:
    product = await make_product(
        chat.core, "DRILL", "Cordless drill", cost=cost, list_price="150", brand="Ironhold", category="tools"
    )
    await make_stock(chat.core, product, chat.warehouse, 500)


async def test_a_net_price_of_the_region_stands_for_its_dealers_only(chat: Chat) -> None:
    await _drill(chat, "100")
    await import_rows(
        chat, "price_list", ENTRIES, ("EAST-1", "DRILL", "east", "net", "USD", "112.50", "2025-01-01", "")
    )
    _, edna = await new_dealer(chat, "Eastern Tools", "Edna", 5011, limit="100000", region="east")
    assert "   20 pieces × $108.00 = $2,160.00" in (await ask(chat.ada, "20 DRILL")).text
    card = await ask(edna, "20 DRILL")
    assert "   20 pieces × $112.50 = $2,250.00" in card.text
    assert await why_line(edna, card) == [
        "❔ Cordless drill DRILL",
        "",
        "List price $150.00",
        "",
        "1. Price of your region: $112.50",
        "",
        "20 × $112.50 = $2,250.00",
        "You pay $2,250.00",
        "",
        "Not used:",
        "• Price of your tier $108.00: your region's price stands instead",
        "• List price $150.00: your region's price stands instead",
    ]


async def test_a_regional_list_price_comes_before_the_one_for_everywhere(chat: Chat) -> None:
    await _drill(chat, None)
    await import_rows(
        chat, "price_list", ENTRIES,
        ("ALL-1", "DRILL", "", "list", "USD", "140", "2025-01-01", ""),
        ("EAST-1", "DRILL", "east", "list", "USD", "135", "2025-01-01", ""),
    )  # fmt: skip
    _, edna = await new_dealer(chat, "Eastern Tools", "Edna", 5011, limit="100000", region="east")
    assert "   20 pieces × $140.00 = $2,800.00" in (await ask(chat.ada, "20 DRILL")).text
    assert "   20 pieces × $135.00 = $2,700.00" in (await ask(edna, "20 DRILL")).text


async def test_a_dated_list_takes_over_at_its_moment_and_an_old_card_orders_nothing(chat: Chat) -> None:
    await _drill(chat, None)
    # It is 9:00 on 14 October: the first list ends, and the second begins, an hour later.
    await import_rows(
        chat, "price_list", ENTRIES,
        ("AUTUMN", "DRILL", "", "list", "USD", "140", "2025-09-01", "2025-10-14T10:00:00Z"),
        ("WINTER", "DRILL", "", "list", "USD", "145", "2025-10-14T10:00:00Z", "2026-01-01"),
    )  # fmt: skip
    chat.clock.advance(timedelta(minutes=59))
    card = await ask(chat.ada, "20 DRILL")
    assert "   20 pieces × $140.00 = $2,800.00" in card.text
    chat.clock.advance(timedelta(minutes=1))
    changed = await refused(chat.ada, chat, "Confirm $2,800.00", card, "A price changed a moment ago")
    assert "   20 pieces × $145.00 = $2,900.00" in changed.text
    assert await count(chat.core, OrderRow) == 0
    assert (await why_line(chat.ada, changed))[2:6] == [
        "List price $145.00",
        "",
        "1. Price list: $145.00",
        "",
    ]
    chat.clock.advance(timedelta(days=90))
    later = await ask(chat.ada, "/draft", offering("Confirm $3,000.00"))
    assert "   20 pieces × $150.00 = $3,000.00" in later.text
    await tap(chat.ada, "Confirm $3,000.00", later, "B2B-2026-1")
