"""H2: roads are closed or slow: vans go round, what cannot be reached is put off, the day remembers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.dispatch.errors import DepotCutOff, PlaceUnplaced, RoadOver, RoadUnfit
from core.dispatch.plan_types import PlanView, RoadTrouble, end_of
from core.dispatch.types import Position
from core.dispatch.use_cases.find_spot import FindSpot, Spot
from core.dispatch.use_cases.plan_routes import ShowRoutes
from core.dispatch.use_cases.replan_routes import ForeseeReplan, ReplanRoutes
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import DealerId
from tests.core.dispatch.house import PLACES, Dispatch, how_many, make_dispatch, put_place
from tests.core.dispatch.test_replanning import _TABLES, drive, new_events, publish
from tests.make import rows
from tests.make.rows import new_id

MORNING = datetime(2025, 10, 15, 8, 0, tzinfo=UTC)
# Half way from the depot (34.0) to the first place in the north (34.05).
DAY = MORNING.date()


def trouble(names: tuple[str, ...], *spots: tuple[float, float], **more: Any) -> RoadTrouble:
    """A circle of half a kilometre that is closed all day."""
    values: dict[str, Any] = {"radius_m": 500, "percent": None, "since": DAY, "until": end_of(DAY, "UTC")}
    return RoadTrouble(names, tuple(Position(*spot) for spot in spots), **(values | more))


ACROSS = trouble(("bridge",), (34.025, -118.2), radius_m=1_000)
AROUND_NORTH_TWO = trouble(("North Two",), PLACES["North Two"])


async def on_the_road(core: Core, clock: FixedClock) -> tuple[Dispatch, PlanView]:
    """Each van has two places to go to and stands at the depot."""
    house = await make_dispatch(core, weight_g=400_000)
    plan = await publish(house)
    clock.advance(MORNING - clock.now())
    await drive(core, plan, MORNING, stops=0)
    return house, plan


def metres(plan: PlanView) -> dict[str, int]:
    """How far each dealer is from the one before, by its route's first name."""
    return {route.stops[0].dealer[:5]: route.distance_m for route in plan.routes}


async def replan(house: Dispatch, **more: Any) -> PlanView:
    (plan_id,) = [row.id for row in await rows(house.core, _TABLES[0])]
    plan = await house.core.ask(house.otto, ShowRoutes(plan_id))
    await house.core.execute(house.otto, ReplanRoutes(plan.id, plan.version, **more))
    return await house.core.ask(house.otto, ShowRoutes(plan.id))


async def test_a_closed_road_is_gone_round_until_it_is_free_again(core: Core, clock: FixedClock) -> None:
    house, plan = await on_the_road(core, clock)
    before = await how_many(core, *_TABLES)
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, roads=(ACROSS,)))
    assert await how_many(core, *_TABLES) == before
    assert (seen.roads, seen.put_off) == ((ACROSS,), ())

    closed = await replan(house, roads=(ACROSS,))
    assert closed.troubles == (ACROSS,)
    was, now = metres(plan), metres(closed)
    # Of the way straight over the bridge 364 m more by two tangents and an arc, 473 on the road; of the way
    # that passes it on one side a part of that.
    assert 473 + 100 < now["North"] - was["North"] < 2 * 473
    assert now["South"] == was["South"]
    # Another replanning of the day goes by what is known; freed, all is as it was.
    assert metres(await replan(house)) == now
    free = await replan(house, roads=())
    assert (free.troubles, metres(free)) == ((), was)
    assert (await new_events(core, before[-1])).count("roads_noted") == 2
    noted = await rows(core, JournalRow, JournalRow.name == "roads_noted")
    assert sorted(row.payload["roads"] for row in noted) == [[], ["bridge"]]


