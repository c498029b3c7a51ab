"""G3: a day becomes a holiday after goods were promised for it; what drivers know of already stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from core.deliveries.tables import ShipmentRow
from core.dispatch.use_cases.keep_holidays import HolidayMoves, PreviewHoliday, SetHoliday
from core.dispatch.use_cases.plan_routes import ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.orders.tables import OrderRow
from core.stock.tables import HolidayRow
from tests.core.dispatch.house import TOMORROW, make_dispatch, make_due, put_place
from tests.make import make_dealer, rows
from tests.make.rows import add, write

FRIDAY = date(2025, 10, 17)


async def test_goods_move_to_the_next_working_day_but_not_those_of_a_published_route(core: Core) -> None:
    house = await make_dispatch(core)
    plan = await house.plan()
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    house.dealers["Late"] = await make_dealer(core, "Late")
    await put_place(core, house.dealers["Late"], 34.1, -118.2)
    shipment = await make_due(core, house, "Late", number=77)
    window = datetime(2025, 10, 15, 8, tzinfo=UTC), datetime(2025, 10, 15, 10, tzinfo=UTC)
    hours = {"window_from": window[0], "window_until": window[1]}
    await write(core, update(OrderRow).where(OrderRow.number == "B2B-2025-77").values(**hours))
    await write(core, update(ShipmentRow).where(ShipmentRow.id == shipment).values(**hours))
    await add(core, HolidayRow, day=TOMORROW + timedelta(days=1), name="Bridge day")

    vans = tuple((route.van.code, route.trip) for route in plan.routes)
    moves = HolidayMoves(TOMORROW, FRIDAY, (("Late", ("B2B-2025-77",)),), tuple(sorted(vans)))
    assert await core.ask(house.otto, PreviewHoliday(TOMORROW)) == moves
    assert {row.promised_on for row in await rows(core, OrderRow)} == {TOMORROW}
    assert await core.execute(house.otto, SetHoliday(TOMORROW, "Founder's day")) == moves
    for table in (OrderRow, ShipmentRow):
        found = await rows(core, table)
        moved = [row for row in found if row.number.endswith("-77")]
        assert [(row.promised_on, row.window_from, row.window_until) for row in moved] == [
            (FRIDAY, None, None)
        ]
        assert {row.promised_on for row in found if row not in moved} == {TOMORROW}
    told = [row.payload for row in await rows(core, JournalRow) if row.name == "holiday_moved"]
    assert [(one["numbers"], one["after"], one["has_hours"]) for one in told] == [
        (["B2B-2025-77"], "2025-10-17", True)
    ]
    after = await core.ask(house.otto, ShowRoutes(plan.id))
    assert [route.version for route in after.routes] == [route.version for route in plan.routes]
    # Once more it moves nobody, and nobody is told again.
    assert (await core.execute(house.otto, SetHoliday(TOMORROW, "Founder's day"))).orders == 0
