"""400 confirmations at once on 20 products that there is too little of, by four processes (G1, G3)."""

from __future__ import annotations

import random
from collections import Counter

from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.use_cases.keep_supply import ReleaseBackOrders, SetSupply
from core.stock.tables import ReservationRow, StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.make import make_buyer, make_counter, make_dealer, make_product, make_stock, rows
from tests.races.crew import Racer, race
from tests.races.ledgers import assert_books_are_whole
from tests.races.test_races import placing

ORDERS, PRODUCTS, THERE = 400, 20, 20


async def test_four_hundred_orders_on_twenty_scarce_products_lose_and_double_nothing(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    counter = await make_counter(core)
    products = [
        await make_product(core, f"P{at}", f"Part {at}", cost="500", list_price=None)
        for at in range(PRODUCTS)
    ]
    for product in products:
        await make_stock(core, product, counter.warehouse_id, THERE)
    chance, wanted, jobs = random.Random(11), Counter[object](), []
    for at in range(ORDERS):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="900000")
        # Half take what is there and let the rest follow, the others are refused where it is short.
        if at % 2:
            await core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(WhenShort.REST)))
        cart = [(product, chance.randint(1, 4)) for product in chance.sample(products, 3)]
        jobs.append(await placing(core, await make_buyer(core, dealer_id), cart))
        wanted.update(dict(cart) if at % 2 else {})
    outcomes = Counter(
        "placed" if told.startswith("B2B-") else told for told in race(crew, database_url, jobs)
    )
    assert set(outcomes) <= {"placed", "stock_short", "price_changed"}
    assert outcomes["placed"] >= ORDERS // 4
    whole = await assert_books_are_whole(core)
    assert whole >= outcomes["placed"]
    for level in await rows(core, StockRow):
        assert (level.on_hand, level.reserved) == (THERE, THERE)  # everything went, and nothing twice
    waiting = [one for one in await rows(core, OrderRow) if one.state == "back_ordered"]
    assert waiting
    for product in products:
        await core.execute(SYSTEM, CorrectStock(product, "LA", 2_000, is_count=False, reason="came"))
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()  # served in the act that brought the goods
    assert not [one for one in await rows(core, OrderRow) if one.state == "back_ordered"]
    lines = {one.id: one.quantity for one in await rows(core, OrderLineRow)}
    reserved = Counter[object]()
    for one in await rows(core, ReservationRow, ReservationRow.state == "held"):
        reserved[one.line_id] += one.quantity
    assert reserved == lines
    await assert_books_are_whole(core)
