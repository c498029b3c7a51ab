"""H2: a van breaks down at 2 pm, a road is slow: what is done stays, and only those concerned are told."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from core.deliveries.tables import ShipmentRow
from core.dispatch.errors import DriverMissing, DriverTwice, NothingToReplan, VanUnknown
from core.dispatch.plan_types import Incident, IncidentKind, PlanView
from core.dispatch.repository.routes import stored_changes
from core.dispatch.tables import RoutePlanRow, RouteRow, RouteStopRow, RouteStopShipmentRow, VanRow
from core.dispatch.types import ChangeKind, RouteChange, RouteState, StopState
from core.dispatch.use_cases.plan_routes import ListDays, ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.dispatch.use_cases.replan_routes import ForeseeReplan, ReplanRoutes
from core.driving.tables import DriverActRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Outdated
from core.orders.tables import OrderRow
from tests.core.dispatch.house import (
    TOMORROW,
    Dispatch,
    how_many,
    make_dispatch,
    make_due,
    make_van,
    put_place,
)
from tests.make import make_dealer, rows
from tests.make.rows import add, new_id, write

_TABLES = (RoutePlanRow, RouteRow, RouteStopRow, RouteStopShipmentRow, JournalRow)
TWO_PM = datetime(2025, 10, 15, 14, 0, tzinfo=UTC)


async def publish(house: Dispatch) -> PlanView:
    plan = await house.plan()
    await house.core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    return await house.core.ask(house.otto, ShowRoutes(plan.id))


async def drive(core: Core, plan: PlanView, at: datetime, *, stops: int) -> None:
    """Every van has left and has made so many stops, the last of them now."""
    for route in plan.routes:
        await write(core, update(RouteRow).where(RouteRow.id == route.id).values(state="started"))
        for stop in route.stops:
            await write(
                core,
                update(ShipmentRow)
                .where(ShipmentRow.id.in_(stop.shipment_ids))
                .values(state="shipped", way="van"),
            )
        for stop in route.stops[:stops]:
            await write(
                core,
                update(RouteStopRow)
                .where(RouteStopRow.id == stop.id)
                .values(state="done", arrived_at=at - timedelta(minutes=10), done_at=at),
            )


async def new_events(core: Core, since: int) -> list[str]:
    return [row.name for row in (await rows(core, JournalRow))[since:]]


async def test_the_goods_of_a_broken_van_are_fetched_by_another(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(TWO_PM - clock.now())
    await drive(core, plan, TWO_PM, stops=1)
    before = await how_many(core, *_TABLES)
    broken, other = plan.routes
    incident = Incident(IncidentKind.BROKEN, (broken.van.code,))
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, incident))
    assert await how_many(core, *_TABLES) == before
    assert {van.van: van.take_over for van in seen.vans if van.take_over} == {other.van.code: broken.van.code}

    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, incident))
    done = await core.ask(house.otto, ShowRoutes(plan.id))
    routes = {route.van.code: route for route in done.routes}
    was = {stop.id for route in plan.routes for stop in route.stops}
    assert {stop.id for route in done.routes for stop in route.stops} == was
    assert routes[broken.van.code].state is RouteState.CLOSED
    assert [stop.state for stop in routes[broken.van.code].stops] == [StopState.DONE]
    now = routes[other.van.code]
    assert now.stops[0].id == other.stops[0].id
    assert [stop.position for stop in now.stops] == [1, 2, 3]
    assert {stop.dealer for stop in now.stops} == {
        *(stop.dealer for stop in other.stops),
        broken.stops[1].dealer,
    }
    assert now.version == other.version + 1
    assert (ChangeKind.ADDED, broken.stops[1].dealer) in [(one.kind, one.dealer) for one in now.changes]
    assert all(stop.eta >= TWO_PM for stop in now.stops if stop.state is StopState.PLANNED)
    told = await new_events(core, before[-1])
    assert told.count("route_changed") == 2
    moved = [stop for stop in now.stops if stop.window != _window(plan, stop.id)]
    assert told.count("window_told") == len(moved)
    for stop in now.stops:
        (shipment,) = await rows(core, ShipmentRow, ShipmentRow.id == stop.shipment_ids[0])
        assert (shipment.window_from, shipment.window_until) == stop.window


def _window(plan: PlanView, stop_id: object) -> object:
    return next(stop.window for route in plan.routes for stop in route.stops if stop.id == stop_id)


async def test_nobody_is_told_of_what_does_not_move(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    first = min(route.starts_at for route in plan.routes)
    clock.advance(first - clock.now())
    before = len(await rows(core, JournalRow))
    seen = await core.ask(house.otto, ForeseeReplan(plan.id))
    assert ([van.lines for van in seen.vans], seen.told, seen.put_off) == ([(), ()], (), ())
    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version))
    done = await core.ask(house.otto, ShowRoutes(plan.id))
    assert [route.version for route in done.routes] == [route.version for route in plan.routes]
    assert await new_events(core, before) == []


async def test_a_slow_road_moves_only_the_windows_it_breaks(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    house.dealers["Far"] = await make_dealer(core, "Far")
    await put_place(core, house.dealers["Far"], 34.4, -118.2)
    await make_due(core, house, "Far", weight_g=1_000, number=9)
    plan = await publish(house)
    assert "Far" in [stop.dealer for route in plan.routes for stop in route.stops]
    clock.advance(datetime(2025, 10, 15, 8, 0, tzinfo=UTC) - clock.now())
    await drive(core, plan, clock.now(), stops=0)
    late = Incident(IncidentKind.SLOW, percent=150)
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, late))
    names = {one.dealer for one in seen.told}
    assert "Far" in names
    assert names < set(house.dealers)
    assert seen.put_off == ()
    before = len(await rows(core, JournalRow))
    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, late))
    assert (await new_events(core, before)).count("window_told") == len(names)


async def test_a_van_that_broke_down_before_is_not_sent_out_for_the_next_one_that_does(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(TWO_PM - clock.now())
    await drive(core, plan, TWO_PM, stops=1)
    first, second = (Incident(IncidentKind.BROKEN, (route.van.code,)) for route in plan.routes)
    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, first))
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, second))
    assert [van.van for van in seen.vans if van.stops] == []
    assert len(seen.put_off) == 2
    with pytest.raises(VanUnknown):
        await core.ask(house.otto, ForeseeReplan(plan.id, first))
    await make_van(core, house.warehouse_id, house.dan, "V3")
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, second))
    assert {van.van: len(van.stops) for van in seen.vans if van.stops} == {"V3": 2}


async def test_who_cannot_be_served_any_more_hears_so_and_is_planned_again(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core, weight_g=900_000)
    plan = await publish(house)
    assert [len(route.stops) for route in plan.routes] == [1, 1]
    too_late = TWO_PM.replace(hour=16, minute=55)
    clock.advance(too_late - clock.now())
    await drive(core, plan, too_late, stops=0)
    before = len(await rows(core, JournalRow))
    broken = Incident(IncidentKind.BROKEN, (plan.routes[0].van.code,))
    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, broken))
    assert (await new_events(core, before)).count("delivery_put_off") == 2
    done = await core.ask(house.otto, ShowRoutes(plan.id))
    states = [stop.state for route in done.routes for stop in route.stops]
    assert states == [StopState.CANCELLED, StopState.CANCELLED]
    stop = plan.routes[0].stops[0]
    (shipment,) = await rows(core, ShipmentRow, ShipmentRow.id == stop.shipment_ids[0])
    assert (shipment.window_from, shipment.window_until) == (None, None)
    (again,) = await core.ask(house.otto, ListDays(TOMORROW + timedelta(days=1)))
    assert again.drops == 4


async def test_what_cannot_be_replanned_says_why_and_changes_nothing(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core)
    draft = await house.plan()
    with pytest.raises(NotFound):
        await core.execute(house.otto, ReplanRoutes(draft.id, draft.version))
    await core.execute(house.otto, PublishRoutes(draft.id, draft.version))
    plan = await core.ask(house.otto, ShowRoutes(draft.id))
    before = await how_many(core, *_TABLES)
    with pytest.raises(VanUnknown):
        await core.execute(
            house.otto, ReplanRoutes(plan.id, plan.version, Incident(IncidentKind.BROKEN, ("V9",)))
        )
    with pytest.raises(Outdated):
        await core.execute(house.otto, ReplanRoutes(plan.id, draft.version))
    await drive(core, plan, TWO_PM, stops=9)
    with pytest.raises(NothingToReplan):
        await core.execute(house.otto, ReplanRoutes(plan.id, plan.version))
    assert await how_many(core, *_TABLES) == before


async def tell_position(core: Core, house: Dispatch, route_id: uuid.UUID, lat: float, lon: float) -> None:
    """The phone of a route's driver tells where it is."""
    now = core.clock.now()
    gps = {"lat": lat, "lon": lon, "accuracy_m": 15, "at": now.isoformat()}
    await add(
        core, DriverActRow, id=new_id(core), person_id=house.dan.person_id, session_id=None, device="phone",
        seq=1, kind="position", route_id=route_id, stop_id=None, told_at=now, received_at=now,
        sent=json.dumps({"kind": "position", "data": {"gps": gps}}), state="done", code=None, fields=None,
    )  # fmt: skip