async def test_a_place_in_a_closed_circle_is_put_off_and_the_others_are_served(
    core: Core, clock: FixedClock
) -> None:
    house, plan = await on_the_road(core, clock)
    seen = await core.ask(house.otto, ForeseeReplan(plan.id, roads=(AROUND_NORTH_TWO,)))
    assert seen.put_off == ("North Two",)
    done = await replan(house, roads=(AROUND_NORTH_TWO,))
    states = {stop.dealer: stop.state.value for route in done.routes for stop in route.stops}
    assert states == {
        "North One": "planned", "North Two": "cancelled", "South One": "planned", "South Two": "planned"
    }  # fmt: skip


async def test_a_slow_road_between_two_places_makes_the_second_late(core: Core, clock: FixedClock) -> None:
    house, plan = await on_the_road(core, clock)
    south = ("South One", "South Two")
    road = trouble(south, *(PLACES[name] for name in south), radius_m=0, percent=300)
    slow = await replan(house, roads=(road,))
    before = {stop.dealer: stop.eta for route in plan.routes for stop in route.stops}
    after = {stop.dealer: stop.eta for route in slow.routes for stop in route.stops}
    later = {dealer for dealer in after if after[dealer] > before[dealer]}
    assert len(later & {"South One", "South Two"}) == 1
    assert later <= {"South One", "South Two"}


async def test_a_day_that_is_not_published_is_planned_for_roads_known_to_be_closed(core: Core) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    plan = await house.plan(roads=(AROUND_NORTH_TWO,))
    assert [(one.dealer, one.why) for one in plan.left_out] == [("North Two", ("too_far",))]
    assert plan.troubles == (AROUND_NORTH_TWO,)
    with pytest.raises(DepotCutOff):
        await house.plan(version=plan.version, roads=(_circle(34.0, 2_000),))


def _circle(latitude: float, radius: int, percent: int | None = None, **more: Any) -> RoadTrouble:
    return trouble(("x",), (latitude, -118.2), radius_m=radius, percent=percent, **more)


@pytest.mark.parametrize(
    ("roads", "refused"),
    [
        ((_circle(34.001, 500),), DepotCutOff),
        ((_circle(34.3, 99),), RoadUnfit),
        ((_circle(34.3, 50_001),), RoadUnfit),
        ((_circle(34.3, 500, 0),), RoadUnfit),
        ((_circle(34.3, 500, 401),), RoadUnfit),
        ((trouble(("a", "a"), (34.0, -118.2), (34.0, -118.2)),), RoadUnfit),
        ((trouble(()),), RoadUnfit),
        ((_circle(34.3, 500, until=MORNING),), RoadOver),
        ((_circle(34.3, 500, until=end_of(DAY, "UTC", "00:00")),), RoadOver),
        ((_circle(34.3, 500, until=end_of(DAY + timedelta(days=31), "UTC")),), RoadOver),
        (tuple(_circle(34.3 + at / 100, 500) for at in range(13)), RoadUnfit),
    ],
)
async def test_what_is_no_closed_road_is_refused_and_changes_nothing(
    core: Core, clock: FixedClock, roads: tuple[RoadTrouble, ...], refused: type[Refused]
) -> None:
    house, plan = await on_the_road(core, clock)
    before = await how_many(core, *_TABLES)
    with pytest.raises(refused):
        await core.ask(house.otto, ForeseeReplan(plan.id, roads=roads))
    with pytest.raises(refused):
        await core.execute(house.otto, ReplanRoutes(plan.id, plan.version, roads=roads))
    assert await how_many(core, *_TABLES) == before


async def test_a_road_is_named_by_a_dealer_whose_place_is_known(core: Core) -> None:
    house = await make_dispatch(core)
    north = house.dealers["North One"]
    assert await core.ask(house.otto, FindSpot(north)) == Spot("North One", Position(34.05, -118.20))
    await put_place(core, north, None, None)
    with pytest.raises(PlaceUnplaced):
        await core.ask(house.otto, FindSpot(north))
    with pytest.raises(NotFound):
        await core.ask(house.otto, FindSpot(DealerId(new_id(core))))
