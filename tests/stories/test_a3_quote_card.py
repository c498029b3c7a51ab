"""A3: the card shows prices, saving, light, totals, next step, credit, day; the order costs the same."""

from datetime import date

from core.orders.tables import OrderLineRow, OrderRow
from tests.chat import Chat, ask, tap
from tests.make import (
    make_coupon,
    make_flash_sale,
    make_gift,
    make_product,
    make_stock,
    rows,
)


async def test_the_whole_card_of_an_order_in_full(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro\n10 case coke 330")
    assert card.text.split("\n") == [
        "🛒 Your order · TechMart Corp",
        "",
        "1. Apple iPhone 15 Pro 128GB",
        "   25 pieces × $1,040.00 = $26,000.00 🟢",
        "   list $1,200.00, you save $4,000.00",
        "2. Coca-Cola 330 ml can",
        "   10 cases (240) × $0.54 = $129.60 🟢",
        "   list $0.80, you save $62.40",
        "",
        "Goods $26,129.60",
        "🚚 Shipping free",
        "Total $26,129.60",
        "You save $4,062.40 against list",
        "📅 With you Wed 15 Oct",
        "📍 Store MAIN",
        "💳 Credit left after this order: $123,870.40",
        "🧾 To be paid within 45 days",
    ]
    assert card.labels == [
        "✅ Confirm $26,129.60",
        "✏️ Change",
        "📍 Deliver to",
        "🗑 Discard",
        "📌 Keep these prices",
    ]


async def test_the_order_costs_to_the_cent_what_the_card_said(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro\n10 case coke 330")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    (order,) = await rows(chat.core, OrderRow)
    assert (order.subtotal_minor, order.shipping_minor, order.total_minor) == (2_612_960, 0, 2_612_960)
    lines = sorted(await rows(chat.core, OrderLineRow), key=lambda line: line.position)
    assert [(line.unit_price_micros, line.total_minor) for line in lines] == [
        (1_040_000_000, 2_600_000),
        (540_000, 12_960),
    ]


async def test_what_comes_later_and_what_falls_short_is_said_on_its_line(chat: Chat) -> None:
    core, elsewhere = chat.core, chat.warehouse
    short = await make_product(core, "PIX8", "Google Pixel 8 128GB", cost="500", brand="Google")
    await make_stock(core, short, elsewhere, 30, incoming=100, incoming_on=date(2025, 10, 20))
    card = await ask(chat.ada, "40 google pixel 8 128gb")
    assert "40 pieces × $520.00 = $20,800.00 🔴" in card.text
    assert "only 30 left, more on Mon 20 Oct" in card.text
    assert "⚠️ Line 1: not enough in stock. Choose below how to go on, or change the quantity." in card.text
    assert card.button("Confirm") is None
    fitted = await tap(chat.ada, "Take what there is", card, "30 pieces")
    assert "30 pieces × $520.00 = $15,600.00 🟢" in fitted.text
    assert fitted.button("Confirm $15,600.00") is not None


async def test_a_coupon_is_taken_off_and_said(chat: Chat) -> None:
    await make_coupon(chat.core, "SAVE100", threshold="1000", off="100")
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "/coupon save100")
    assert "🎉 coupon-SAVE100: −$100.00" in card.text
    assert "Total $25,900.00" in card.text
    assert "Coupon" in card.text
    done = await tap(chat.ada, "Confirm $25,900.00", card, "B2B-2025-1")
    assert "1 line, $25,900.00" in done.text
    (order,) = await rows(chat.core, OrderRow)
    assert (order.discount_minor, order.total_minor) == (10_000, 2_590_000)


async def test_an_unknown_coupon_is_refused_on_the_card(chat: Chat) -> None:
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "/coupon nothing")
    assert "🏷 Coupon nothing is not good for this order" in card.text
    assert card.button("Confirm $26,000.00") is not None


async def test_the_next_step_within_reach_is_hinted(chat: Chat) -> None:
    await make_coupon(chat.core, "BIG", threshold="30000", off="500")
    await ask(chat.ada, "25 iphone 15 pro")
    card = await ask(chat.ada, "/coupon big")
    assert "💡 $4,000.00 more and you get $500.00 off" in card.text


async def test_a_gift_and_a_flash_price_stand_on_the_card_and_in_the_order(chat: Chat) -> None:
    await make_gift(chat.core, "COKE330", buy=100, free=10, gift="SPRITE330")
    await make_flash_sale(chat.core, "IP15P", "999", cap=5)
    card = await ask(chat.ada, "5 iphone 15 pro\n100 coke 330")
    assert "5 pieces × $999.00 = $4,995.00" in card.text
    assert "🎁 gift-COKE330: 10 × SPRITE330 free" in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    lines = sorted(await rows(chat.core, OrderLineRow), key=lambda line: line.position)
    assert [(line.sku, line.quantity, line.total_minor) for line in lines] == [
        ("IP15P", 5, 499_500),
        ("COKE330", 100, 5_400),
        ("SPRITE330", 10, 0),
    ]


async def test_a_flash_sale_that_covers_only_some_pieces_shows_both_prices(chat: Chat) -> None:
    await make_flash_sale(chat.core, "IP15P", "999", cap=5)
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert (
        "   25 pieces = $25,795.00 🟢\n   5 × $999.00 = $4,995.00\n   20 × $1,040.00 = $20,800.00\n"
        in card.text
    )
    assert card.button("Confirm $25,795.00") is not None
