"""D1, D8: each tier's price on cost, its days to pay, free shipping and what early payment takes off."""

from core.orders.tables import OrderRow
from dealerline.demo.company import shipping, tiers
from tests.chat import Chat, ask, tap
from tests.make import make_product, make_stock, rows
from tests.stories.trade import import_sheet, new_dealer


async def _television(chat: Chat, *, cost: str | None, list_price: str) -> None:
    product = await make_product(
        chat.core, "TV55", "Lumen television 55 inch", cost=cost, list_price=list_price, brand="Lumen",
        category="electronics/television",
    )  # fmt: skip
    await make_stock(chat.core, product, chat.warehouse, 500)


async def test_each_tier_sees_its_own_margin_on_cost_and_its_days_to_pay(chat: Chat) -> None:
    await import_sheet(chat, "tiers", tiers())
    await _television(chat, cost="1000", list_price="1300")
    _, rene = await new_dealer(chat, "Regional Electronics", "Rene", 5011, tier="gold", limit="75000")
    _, cilla = await new_dealer(chat, "City Gadgets", "Cilla", 5012, tier="silver", limit="25000")
    for user, price, saving, days in (
        (chat.ada, "$1,080.00", "$220.00", 45),
        (rene, "$1,120.00", "$180.00", 30),
        (cilla, "$1,160.00", "$140.00", 15),
        (chat.cora, "$1,200.00", "$100.00", 10),
    ):
        card = await ask(user, "1 TV55")
        assert f"   1 piece × {price} = {price} 🟢\n   list $1,300.00, you save {saving}\n" in card.text
        assert f"🧾 To be paid within {days} days" in card.text.split("\n")
        assert card.button(f"Confirm {price}") is not None


async def test_the_tier_is_what_the_order_costs(chat: Chat) -> None:
    await import_sheet(chat, "tiers", tiers())
    await _television(chat, cost="1000", list_price="1300")
    _, cilla = await new_dealer(chat, "City Gadgets", "Cilla", 5012, tier="silver", limit="25000")
    await tap(cilla, "Confirm $2,320.00", await ask(cilla, "2 TV55"), "B2B-2025-1")
    (order,) = await rows(chat.core, OrderRow)
    assert (order.total_minor, order.pricing["net_days"]) == (232_000, 15)


async def test_gold_takes_two_percent_off_by_paying_early_and_silver_one(chat: Chat) -> None:
    await import_sheet(chat, "tiers", tiers())
    await _television(chat, cost="1000", list_price="1300")
    _, rene = await new_dealer(chat, "Regional Electronics", "Rene", 5011, tier="gold", limit="75000")
    _, cilla = await new_dealer(chat, "City Gadgets", "Cilla", 5012, tier="silver", limit="25000")
    gold = (await ask(rene, "3 TV55")).text.split("\n")
    # 2 % of 3,360.00 and 1 % of 3,480.00: stated, and not taken off the total.
    assert "Total $3,360.00" in gold
    assert "💶 Pay within 10 days and take $67.20 off" in gold
    silver = (await ask(cilla, "3 TV55")).text.split("\n")
    assert "Total $3,480.00" in silver
    assert "💶 Pay within 5 days and take $34.80 off" in silver
    for user in (chat.ada, chat.cora):
        assert "💶" not in (await ask(user, "3 TV55")).text


async def test_platinum_ships_free_above_a_thousand_and_not_at_it(chat: Chat) -> None:
    await import_sheet(chat, "tiers", tiers())
    await import_sheet(chat, "shipping", shipping())
    await _television(chat, cost=None, list_price="250")
    below = await ask(chat.ada, "3 TV55")
    assert "Goods $750.00\n🚚 Shipping $29.00\nTotal $779.00\n" in below.text
    assert "💡 $250.01 more and shipping is free" in below.text
    at = await ask(chat.ada, "make line 1 4", "4 pieces")
    assert "Goods $1,000.00\n🚚 Shipping $29.00\nTotal $1,029.00\n" in at.text
    above = await ask(chat.ada, "make line 1 5", "5 pieces")
    assert "Goods $1,250.00\n🚚 Shipping free\nTotal $1,250.00\n" in above.text
    bronze = await ask(chat.cora, "5 TV55")
    assert "Goods $1,250.00\n🚚 Shipping $29.00\nTotal $1,279.00\n" in bronze.text
    await tap(chat.cora, "Confirm $1,279.00", bronze, "B2B-2025-1")
    await tap(chat.ada, "Confirm $1,250.00", above, "B2B-2025-2")
    fees = {order.number: order.shipping_minor for order in await rows(chat.core, OrderRow)}
    assert fees == {"B2B-2025-1": 2_900, "B2B-2025-2": 0}


async def test_goods_elsewhere_ship_for_the_fee_of_that_place(chat: Chat) -> None:
    await import_sheet(chat, "shipping", shipping())
    await _television(chat, cost=None, list_price="500")
    card = await ask(chat.ada, "3 TV55")
    assert "🚚 Shipping $29.00" in card.text
    east = await tap(chat.ada, "Store EAST", await tap(chat.ada, "Deliver to", card, "Where"), "Your order")
    # The east has no fee of its own: the one for everywhere else counts.
    assert "🚚 Shipping $45.00\nTotal $1,545.00" in east.text
