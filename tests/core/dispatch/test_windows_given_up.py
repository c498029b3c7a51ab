"""A window is of the day that it was chosen for: with another day there is none, and no old one is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.catalog.tables import ProductRow
from core.deliveries.types import Lack
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.deliveries.use_cases.pack_shipment import PackShipment
from core.deliveries.use_cases.pick_lines import PickLine
from core.deliveries.use_cases.show_shipments import ListShipments
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import ApprovalId
from core.orders.decisions import Approve
from core.orders.tables import OrderRow
from core.orders.types import OrderState, Window
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.set_draft import SetWindow
from tests.core.dispatch.house import Dispatch, make_fleet, put_place
from tests.make import (
    confirm,
    make_buyer,
    make_dealer,
    make_draft,
    make_staff,
    make_stock,
    make_warehouse,
    quote,
    rows,
    set_cost,
)
from tests.make.rows import write

MORNING = (datetime(2025, 10, 15, 9, tzinfo=UTC), datetime(2025, 10, 15, 11, tzinfo=UTC))


@pytest.fixture
async def house(core: Core) -> Dispatch:
    house = await make_fleet(core)
    await make_stock(core, house.crate, house.warehouse_id, 100)
    await write(core, update(ProductRow).values(weight_g=1_000))
    await set_cost(core, house.crate, "110")  # ten are more than the least order
    return house


async def ordered(core: Core, house: Dispatch, *, limit: str = "150000", window: Window = MORNING) -> Actor:
    """Ten crates for tomorrow between nine and eleven."""
    dealer_id = await make_dealer(core, "North", limit=limit)
    await put_place(core, dealer_id, 34.05, -118.2)
    buyer = await make_buyer(core, dealer_id)
    await make_draft(core, buyer, [(house.crate, 10)])
    shown = await quote(core, buyer)
    await core.execute(buyer, SetWindow(shown.draft_id, shown.version, window))
    await confirm(core, buyer)
    return buyer


async def promise(core: Core) -> tuple[str, date | None, datetime | None]:
    (order,) = await rows(core, OrderRow)
    return order.state, order.promised_on, order.window_from


@pytest.mark.parametrize(
    ("waits", "day", "since"),
    [
        (timedelta(hours=1), date(2025, 10, 15), MORNING[0]),
        (timedelta(days=2), date(2025, 10, 17), None),
    ],
)
async def test_an_order_that_is_agreed_after_its_window_comes_on_another_day_at_any_hour(
    core: Core, house: Dispatch, clock: FixedClock, waits: timedelta, day: date, since: datetime | None
) -> None:
    await ordered(core, house, limit="1000")
    assert await promise(core) == (OrderState.HELD, MORNING[0].date(), MORNING[0])
    boss = await make_staff(core, Role.GENERAL_MANAGER, "Gina")
    clock.advance(waits)
    (request,) = await rows(core, ApprovalRow)
    await core.execute(boss, DecideOrder(ApprovalId(request.id), Approve()))
    assert await promise(core) == (OrderState.APPROVED, day, since)


async def test_what_the_picker_did_not_find_and_comes_from_farther_away_comes_in_no_window(
    core: Core, house: Dispatch
) -> None:
    await ordered(core, house)
    far = await make_warehouse(core, "PHX", region="south")
    await make_stock(core, house.crate, far, 100)
    await core.execute(house.otto, MakePickList("LA"))
    (shipment,) = await core.ask(house.otto, ListShipments())
    await core.execute(house.otto, PickLine(shipment.id, shipment.version, 1, 0, Lack.NOT_FOUND))
    await core.execute(house.otto, PackShipment(shipment.id, shipment.version + 1))
    assert await promise(core) == (OrderState.PICKING, date(2025, 10, 17), None)
