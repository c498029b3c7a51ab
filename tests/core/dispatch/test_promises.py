"""Delivery windows while ordering: two that fit are offered, the taken one is held, and plans keep it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.catalog.tables import ProductRow
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.dispatch.errors import PromiseUnplanned
from core.dispatch.tables import DepotRow, RoutePlanRow, VanRow
from core.dispatch.use_cases.keep_vans import SetVanAtWork
from core.dispatch.use_cases.plan_routes import PlanRoutes, ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.dispatch.use_cases.sketch_routes import SketchRoutes
from core.dispatch.use_cases.tell_evening import TellEvening
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import FixedClock
from core.kernel.ids import DealerId
from core.orders.errors import WindowFull
from core.orders.tables import DraftRow, OrderRow
from core.orders.types import Window
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.set_draft import SetWindow
from tests.core.dispatch.house import TOMORROW, Dispatch, make_fleet, make_van, put_place, receive
from tests.make import confirm, make_buyer, make_dealer, make_draft, make_stock, quote, rows, set_cost
from tests.make.rows import add, new_id, write

KILO = 1_000


def at(hour: int, minute: int = 0, *, day: int = 15) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=UTC)


def iso(hour: int, minute: int = 0) -> str:
    """As the journal keeps it."""
    return f"2025-10-15T{hour:02}:{minute:02}:00Z"


def window(since: int, until: int, *, day: int = 15) -> Window:
    return at(since, day=day), at(until, day=day)


@pytest.fixture
async def house(core: Core) -> Dispatch:
    """Two vans that carry a ton each; a crate weighs a kilo."""
    house = await make_fleet(core)
    await make_stock(core, house.crate, house.warehouse_id, 100_000)
    await write(core, update(ProductRow).values(weight_g=KILO))
    await set_cost(core, house.crate, "110")  # ten are more than the least order
    return house


async def shop(house: Dispatch, name: str, latitude: float = 34.05, longitude: float = -118.2) -> Actor:
    dealer_id = await make_dealer(house.core, name)
    await put_place(house.core, dealer_id, latitude, longitude)
    house.dealers[name] = dealer_id
    return await make_buyer(house.core, dealer_id)


async def choose(house: Dispatch, buyer: Actor, wanted: Window | None) -> None:
    shown = await quote(house.core, buyer)
    await house.core.execute(buyer, SetWindow(shown.draft_id, shown.version, wanted))


def dealer_of(buyer: Actor) -> DealerId:
    assert buyer.dealer_id is not None
    return buyer.dealer_id


async def test_two_windows_of_the_next_day_are_offered_and_the_taken_one_is_promised(
    core: Core, house: Dispatch
) -> None:
    buyer = await shop(house, "North")
    await make_draft(core, buyer, [(house.crate, 10)])
    offered = (await quote(core, buyer)).windows
    assert len(offered) == 2
    morning, afternoon = offered
    assert at(8) <= morning[0] < at(12) <= afternoon[0] <= at(15)
    assert all(until - since == timedelta(hours=2) for since, until in offered)
    await choose(house, buyer, afternoon)
    shown = await quote(core, buyer)
    assert (shown.window, shown.blockers) == (afternoon, ())
    placed = await confirm(core, buyer)
    (order,) = await rows(core, OrderRow, OrderRow.id == placed.order_id)
    assert (order.window_from, order.window_until, order.promised_on) == (*afternoon, TOMORROW)


async def test_the_hours_of_the_place_bound_what_is_offered(core: Core, house: Dispatch) -> None:
    buyer = await shop(house, "North")
    await receive(core, dealer_of(buyer), ("13:00", "14:00"))
    await make_draft(core, buyer, [(house.crate, 10)])
    assert (await quote(core, buyer)).windows == (window(13, 14),)
    with pytest.raises(WindowFull):
        await choose(house, buyer, window(9, 11))
    with pytest.raises(WindowFull):  # too narrow to be promised, though the van would be there
        await choose(house, buyer, (at(13, 7), at(13, 16)))
    with pytest.raises(WindowFull):  # neither narrow nor one that the house offers
        await choose(house, buyer, (at(12, 30), at(14, 30)))


async def test_who_no_own_van_serves_is_offered_nothing_and_orders_as_ever(
    core: Core, house: Dispatch
) -> None:
    far = await shop(house, "Far", 40.7, -74.0)
    nowhere = await shop(house, "Nowhere")
    await put_place(core, dealer_of(nowhere), None, None)
    heavy = await shop(house, "Heavy")
    await make_draft(core, far, [(house.crate, 10)])
    await make_draft(core, nowhere, [(house.crate, 10)])
    await make_draft(core, heavy, [(house.crate, 1_200)])
    for buyer in (far, nowhere, heavy):
        shown = await quote(core, buyer)
        assert (shown.windows, shown.window, shown.blockers) == ((), None, ())
        await confirm(core, buyer)
    await write(core, delete(DepotRow))
    near = await shop(house, "Near")
    await make_draft(core, near, [(house.crate, 10)])
    assert (await quote(core, near)).windows == ()


async def test_a_window_that_filled_up_meanwhile_is_said_and_nothing_is_lost(
    core: Core, house: Dispatch
) -> None:
    await core.execute(house.otto, SetVanAtWork("V2", is_active=False))
    first, second = await shop(house, "North"), await shop(house, "South", 33.95)
    for buyer in (first, second):
        await receive(core, dealer_of(buyer), ("08:00", "10:00"))
        await make_draft(core, buyer, [(house.crate, 600)])
        assert (await quote(core, buyer)).windows == (window(8, 10),)
        await choose(house, buyer, window(8, 10))
    seen = await quote(core, second)
    assert seen.blockers == ()
    await confirm(core, first)
    # The only van at work carries one of them.
    before = [await rows(core, table) for table in (OrderRow, DraftRow)]
    assert [reason.code for reason in (await quote(core, second)).blockers] == ["order.window_gone"]
    with pytest.raises(WindowFull) as full:
        await confirm(core, second)
    assert full.value.fields == {"since": at(8), "until": at(10)}
    assert [await rows(core, table) for table in (OrderRow, DraftRow)] == before
    await choose(house, second, None)
    shown = await quote(core, second)
    assert (shown.window, shown.blockers) == (None, ())
    placed = await confirm(core, second)
    (order,) = await rows(core, OrderRow, OrderRow.id == placed.order_id)
    assert order.window_from is None


async def test_of_two_who_confirm_the_last_place_at_once_one_gets_it(core: Core, house: Dispatch) -> None:
    await core.execute(house.otto, SetVanAtWork("V2", is_active=False))
    buyers = [await shop(house, "North"), await shop(house, "South", 33.95)]
    for buyer in buyers:
        await receive(core, dealer_of(buyer), ("08:00", "10:00"))
        await make_draft(core, buyer, [(house.crate, 600)])
        await choose(house, buyer, window(8, 10))
    done = await asyncio.gather(*(confirm(core, buyer) for buyer in buyers), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["PlacedOrder", "WindowFull"]
    assert len(await rows(core, OrderRow)) == 1


async def test_a_second_order_of_a_place_comes_in_the_window_of_the_first(
    core: Core, house: Dispatch
) -> None:
    buyer = await shop(house, "North")
    await make_draft(core, buyer, [(house.crate, 10)])
    await choose(house, buyer, window(14, 16))
    await confirm(core, buyer)
    await make_draft(core, buyer, [(house.crate, 20)])
    assert (await quote(core, buyer)).windows == (window(14, 16),)


async def test_an_amended_order_keeps_its_window_and_does_not_stand_in_its_own_way(
    core: Core, house: Dispatch
) -> None:
    await core.execute(house.otto, SetVanAtWork("V2", is_active=False))
    buyer = await shop(house, "North")
    await make_draft(core, buyer, [(house.crate, 600)])
    await choose(house, buyer, window(14, 16))
    placed = await confirm(core, buyer)
    await core.execute(buyer, ChangeOrder(placed.order_id))
    shown = await quote(core, buyer)
    assert (shown.window, shown.blockers) == (window(14, 16), ())
    assert len(shown.windows) == 2
    await choose(house, buyer, window(9, 11))
    await confirm(core, buyer)
    (order,) = await rows(core, OrderRow)
    assert (order.window_from, order.window_until) == window(9, 11)


async def test_a_published_day_is_closed_and_the_next_working_day_is_offered(
    core: Core, house: Dispatch, clock: FixedClock
) -> None:
    buyer = await shop(house, "North")
    await make_draft(core, buyer, [(house.crate, 10)])
    assert (await quote(core, buyer)).windows[0][0].date() == TOMORROW
    now = clock.now()
    await add(
        core, RoutePlanRow, id=new_id(core), warehouse_id=house.warehouse_id, day=TOMORROW, version=1,
        published_at=now, made_by=None, made_at=now, given_m=0, unserved=[], wishes={},
    )  # fmt: skip
    offered = (await quote(core, buyer)).windows
    assert {since.date() for since, _ in offered} == {TOMORROW + timedelta(days=1)}
    await choose(house, buyer, offered[0])
    placed = await confirm(core, buyer)
    (order,) = await rows(core, OrderRow, OrderRow.id == placed.order_id)
    assert order.promised_on == TOMORROW + timedelta(days=1)


async def test_over_a_busy_day_every_window_that_was_promised_is_kept_by_the_plan(
    core: Core, house: Dispatch
) -> None:
    await make_van(core, house.warehouse_id, None, "V3")
    await write(core, update(VanRow).values(max_weight_g=700 * KILO))
    promised: dict[DealerId, Window] = {}
    for number in range(24):
        latitude, longitude = 34.0 + (number * 37 % 21 - 10) / 60, -118.2 + (number * 53 % 23 - 11) / 60
        buyer = await shop(house, f"Shop {number}", latitude, longitude)
        await make_draft(core, buyer, [(house.crate, 60 + number % 5 * 10)])
        offered = (await quote(core, buyer)).windows
        if offered and number % 3:
            await choose(house, buyer, offered[number % len(offered)])
            promised[dealer_of(buyer)] = offered[number % len(offered)]
        await confirm(core, buyer)
    assert len(promised) >= 14
    await core.execute(house.otto, MakePickList("LA"))
    plan = await core.ask(house.otto, ShowRoutes(await core.execute(house.otto, PlanRoutes("LA", TOMORROW))))
    came = {stop.dealer_id: stop.eta for route in plan.routes for stop in route.stops}
    kept = [dealer for dealer, (since, until) in promised.items() if since <= came[dealer] <= until]
    assert len(kept) == len(promised)


async def heard(core: Core) -> list[dict[str, Any]]:
    """What dealers were told of windows, the first first."""
    kept = sorted(await rows(core, JournalRow, JournalRow.name == "window_told"), key=lambda row: row.id)
    return [row.payload for row in kept]


async def test_in_the_evening_before_whoever_is_served_and_has_heard_nothing_is_told_once(
    core: Core, house: Dispatch, clock: FixedClock
) -> None:
    promised, planned = await shop(house, "North"), await shop(house, "South", 33.95)
    for buyer in (promised, planned):
        await make_draft(core, buyer, [(house.crate, 10)])
    await choose(house, promised, window(14, 16))
    for buyer in (promised, planned):
        await confirm(core, buyer)
    clock.advance(at(17, 50, day=14) - clock.now())
    assert await core.execute(SYSTEM, TellEvening()) == 0
    clock.advance(timedelta(minutes=10))
    assert await core.execute(SYSTEM, TellEvening()) == 1
    assert await core.execute(SYSTEM, TellEvening()) == 0
    (reminded,) = await heard(core)
    assert (reminded["stop_id"], reminded["since"]) == (None, iso(14))
    await core.execute(house.otto, MakePickList("LA"))
    plan = await house.plan()
    assert await core.execute(SYSTEM, TellEvening()) == 1
    told = {one["dealer_id"] for one in await heard(core)}
    assert told == {str(promised.dealer_id), str(planned.dealer_id)}
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    assert len(await heard(core)) == 2  # nothing has changed for anybody
    assert await core.execute(SYSTEM, TellEvening()) == 0


async def test_a_promise_that_came_after_the_plan_stops_its_publication(core: Core, house: Dispatch) -> None:
    early, late = await shop(house, "North"), await shop(house, "South", 33.95)
    await make_draft(core, early, [(house.crate, 10)])
    await confirm(core, early)
    await core.execute(house.otto, MakePickList("LA"))
    plan = await house.plan()
    await make_draft(core, late, [(house.crate, 10)])
    await choose(house, late, window(14, 16))
    number = (await confirm(core, late)).number
    await core.execute(house.otto, MakePickList("LA"))
    with pytest.raises(PromiseUnplanned) as unplanned:
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    assert unplanned.value.fields == {"orders": [number]}
    again = await house.plan(version=plan.version)
    await core.execute(house.otto, PublishRoutes(again.id, again.version))
    assert sorted(one["orders"] for one in await heard(core)) == sorted(
        [[number], [one.number for one in await rows(core, OrderRow, OrderRow.dealer_id == early.dealer_id)]]
    )


async def test_a_promise_that_cannot_be_kept_is_told_as_such(core: Core, house: Dispatch) -> None:
    buyer = await shop(house, "North")
    await make_draft(core, buyer, [(house.crate, 10)])
    await choose(house, buyer, window(8, 10))
    await confirm(core, buyer)
    await core.execute(house.otto, MakePickList("LA"))
    await write(core, update(VanRow).values(shift_from="11:00"))
    plan = await house.plan()
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    (told,) = await heard(core)
    assert (told["promised_since"], told["promised_until"]) == (iso(8), iso(10))
    assert told["since"] >= iso(10, 30)


async def test_the_clock_searches_what_orders_have_grown_and_promises_stay(
    core: Core, house: Dispatch, clock: FixedClock
) -> None:
    for number in range(4):
        buyer = await shop(house, f"Shop {number}", 34.0 + number / 50, -118.2 + number % 2 / 20)
        await make_draft(core, buyer, [(house.crate, 10)])
        await choose(house, buyer, window(8 + 2 * number, 10 + 2 * number) if number < 2 else None)
        await confirm(core, buyer)
    assert await core.execute(SYSTEM, SketchRoutes()) >= 1
    assert await core.execute(SYSTEM, SketchRoutes()) == 0
    clock.advance(timedelta(minutes=2))
    late = await shop(house, "Late")
    await make_draft(core, late, [(house.crate, 10)])
    assert len((await quote(core, late)).windows) == 2
    await core.execute(house.otto, MakePickList("LA"))
    plan = await house.plan()
    came = {stop.dealer: stop.eta for route in plan.routes for stop in route.stops}
    assert at(8) <= came["Shop 0"] <= at(10) <= came["Shop 1"] <= at(12)


async def wish(house: Dispatch, buyer: Actor, since: datetime, minutes: int) -> Window | None:
    shown = await quote(house.core, buyer)
    wished = since, since + timedelta(minutes=minutes)
    return await house.core.execute(buyer, SetWindow(shown.draft_id, shown.version, wished, is_near=True))


async def test_a_narrow_wish_is_obeyed_held_and_planned_or_moved_as_little_as_it_can_be(
    core: Core, house: Dispatch
) -> None:
    await write(core, update(VanRow).where(VanRow.code == "V2").values(active=False))
    first, second = await shop(house, "North"), await shop(house, "South", 33.6)
    for buyer in (first, second):
        await make_draft(core, buyer, [(house.crate, 10)])
    ten = (at(9), at(9, 10))
    assert await wish(house, first, at(9), 10) == ten
    await confirm(core, first)
    # The only van cannot be in the south, an hour away, at the same time: as soon after as it can.
    kept = await wish(house, second, at(9), 10)
    assert kept is not None
    assert kept[1] - kept[0] == timedelta(minutes=10)
    assert timedelta(minutes=30) < kept[0] - at(9) <= timedelta(hours=2)
    shown = await quote(core, second)
    sooner = kept[0] - timedelta(minutes=5)
    with pytest.raises(WindowFull):
        await core.execute(
            second, SetWindow(shown.draft_id, shown.version, (sooner, sooner + timedelta(minutes=10)))
        )
    await confirm(core, second)
    await core.execute(house.otto, MakePickList("LA"))
    plan = await house.plan()
    came = {stop.dealer: stop.eta for route in plan.routes for stop in route.stops}
    assert at(9) <= came["North"] <= at(9, 10)
    assert kept[0] <= came["South"] <= kept[1]
    assert (plan.kept, plan.broken) == (2, ())


async def test_a_wish_outside_of_the_hours_is_moved_into_them_and_a_wide_one_takes_what_is_offered(
    core: Core, house: Dispatch
) -> None:
    buyer = await shop(house, "North")
    await receive(core, dealer_of(buyer), ("10:00", "17:00"))
    await make_draft(core, buyer, [(house.crate, 10)])
    assert await wish(house, buyer, at(9), 5) == (at(10), at(10, 10))
    assert await wish(house, buyer, at(12), 60) == (at(12), at(13))
    assert await wish(house, buyer, at(13), 120) == window(13, 15)
    assert await wish(house, buyer, at(5), 10) in (await quote(core, buyer)).windows
