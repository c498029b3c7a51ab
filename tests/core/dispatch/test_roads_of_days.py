"""H2: roads closed tomorrow are remembered, obeyed by whoever plans that day, and free at their end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.dispatch.errors import DepotUnplaced, RoadOver, RoadsChanged
from core.dispatch.plan_types import RoadTrouble, end_of
from core.dispatch.tables import RoadTroubleRow, RoutePlanRow
from core.dispatch.use_cases.keep_roads import ForeseeRoads, KnownRoads, ListRoads, NoteRoads
from core.dispatch.use_cases.plan_routes import CompareRoutes, ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import Outdated
from tests.core.dispatch.house import PLACES, TOMORROW, Dispatch, how_many, make_dispatch
from tests.core.dispatch.test_closed_roads import AROUND_NORTH_TWO, trouble
from tests.core.dispatch.test_promises import at, shop
from tests.core.dispatch.test_promises import house as house
from tests.make import make_draft, make_warehouse, quote, rows

AFTER = TOMORROW + timedelta(days=1)


def around(name: str, **more: object) -> RoadTrouble:
    return trouble((name,), PLACES[name], **more)


async def note(house: Dispatch, day: date, *troubles: RoadTrouble) -> None:
    seen = (await known(house, day)).troubles
    await house.core.execute(house.otto, NoteRoads("LA", day, seen, troubles))


async def known(house: Dispatch, day: date) -> KnownRoads:
    (found,) = await house.core.ask(house.otto, ListRoads(day))
    return found


async def test_what_is_noted_for_a_day_nobody_has_planned_is_obeyed_by_its_plan(core: Core) -> None:
    house = await make_dispatch(core)
    before = await how_many(core, RoutePlanRow, RoadTroubleRow, JournalRow)
    seen = await core.ask(house.otto, ForeseeRoads("LA", TOMORROW, (AROUND_NORTH_TWO,)))
    assert seen.now is not None
    assert seen.then is not None
    assert (seen.put_off, seen.now.stops, seen.then.stops) == (("North Two",), 4, 3)
    assert await how_many(core, RoutePlanRow, RoadTroubleRow, JournalRow) == before
    await note(house, TOMORROW, AROUND_NORTH_TWO)
    found = await known(house, TOMORROW)
    assert (found.troubles, found.plan_id, found.planned) == ((AROUND_NORTH_TWO,), None, ())
    plan = await house.plan()
    assert [(one.dealer, one.why) for one in plan.left_out] == [("North Two", ("too_far",))]
    assert (plan.troubles, plan.is_outdated) == ((AROUND_NORTH_TWO,), False)
    noted = await rows(core, JournalRow, JournalRow.name == "roads_noted")
    assert [row.payload["roads"] for row in noted] == [["North Two"]]


async def test_a_draft_that_does_not_know_of_a_closed_road_is_not_published(core: Core) -> None:
    house = await make_dispatch(core)
    plan = await house.plan()
    compared = await core.ask(house.otto, CompareRoutes(plan.id, plan.wishes, (AROUND_NORTH_TWO,)))
    assert [one.dealer for one in compared.left_out] == ["North Two"]
    await note(house, TOMORROW, AROUND_NORTH_TWO)
    assert (await core.ask(house.otto, ShowRoutes(plan.id))).is_outdated is True
    before = await how_many(core, RoutePlanRow, JournalRow)
    with pytest.raises(RoadsChanged):
        await core.execute(house.otto, PublishRoutes(plan.id, plan.version))
    assert await how_many(core, RoutePlanRow, JournalRow) == before
    again = await house.plan(version=plan.version)
    assert again.is_outdated is False
    await core.execute(house.otto, PublishRoutes(again.id, again.version))


async def test_who_lies_in_a_circle_that_opens_at_eleven_is_served_after_eleven(core: Core) -> None:
    house = await make_dispatch(core)
    await note(house, TOMORROW, around("North Two", until=end_of(TOMORROW, "UTC", "11:00")))
    plan = await house.plan()
    assert plan.left_out == ()
    etas = {stop.dealer: stop.eta for route in plan.routes for stop in route.stops}
    assert etas["North Two"] >= datetime(2025, 10, 15, 11, 0, tzinfo=UTC)
    assert min(etas.values()) < datetime(2025, 10, 15, 11, 0, tzinfo=UTC)


async def test_a_road_closed_for_days_is_so_on_each_and_free_on_all_when_it_is_lifted(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core)
    long = around("North Two", until=end_of(TOMORROW, "UTC", AFTER))
    await note(house, TOMORROW, long)
    days = (TOMORROW, AFTER, AFTER + timedelta(days=1))
    assert [(await known(house, day)).troubles for day in days] == [(long,), (long,), ()]
    # Of the same road what was said last holds on its day, and behind it the rest of what was said before.
    slow = around("North Two", percent=50)
    clock.advance(timedelta(seconds=1))
    await note(house, TOMORROW, slow)
    assert [(await known(house, day)).troubles for day in days] == [(slow,), (long,), ()]
    await note(house, AFTER)
    assert [(await known(house, day)).later for day in days] == [(), (), ()]
    assert await rows(core, RoadTroubleRow) == []


async def test_an_ended_road_is_free_by_itself(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core)
    await note(house, TOMORROW, around("North Two", until=end_of(TOMORROW, "UTC", "11:00")))
    clock.advance(datetime(2025, 10, 15, 11, 0, tzinfo=UTC) - clock.now())
    assert (await known(house, TOMORROW)).troubles == ()


async def test_two_who_note_roads_of_a_day_at_once_do_not_forget_each_others(core: Core) -> None:
    house = await make_dispatch(core)
    await note(house, TOMORROW, AROUND_NORTH_TWO)
    before = await rows(core, RoadTroubleRow)
    with pytest.raises(Outdated):
        await core.execute(house.otto, NoteRoads("LA", TOMORROW, (), (around("South One"),)))
    assert await rows(core, RoadTroubleRow) == before


async def test_a_day_with_nothing_due_is_noted_and_one_that_has_gone_by_is_not(core: Core) -> None:
    house = await make_dispatch(core)
    seen = await core.ask(house.otto, ForeseeRoads("LA", AFTER - timedelta(days=5), (AROUND_NORTH_TWO,)))
    assert (seen.now, seen.then, seen.put_off) == (None, None, ())
    first = date(2025, 10, 1)
    past = trouble(("x",), (34.3, -118.2), since=first, until=end_of(first, "UTC"))
    with pytest.raises(RoadOver):
        await core.execute(house.otto, NoteRoads("LA", first, (), (past,)))
    await make_warehouse(core, "PHX")
    with pytest.raises(DepotUnplaced):
        await core.execute(house.otto, NoteRoads("PHX", TOMORROW, (), (AROUND_NORTH_TWO,)))
    assert await how_many(core, RoadTroubleRow, JournalRow) == [0, 0]


async def test_windows_of_a_day_on_which_nobody_gets_there_are_not_offered(
    core: Core, clock: FixedClock, house: Dispatch
) -> None:
    buyer = await shop(house, "North One")
    await make_draft(core, buyer, [(house.crate, 10)])
    assert {since.day for since, _ in (await quote(core, buyer)).windows} == {15}
    await note(house, TOMORROW, around("North One", until=end_of(TOMORROW, "UTC", "12:00")))
    clock.advance(timedelta(minutes=1))
    offered = (await quote(core, buyer)).windows
    assert offered
    assert all(since >= at(11) and until > at(12) for since, until in offered)
    await note(house, TOMORROW, around("North One"))
    clock.advance(timedelta(minutes=1))
    assert {since.day for since, _ in (await quote(core, buyer)).windows} == {16}
