"""A day is planned on the house's routing server's roads, and on reckoned ones where it does not answer."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.dispatch.plan_types import RoadSource
from core.infra.door import Core
from tests.core.dispatch.house import Dispatch, make_dispatch


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