async def test_a_van_goes_on_from_where_its_phone_is(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(TWO_PM - clock.now())
    await drive(core, plan, TWO_PM - timedelta(minutes=10), stops=1)
    (route, *_) = plan.routes
    next_stop = route.stops[1]
    assert next_stop.place is not None

    async def eta_of_next() -> datetime:
        await core.execute(house.otto, ReplanRoutes(plan.id, (await house_plan()).version))
        done = await house_plan()
        return next(one.eta for own in done.routes for one in own.stops if one.id == next_stop.id)

    async def house_plan() -> PlanView:
        return await core.ask(house.otto, ShowRoutes(plan.id))

    from_last_stop = await eta_of_next()
    await tell_position(core, house, route.id, next_stop.place.latitude, next_stop.place.longitude)
    assert await eta_of_next() == TWO_PM < from_last_stop


async def test_two_vans_break_down_at_once_and_each_is_fetched_from(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    for code in ("V3", "V4"):
        await make_van(core, house.warehouse_id, None, code, active=False)
    plan = await publish(house)
    clock.advance(TWO_PM - clock.now())
    await drive(core, plan, TWO_PM, stops=1)
    both = tuple(route.van.code for route in plan.routes)
    await write(core, update(VanRow).where(VanRow.code.not_in(both)).values(active=True))
    broken = Incident(IncidentKind.BROKEN, both)
    # Nobody has a van's goods on the phone that nobody drives, nor drives two vans.
    with pytest.raises(DriverMissing) as missing:
        await core.ask(house.otto, ForeseeReplan(plan.id, broken))
    assert missing.value.fields == {"vans": ["V3", "V4"]}
    dan = house.dan.person_id
    await write(core, update(VanRow).where(VanRow.code.in_(["V3", "V4"])).values(driver_id=dan))
    with pytest.raises(DriverTwice):
        await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, broken))
    dora = house.dora.person_id
    await write(core, update(VanRow).where(VanRow.code == "V4").values(driver_id=dora))
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, broken))
    assert seen.put_off == ()
    assert {van.take_over for van in seen.vans if van.van not in both} == set(both)
    assert {van.van: len(van.stops) for van in seen.vans} == {"V1": 0, "V2": 0, "V3": 1, "V4": 1}


