"""Orders that a vendor sends straight to the dealer, as alarms look at them."""

from datetime import timedelta

from core.alarms.tables import TaskRow
from core.alarms.use_cases.watch_orders import WatchOrders
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.vendors.use_cases.answer_purchase import AcknowledgePurchase
from tests.core.vendors.house import make_house, order, send
from tests.make import column


async def test_nobody_of_the_house_is_asked_to_pick_what_a_vendor_has_said_it_sends(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    placed = await order(core, house, (house.pump, 3))
    purchase = await send(core, house, placed.order_id)
    await core.execute(house.vera, AcknowledgePurchase(purchase.id, purchase.version))
    clock.advance(timedelta(hours=30))
    await core.execute(SYSTEM, WatchOrders())
    assert await column(core, TaskRow.kind) == []
    clock.advance(timedelta(days=4))  # the vendor's day is over
    await core.execute(SYSTEM, WatchOrders())
    assert await column(core, TaskRow.kind) == ["late"]
