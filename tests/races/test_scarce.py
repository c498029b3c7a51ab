"""400 confirmations at once on 20 products that there is too little of, by four processes (G1, G3)."""

from __future__ import annotations

import random
from collections import Counter

from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import DealerSupplyRow, OrderLineRow, OrderRow
from core.orders.use_cases.keep_supply import ReleaseBackOrders, SetSupply
from core.orders.use_cases.share_goods import ShareGoods
from core.stock.tables import ReservationRow, StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.make import (
    confirm,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    rows,
)
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


async def test_sharing_out_while_others_order_and_cancel_loses_and_doubles_nothing(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    counter = await make_counter(core)
    product = await make_product(core, "P", "Part", cost="500", list_price=None)
    await make_stock(core, product, counter.warehouse_id, 30)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    early, jobs = [], []
    for at in range(16):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="900000")
        await core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(WhenShort.REST, share=at % 4)))
        buyer = await make_buyer(core, dealer_id)
        if at < 8:
            await make_draft(core, buyer, [(product, 6)])
            early.append((buyer, await confirm(core, buyer)))
        else:
            jobs.append(await placing(core, buyer, [(product, 6)]))
    for buyer, placed in early[:2]:
        jobs.append(
            {
                "do": "cancel", "person": str(buyer.person_id), "dealer": str(buyer.dealer_id),
                "role": Role.DEALER_BUYER, "order": str(placed.order_id),
            }
        )  # fmt: skip
    share = "core.orders.use_cases.share_goods:ShareGoods"
    jobs += [
        {
            "do": "any", "person": str(otto.person_id), "role": Role.OFFICE, "command": share,
            "fields": {"products": [str(product)]},
        }
        for _ in range(4)
    ]  # fmt: skip
    outcomes = race(crew, database_url, jobs)
    assert not [told for told in outcomes if "FAULT" in told]
    assert {told for told in outcomes[:8] if not told.startswith("B2B-")} <= {"price_changed", "stock_short"}
    await core.execute(otto, ShareGoods((product,)))
    await assert_books_are_whole(core)
    (level,) = await rows(core, StockRow)
    assert (level.on_hand, level.reserved) == (30, 30)
    # Whoever has no contract stands behind those with one; among those a larger share never gets less.
    held = Counter[int]()
    orders = {one.id: one.dealer_id for one in await rows(core, OrderRow)}
    shares = {one.dealer_id: one.share for one in await rows(core, DealerSupplyRow)}
    for one in await rows(core, ReservationRow, ReservationRow.state == "held"):
        held[shares[orders[one.order_id]]] += one.quantity
    assert held[0] == 0
    assert sum(held.values()) == 30
    assert (await core.execute(otto, ShareGoods((product,)))).orders == 0
