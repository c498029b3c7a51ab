"""A day of a depot: the due becomes routes, a what-if changes nothing, publishing tells those concerned."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from core.deliveries.tables import ShipmentRow
from core.dispatch.errors import (
    DayUnplannable,
    DepotUnplaced,
    DriverMissing,
    DriverTwice,
    NothingToBring,
    NoVans,
    PlanLate,
    PlanPublished,
    PlanStale,
    VanUnknown,
)
from core.dispatch.plan_types import HIRED, Wishes
from core.dispatch.tables import DepotRow, RoutePlanRow, RouteRow, RouteStopRow
from core.dispatch.tables import RouteStopShipmentRow as Carried
from core.dispatch.types import RouteState, key_of
from core.dispatch.use_cases.draw_routes import DrawRoutes
from core.dispatch.use_cases.keep_vans import ArchiveVan, SetVanAtWork, SetVanDriver
from core.dispatch.use_cases.plan_routes import CompareRoutes, ListDays, NextDue, PlanRoutes, ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.dispatch.use_cases.put_van import PutVan
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Outdated
from core.orders.tables import OrderRow
from tests.chat import phrasebook
from tests.core.dispatch.house import (
    TOMORROW,
    Dispatch,
    how_many,
    make_dispatch,
    make_due,
    make_fleet,
    make_van,
    put_place,
    receive,
    served,
)
from tests.make import make_dealer, make_warehouse, rows
from tests.make.rows import write

_TABLES = (RoutePlanRow, RouteRow, RouteStopRow, Carried, JournalRow)


@pytest.fixture
async def house(core: Core) -> Dispatch:
    return await make_dispatch(core)


async def test_one_van_serves_all_where_it_can_and_every_share_adds_up(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    (route,) = plan.routes
    assert sorted(stop.dealer for stop in route.stops) == ["North One", "North Two", "South One", "South Two"]
    assert [stop.position for stop in route.stops] == [1, 2, 3, 4]
    assert sum(stop.cost.minor for stop in route.stops) == route.cost.minor > 5_000
    assert sum(stop.co2_g for stop in route.stops) == route.co2_g > 0
    assert route.state is RouteState.PLANNED
    assert route.starts_at >= datetime(2025, 10, 15, 8, 0, tzinfo=UTC)
    assert all(stop.window is None for stop in route.stops)
    figures = plan.figures
    assert (figures.vans, figures.stops, figures.left_out) == (1, 4, 0)
    assert figures.given_m >= figures.distance_m
    assert await house.core.ask(house.otto, DrawRoutes(plan.id, phrasebook().say("en")))


async def test_two_vans_go_where_one_cannot_carry_it(core: Core) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await house.plan()
    assert sorted(sorted(names) for names in served(plan).values()) == [
        ["North One", "North Two"],
        ["South One", "South Two"],
    ]


async def test_whoever_cannot_be_served_is_named_with_the_reason(core: Core, house: Dispatch) -> None:
    await put_place(core, house.dealers["North One"], None, None)
    await receive(core, house.dealers["North Two"], needs=["fridge"])
    await write(
        core,
        update(ShipmentRow)
        .where(ShipmentRow.dealer_id == house.dealers["South One"])
        .values(parcels=[1_400_000]),
    )
    await receive(core, house.dealers["South Two"], ("05:00", "06:00"))
    with_one = await make_dealer(core, "East")
    house.dealers["East"] = with_one
    await put_place(core, with_one, 34.0, -118.1)
    await make_due(core, house, "East", number=9)
    plan = await house.plan()
    assert served(plan) == {"V1": ["East"]} or served(plan) == {"V2": ["East"]}
    why = {one.dealer: one.why[0] for one in plan.left_out}
    assert why == {
        "North One": "no_position",
        "North Two": "no_skill",
        "South One": "too_heavy",
        "South Two": "window",
    }
    remedies = {one.dealer: {help_.kind for help_ in one.remedies} for one in plan.left_out}
    assert remedies["North One"] == set()
    assert "skill" in remedies["North Two"]
    assert "weight" in remedies["South One"]
    assert "window" in remedies["South Two"]


async def test_hours_are_the_depots_own(core: Core) -> None:
    house = await make_fleet(core)
    house.dealers["One"] = await make_dealer(core, "One")
    await put_place(core, house.dealers["One"], 34.05, -118.2)
    await receive(core, house.dealers["One"], ("13:00", "14:00"), service_minutes=25)
    await make_due(core, house, "One")
    ((stop,),) = [route.stops for route in (await house.plan()).routes]
    assert datetime(2025, 10, 15, 13, 0, tzinfo=UTC) <= stop.eta <= datetime(2025, 10, 15, 14, 0, tzinfo=UTC)
    assert stop.service_minutes == 25


async def test_what_if_shows_figures_and_writes_nothing(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    before = await how_many(core, *_TABLES)
    (route,) = plan.routes
    other = "V2" if route.van.code == "V1" else "V1"
    key = str(route.stops[0].ship_to_id)
    found = await core.ask(house.otto, CompareRoutes(plan.id, Wishes(pins={key: other})))
    assert [(one.dealer, one.was, one.now) for one in found.moved if one.dealer == route.stops[0].dealer] == [
        (route.stops[0].dealer, route.van.code, other)
    ]
    assert found.then.vans == 2
    assert found.then.cost > found.plan.figures.cost
    hired = await core.ask(house.otto, CompareRoutes(plan.id, Wishes(extra=(HIRED,))))
    assert (hired.then.stops, hired.left_out) == (4, ())
    assert await how_many(core, *_TABLES) == before


async def test_a_pinned_stop_and_a_locked_van_stay_where_they_are(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    (route,) = plan.routes
    other = "V2" if route.van.code == "V1" else "V1"
    key, dealer = str(route.stops[0].ship_to_id), route.stops[0].dealer
    pinned = await house.plan(version=1, wishes=Wishes(pins={key: other}))
    assert (pinned.id, pinned.version) == (plan.id, 2)
    assert dealer in served(pinned)[other]
    order = served(pinned)[route.van.code]
    locked = await house.plan(
        version=2, wishes=Wishes(pins={key: other}, locked=(route.van.code,), earlier_minutes=30)
    )
    assert served(locked)[route.van.code] == order
    assert [one.is_locked for one in locked.routes if one.van.code == route.van.code] == [True]


async def test_a_spare_van_goes_out_only_when_asked_for(core: Core) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    await core.execute(house.otto, SetVanAtWork("v2", is_active=False))
    alone = await house.plan()
    assert (alone.figures.vans, alone.figures.stops, [van.code for van in alone.spare]) == (1, 2, ["V2"])
    both = await house.plan(version=1, wishes=Wishes(extra=("V2",)))
    assert (both.figures.vans, both.figures.stops, both.spare) == (2, 4, ())


async def test_a_plan_that_has_changed_meanwhile_is_not_overwritten(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    with pytest.raises(Outdated):
        await house.plan()
    with pytest.raises(VanUnknown):
        await house.plan(version=1, wishes=Wishes(extra=("V9",)))
    assert (await core.ask(house.otto, ShowRoutes(plan.id))).version == 1


async def test_what_cannot_be_planned_says_why(core: Core, house: Dispatch) -> None:
    with pytest.raises(NotFound):
        await core.execute(house.otto, PlanRoutes("XX", TOMORROW))
    await make_warehouse(core, "PHX")
    with pytest.raises(DepotUnplaced):
        await core.execute(house.otto, PlanRoutes("PHX", TOMORROW))
    with pytest.raises(NothingToBring):
        await core.execute(house.otto, PlanRoutes("LA", TOMORROW - timedelta(days=1)))
    for van in ("V1", "V2"):
        await core.execute(house.otto, SetVanAtWork(van, is_active=False))
    with pytest.raises(NoVans):
        await house.plan()
    await write(core, delete(DepotRow))
    with pytest.raises(DepotUnplaced):
        await house.plan()
    assert await how_many(core, RoutePlanRow, RouteRow) == [0, 0]


async def test_days_name_each_depot_with_something_to_do(core: Core, house: Dispatch) -> None:
    await make_warehouse(core, "PHX")
    (day,) = await core.ask(house.otto, ListDays(TOMORROW))
    assert (day.depot.code, day.plan_id, day.drops, day.is_published) == ("LA", None, 4, False)
    before = TOMORROW - timedelta(days=1)
    assert await core.ask(house.otto, ListDays(before)) == ()
    assert await core.ask(house.otto, NextDue(before)) == TOMORROW
    assert await core.ask(house.otto, NextDue(TOMORROW)) is None


async def test_publishing_gives_routes_to_drivers_and_windows_to_dealers(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    done = await core.ask(house.otto, ShowRoutes(plan.id))
    (route,) = done.routes
    assert (route.state, route.driver_id) == (RouteState.PUBLISHED, route.van.driver_id)
    for stop in route.stops:
        assert stop.window is not None
        since, until = stop.window
        assert (until - since, since.minute % 15) == (timedelta(hours=2), 0)
        assert timedelta(minutes=30) <= stop.eta - since < timedelta(minutes=45)
        (shipment,) = await rows(core, ShipmentRow, ShipmentRow.id == stop.shipment_ids[0])
        assert (shipment.window_from, shipment.window_until, shipment.version) == (since, until, 1)
    told = [row.name for row in await rows(core, JournalRow)]
    assert (told.count("window_told"), told.count("route_published")) == (4, 1)
    with pytest.raises(Outdated):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    with pytest.raises(PlanPublished):
        await core.execute(house.otto, PublishRoutes(plan.id, done.version))
    with pytest.raises(PlanPublished):
        await house.plan(version=done.version)


async def test_a_day_that_has_begun_is_planned_from_now_on_and_one_that_is_over_not_at_all(
    core: Core, house: Dispatch, clock: FixedClock
) -> None:
    """A draft of the evening before is published late, planned again at 13:07, and looked at after work."""
    plan = await house.plan()
    clock.advance(datetime(2025, 10, 15, 8, 31, tzinfo=UTC) - clock.now())
    before = await how_many(core, *_TABLES)
    with pytest.raises(PlanLate):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    assert await how_many(core, *_TABLES) == before
    now = datetime(2025, 10, 15, 13, 7, tzinfo=UTC)
    clock.advance(now - clock.now())
    plan = await house.plan(version=plan.version)
    assert [route.starts_at for route in plan.routes] == [now]
    clock.advance(timedelta(minutes=20))  # it was looked at for a while
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    windows = [
        stop.window
        for route in (await core.ask(house.otto, ShowRoutes(plan.id))).routes
        for stop in route.stops
    ]
    assert len(windows) == 4
    assert all(window and window[0] >= datetime(2025, 10, 15, 13, 15, tzinfo=UTC) for window in windows)
    await write(core, update(RouteStopRow).values(state="cancelled"))
    await write(core, update(RoutePlanRow).values(published_at=None))
    clock.advance(timedelta(hours=4))
    with pytest.raises(DayUnplannable):
        await house.plan(version=plan.version + 1)


async def test_a_wish_for_a_van_that_has_left_the_depot_holds_nobody_up(core: Core, house: Dispatch) -> None:
    """Nobody could take it back: every button of the plan would be refused for it."""
    await make_van(core, house.warehouse_id, None, "V3", active=False)
    plan = await house.plan()
    (stop, *_), van = plan.routes[0].stops, plan.routes[0].van.code
    pins = {key_of(stop): van}
    plan = await house.plan(version=1, wishes=Wishes(extra=("V3",), pins=pins, locked=(van,)))
    assert plan.wishes == Wishes(extra=("V3",), pins=pins, locked=(van,))
    await core.execute(house.otto, ArchiveVan("V3"))
    await make_warehouse(core, "PHX")
    await core.execute(house.otto, PutVan(van, "PHX", 1_000, 10_000, "8:00-17:00"))
    plan = await core.ask(house.otto, ShowRoutes(plan.id))
    assert plan.wishes == Wishes()
    again = await house.plan(version=2, wishes=plan.wishes)
    assert set(served(again)) == {"V1", "V2"} - {van}


async def test_nothing_is_published_that_nobody_can_drive_or_nobody_wants(
    core: Core, house: Dispatch
) -> None:
    plan = await house.plan()
    van = plan.routes[0].van.code
    await core.execute(house.otto, SetVanDriver(van, None))
    before = await how_many(core, *_TABLES)
    with pytest.raises(DriverMissing):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    await core.execute(house.otto, SetVanDriver(van, house.dan.person_id))
    await write(core, update(OrderRow).where(OrderRow.number == "B2B-2025-1").values(state="cancelled"))
    with pytest.raises(PlanStale) as refusal:
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    assert refusal.value.fields["orders"] == ["B2B-2025-1"]
    assert [*await how_many(core, *_TABLES)][:4] == before[:4]
    assert (await rows(core, RoutePlanRow))[0].published_at is None


async def test_one_driver_has_one_van_a_day(core: Core) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    await core.execute(house.otto, SetVanDriver("V2", house.dan.person_id))
    plan = await house.plan()
    with pytest.raises(DriverTwice):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))


async def test_goods_on_the_route_of_one_day_are_not_planned_for_another(core: Core, house: Dispatch) -> None:
    plan = await house.plan()
    await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    await make_van(core, house.warehouse_id, None, "V3")
    with pytest.raises(NothingToBring):
        await core.execute(house.otto, PlanRoutes("LA", TOMORROW + timedelta(days=1)))
