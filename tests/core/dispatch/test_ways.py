"""A day is planned on the house's routing server's roads, and on reckoned ones where it does not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import update

from core.bootstrap import build
from core.dispatch.plan_types import RoadSource
from core.dispatch.tables import VanRow
from core.dispatch.ways import house_book
from core.infra.door import Core
from core.jobs.clock import warm_up
from core.kernel.clock import FixedClock
from core.orders.types import Window
from core.routing import types as routing
from core.routing.engine.checking import faults_of
from core.routing.engine.planning import plan_day
from core.routing.engine.road_book import roads_between
from tests.core.dispatch.house import PLACES, Dispatch, make_dispatch, make_fleet, put_place
from tests.make import make_buyer, make_dealer, make_draft, make_stock, quote, set_cost
from tests.make.rows import write


@pytest.fixture
async def house(core: Core) -> Dispatch:
    return await make_dispatch(core)


def _use(core: Core, url: str) -> None:
    core.settings = core.settings.model_copy(update={"road_server_url": url})


async def test_ways_and_times_are_those_of_the_routing_server(core: Core, house: Dispatch) -> None:
    async def answer(request: web.Request) -> web.Response:
        rows, columns = (len(request.query[name].split(";")) for name in ("sources", "destinations"))
        assert request.path.startswith("/table/v1/driving/-118.200000,34.000000;")
        return web.json_response(
            {"durations": [[600.0] * columns] * rows, "distances": [[7000.0] * columns] * rows}
        )

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with TestServer(app) as server:
        _use(core, str(server.make_url("")))
        plan = await house.plan()
    (route,) = plan.routes
    assert plan.roads is RoadSource.SERVED
    assert (route.distance_m, route.drive_seconds) == (5 * 7_000, 5 * 600)
    assert plan.figures.given_m == 5 * 7_000


@pytest.mark.parametrize("status", [None, 503])
async def test_a_server_that_does_not_answer_leaves_reckoned_roads_and_the_plan_says_so(
    core: Core, house: Dispatch, status: int | None
) -> None:
    before = await house.plan()
    assert before.roads is RoadSource.RECKONED

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status or 200)

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with TestServer(app) as server:
        _use(core, "http://127.0.0.1:9" if status is None else str(server.make_url("")))
        plan = await house.plan(version=before.version)
    assert plan.roads is RoadSource.UNANSWERED
    assert plan.figures.distance_m == before.figures.distance_m


SPOTS = {"depot": (34.0, -118.2), **PLACES}


def write_table(path: Path, legs: Mapping[tuple[str, str, str], tuple[int, int]]) -> str:
    """A file of legs: (from, to, from which hour on) -> seconds and metres."""
    rows = ["from_latitude,from_longitude,to_latitude,to_longitude,from_time,seconds,metres"]
    for (start, end, hour), (seconds, metres) in legs.items():
        spots = ",".join(f"{degrees:.5f}" for degrees in (*SPOTS[start], *SPOTS[end]))
        rows.append(f"{spots},{hour},{seconds},{metres}")
    path.write_text("\n".join(rows), encoding="utf8")
    return str(path)


def ring() -> dict[tuple[str, str, str], tuple[int, int]]:
    """One-way streets: a quarter of an hour from each place to the next one of a ring, an hour against it;
    from ten o'clock on three times as long.
    """
    names = list(SPOTS)
    legs = {}
    for at, start in enumerate(names):
        for step in range(1, len(names)):
            end = names[(at + step) % len(names)]
            quick, way = (900, 9_000) if step == 1 else (3_600, 40_000)
            legs[start, end, "00:00"] = (quick, way)
            legs[start, end, "10:00"] = (3 * quick, way)
    return legs


async def test_a_plan_goes_by_the_houses_table_its_one_way_streets_and_its_hours(
    core: Core, house: Dispatch, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "roads.csv", ring())
    core.settings = core.settings.model_copy(update={"road_table": table})
    plan = await house.plan()
    (route,) = plan.routes
    assert plan.roads is RoadSource.FILED
    assert [stop.dealer for stop in route.stops] == list(PLACES)
    assert route.distance_m == 5 * 9_000
    # Leaves at 8:00: four legs of 15 minutes with ten at each door, and at 9:40 20 of the 15 minutes home
    # are within the quick hours.
    assert [f"{stop.eta:%H:%M}" for stop in route.stops] == ["08:15", "08:40", "09:05", "09:30"]
    assert route.drive_seconds == 5 * 900

    # Who leaves later drives into the slow hours in the middle of a leg: a third of it takes long.
    await write(core, update(VanRow).values(shift_from="09:50"))
    later = await house.plan(version=plan.version)
    (slow,) = later.routes
    assert (f"{slow.starts_at:%H:%M}", f"{slow.stops[0].eta:%H:%M}") == ("09:50", "10:15")
    assert [stop.dealer for stop in slow.stops] == list(PLACES)
    # A second more: the leg that crosses into them is rounded up once for each part.
    assert slow.drive_seconds == (600 + 900) + 4 * 2_700 + 1


async def test_an_independent_check_finds_no_fault_in_a_plan_on_roads_by_the_hour(
    core: Core, house: Dispatch, tmp_path: Path
) -> None:
    table = write_table(tmp_path / "roads.csv", ring())
    book = house_book(core.settings.model_copy(update={"road_table": table}))
    places = [routing.Place(name, *spot) for name, spot in SPOTS.items()]
    roads, unknown = roads_between(book, places)
    assert (unknown, roads.varies) == (0, True)
    problem = routing.Problem(
        places, roads,
        [routing.Van("V1", "depot", "depot", routing.Load(9, 9), (35_400, 64_800))],
        [routing.Stop(name, name, windows=(routing.Window(36_000, 64_800),)) for name in PLACES],
        [routing.Depot("depot")],
    )  # fmt: skip
    plan = plan_day(problem, 1, routing.Budget(iterations=100))
    assert faults_of(problem, plan) == []
    assert not plan.unserved
    free = replace(problem, roads=routing.Roads(roads.metres, roads.seconds[:1]))
    assert faults_of(free, plan) != []  # the same plan on other hours would be late


async def test_places_that_the_table_does_not_know_are_reckoned_and_the_plan_says_so(
    core: Core, house: Dispatch, tmp_path: Path
) -> None:
    legs = {key: leg for key, leg in ring().items() if "South Two" not in key}
    core.settings = core.settings.model_copy(update={"road_table": write_table(tmp_path / "roads.csv", legs)})
    plan = await house.plan()
    assert plan.roads is RoadSource.PARTLY
    assert {stop.dealer for route in plan.routes for stop in route.stops} == set(PLACES)


@pytest.mark.parametrize("text", ["", "from_latitude\n1", "{}", "\ud83d"])
async def test_a_table_that_cannot_be_read_leaves_reckoned_roads_and_the_plan_says_so(
    core: Core, house: Dispatch, tmp_path: Path, text: str
) -> None:
    before = await house.plan()
    path = tmp_path / "roads.csv"
    path.write_bytes(text.encode("utf8", "surrogatepass"))
    core.settings = core.settings.model_copy(update={"road_table": str(path)})
    plan = await house.plan(version=before.version)
    assert (plan.roads, plan.figures.distance_m) == (RoadSource.UNREADABLE, before.figures.distance_m)
    core.settings = core.settings.model_copy(update={"road_table": str(tmp_path / "none.csv")})
    plan = await house.plan(version=plan.version)
    assert plan.roads is RoadSource.UNREADABLE


async def test_speeds_of_reckoned_roads_are_the_houses_own(core: Core, house: Dispatch) -> None:
    core.settings = core.settings.model_copy(update={"road_speeds": {"00:00": 36}})
    plan = await house.plan()
    assert plan.roads is RoadSource.RECKONED
    (route,) = plan.routes
    # Ten metres a second, each leg rounded up.
    assert 0 <= route.drive_seconds - route.distance_m / 10 <= 5


async def test_windows_go_by_the_roads_that_the_server_told_and_where_it_told_none_it_is_counted(
    core: Core, clock: FixedClock
) -> None:
    house = await make_fleet(core)
    await make_stock(core, house.crate, house.warehouse_id, 1_000)
    await set_cost(core, house.crate, "110")
    buyers = {}
    for name in ("North One", "South One"):
        house.dealers[name] = await make_dealer(core, name)
        await put_place(core, house.dealers[name], *PLACES[name])
        buyers[name] = await make_buyer(core, house.dealers[name])
        await make_draft(core, buyers[name], [(house.crate, 10)])

    async def answer(request: web.Request) -> web.Response:
        """Nothing leads to the north but a road of three hours; all else is a minute away."""
        points = request.path.rsplit("/", 1)[1].split(";")
        rows, columns = (
            [points[int(at)] for at in request.query[name].split(";")] for name in ("sources", "destinations")
        )
        far = ["34.05" in one for one in points]
        is_far = dict(zip(points, far, strict=True))
        times = [[10_800.0 if is_far[a] != is_far[b] else 60.0 for b in columns] for a in rows]
        return web.json_response({"durations": times, "distances": times})

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with TestServer(app) as server:
        _use(core, str(server.make_url("")))
        reckoned = {name: (await quote(core, buyer)).windows for name, buyer in buyers.items()}
        assert counted(core) == {"reckoned": 2}
        await warm_up(core)
        restarted = build(core.settings, clock=clock)
        try:
            await warm_up(restarted)
            first = {name: (await quote(restarted, buyer)).windows for name, buyer in buyers.items()}
            assert counted(restarted) == {"known": 2}
        finally:
            await restarted.close()
    clock.advance(timedelta(minutes=1))
    known = {name: (await quote(core, buyer)).windows for name, buyer in buyers.items()}
    assert counted(core) == {"reckoned": 2, "known": 2}
    # Out at eight: the north is reached at eleven, and with the ride home by five no later than two.
    assert hours(reckoned["North One"]) == hours(reckoned["South One"]) == ["10-12", "12-14"]
    assert hours(known["North One"]) == ["11-13", "13-15"]
    assert hours(known["South One"]) == ["09-11", "12-14"]
    # A process that has just been started knows as much, though the clock's slot was done by another one.
    assert first == known


def hours(windows: Sequence[Window]) -> list[str]:
    return [f"{since:%H}-{until:%H}" for since, until in windows]


def counted(core: Core) -> dict[str, int]:
    (family,) = core.telemetry.roads.collect()
    return {one.labels["roads"]: int(one.value) for one in family.samples if one.name.endswith("_total")}
