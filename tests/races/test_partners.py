"""Orders of many dealers at once for the goods that one other dealer gives up, by four processes (G2)."""

from __future__ import annotations

from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.use_cases.keep_supply import SetSupply
from core.vendors.use_cases.give_goods import ListGiveRequests
from tests.core.vendors.partner_house import left, make_house, offer
from tests.make import make_buyer, make_dealer, rows
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