async def test_a_stop_whose_order_was_cancelled_is_taken_off_and_nobody_is_told_of_it(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(datetime(2025, 10, 15, 8, 0, tzinfo=UTC) - clock.now())
    (route, *_) = plan.routes
    gone = route.stops[1]
    await write(core, update(OrderRow).where(OrderRow.number.in_(gone.orders)).values(state="cancelled"))
    seen = await core.ask(house.otto, ForeseeReplan(plan.id))
    assert seen.put_off == ()
    assert [(line.kind, line.dealer) for van in seen.vans for line in van.lines] == [
        (ChangeKind.REMOVED, gone.dealer)
    ]
    before = len(await rows(core, JournalRow))
    await core.execute(house.otto, ReplanRoutes(plan.id, plan.version))
    assert "delivery_put_off" not in await new_events(core, before)
    (stop,) = await rows(core, RouteStopRow, RouteStopRow.id == gone.id)
    assert stop.state == StopState.CANCELLED


async def test_what_an_earlier_change_took_off_a_route_is_remembered(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(datetime(2025, 10, 15, 8, 0, tzinfo=UTC) - clock.now())
    (route, other) = plan.routes
    taken = RouteChange(ChangeKind.REMOVED, other.stops[0].id, other.stops[0].dealer)
    await write(core, update(RouteRow).where(RouteRow.id == route.id).values(changes=stored_changes([taken])))
    gone = [taken.stop_id]
    for stop in reversed(route.stops):
        await write(core, update(OrderRow).where(OrderRow.number.in_(stop.orders)).values(state="cancelled"))
        seen = await core.ask(house.otto, ShowRoutes(plan.id))
        await core.execute(house.otto, ReplanRoutes(plan.id, seen.version))
        now = (await core.ask(house.otto, ShowRoutes(plan.id))).routes[0]
        assert list(now.gone) == gone
        assert [(one.kind, one.stop_id) for one in now.changes] == [(ChangeKind.REMOVED, stop.id)]
        gone.append(stop.id)
