"""Orders of many dealers at once for the goods that one other dealer gives up, by four processes (G2)."""

from __future__ import annotations

from typing import Any

from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.orders.repository.lanes import LaneValue, replace_lanes
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.use_cases.keep_supply import SetSupply
from core.stock.tables import StockRow
from core.vendors.use_cases.give_goods import ListGiveRequests
from tests.core.vendors.partner_house import left, make_house, offer
from tests.make import column, make_buyer, make_dealer, make_stock, make_warehouse, rows
from tests.make.orders import transact
from tests.races.crew import Racer, race
from tests.races.test_races import placing

BUYERS, EACH, GIVEN = 12, 4, 30


async def test_twelve_orders_at_once_are_promised_exactly_what_a_partner_gives_up(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    house = await make_house(core)
    await offer(core, house, GIVEN)
    jobs = []
    for at in range(BUYERS):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="100000")
        await core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(WhenShort.REST)))
        jobs.append(await placing(core, await make_buyer(core, dealer_id), [(house.pump, EACH)]))
    outcomes = race(crew, database_url, jobs)
    assert sorted(outcomes) == sorted(f"B2B-2025-{at}" for at in range(1, BUYERS + 1))
    assert await left(core, house) == [(GIVEN, GIVEN)]
    asked = [
        line.quantity
        for request in await core.ask(house.holder, ListGiveRequests())
        for line in request.purchase.lines
    ]
    # Seven have all they want, the eighth what is left, and nobody is promised a piece twice.
    assert sorted(asked) == [2, 4, 4, 4, 4, 4, 4, 4]
    orders = {row.id: row.state for row in await rows(core, OrderRow)}
    pieces = {"approved": 0, "back_ordered": 0}
    for line in await rows(core, OrderLineRow):
        pieces[orders[line.order_id]] += line.quantity
    assert pieces == {"approved": GIVEN, "back_ordered": BUYERS * EACH - GIVEN}


async def test_of_goods_far_off_a_partner_gives_as_many_as_he_has_and_the_others_hear_the_later_day(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    """100 pumps lie far off, 600.00 and four days away; a partner gives up 30, there in two days."""
    house = await make_house(core)
    far = await make_warehouse(core, "FAR", region="south")
    await make_stock(core, house.pump, far, 100)

    async def ways(tx: Any) -> None:
        lanes = ((house.warehouse, 1_000, 1), (far, 60_000, 4))
        await replace_lanes(tx, [LaneValue(at, "west", "", "USD", cost, 0, days) for at, cost, days in lanes])

    await transact(core, ways)
    await offer(core, house, GIVEN, "242")
    jobs = []
    for at in range(BUYERS):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="100000")
        jobs.append(await placing(core, await make_buyer(core, dealer_id), [(house.pump, EACH)]))
    outcomes = race(crew, database_url, jobs)
    # Whoever comes too late is shown the later day before anything of his is placed.
    assert sorted(outcomes) == [*(f"B2B-2025-{at}" for at in range(1, 8)), *["later_now"] * 5]
    assert await left(core, house) == [(GIVEN, 7 * EACH)]
    asked = [
        line.quantity
        for request in await core.ask(house.holder, ListGiveRequests())
        for line in request.purchase.lines
    ]
    assert asked == [EACH] * 7
    assert sum(await column(core, StockRow.reserved)) == 0
    assert {row.state for row in await rows(core, OrderRow)} == {"approved"}
