"""Ways between places, reckoned or asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.routing.engine.roads import reckoned_roads, roads_by_hour, slowed_roads
from core.routing.road_server import RoadServer, RoadsUnavailable, ServerKind, served_roads
from core.routing.types import UNREACHABLE, Place

PLACES = [Place("a", 41.88, -87.63), Place("b", 41.97, -87.63)]


def test_reckoned_roads_are_the_straight_line_with_a_factor() -> None:
    roads = reckoned_roads(PLACES, factor=1.0, speeds=((0, 36), (3600, 72)))
    assert roads.metres.tolist() == [[0, 10_008], [10_008, 0]]
    assert roads.seconds[:, 0, 1].tolist() == [1001, 501]
    with pytest.raises(ValueError, match="above 0"):
        reckoned_roads(PLACES, speeds=((0, 0),))
    with pytest.raises(ValueError, match="follow"):
        reckoned_roads(PLACES, speeds=((10, 5), (10, 6)))


def test_roads_can_be_slowed_closed_and_told_by_the_hour() -> None:
    roads = reckoned_roads(PLACES, factor=1.0, speeds=((0, 36),))
    slow = slowed_roads(roads, PLACES, [("a", "b", 250), ("b", "a", 0)])
    assert (slow.seconds[0, 0, 1], slow.seconds[0, 1, 0]) == (2503, UNREACHABLE)
    assert roads.seconds[0, 0, 1] == 1001
    rush = roads_by_hour(roads, ((0, 100), (7 * 3600, 150)))
    assert (rush.from_times, rush.seconds[1, 0, 1]) == ((0, 7 * 3600), 1502)
    with pytest.raises(ValueError, match="one table"):
        roads_by_hour(rush, ((0, 100),))


def _served(answer: Any) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    return app


async def test_a_table_of_osrm_is_asked_for_in_blocks_and_a_missing_way_is_no_road() -> None:
    asked: list[tuple[int, int]] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.path.startswith("/table/v1/driving/-87.630000,41.880000;")
        rows = request.query["sources"].split(";")
        columns = request.query["destinations"].split(";")
        points = [tuple(map(float, point.split(","))) for point in request.path.rsplit("/", 1)[1].split(";")]
        asked.append((len(rows), len(columns)))
        times = [
            [None if points[int(b)][0] > 0 else 1.2 + points[int(b)][1] - 41.88 for b in columns]
            for _ in rows
        ]
        return web.json_response(
            {"code": "Ok", "durations": times, "distances": [[7.4] * len(columns)] * len(rows)}
        )

    async with TestServer(_served(answer)) as server:
        places = [Place(f"{at}", 41.88, -87.63) for at in range(60)] + [Place("island", 41.88, 20.0)]
        roads = await served_roads(RoadServer(ServerKind.OSRM, str(server.make_url("/"))), places)
    assert sorted(asked) == [(11, 11), (11, 50), (50, 11), (50, 50)]
    assert (roads.seconds[0, 0, 1], roads.metres[0, 1]) == (2, 7)
    assert np.all(roads.seconds[0, :60, 60] == UNREACHABLE)
    assert np.all(np.diag(roads.seconds[0]) == 0)


async def test_a_table_of_valhalla_is_in_kilometres() -> None:
    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        assert (request.path, body["costing"]) == ("/sources_to_targets", "truck")
        cells = [
            [{"time": 10 * a + b, "distance": 1.5} for b in range(len(body["targets"]))]
            for a in range(len(body["sources"]))
        ]
        return web.json_response({"sources_to_targets": cells})

    async with TestServer(_served(answer)) as server:
        roads = await served_roads(RoadServer(ServerKind.VALHALLA, str(server.make_url("")), "truck"), PLACES)
    assert roads.seconds[0].tolist() == [[0, 1], [10, 0]]
    assert roads.metres.tolist() == [[0, 1500], [1500, 0]]


@pytest.mark.parametrize(
    ("status", "text", "sentence"),
    [
        (400, "Too many coordinates", "answered 400: Too many"),
        (200, "<html>", "gave no table"),
        (200, '{"durations": [[0]]}', "another form"),
        (200, '{"durations": [[0]], "distances": [[0]]}', "another form"),
    ],
)
async def test_a_server_that_gives_no_table_is_told_apart(status: int, text: str, sentence: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text)

    async with TestServer(_served(answer)) as server:
        with pytest.raises(RoadsUnavailable, match=sentence):
            await served_roads(RoadServer(ServerKind.OSRM, str(server.make_url(""))), PLACES)
    with pytest.raises(RoadsUnavailable, match="gave no table"):
        await served_roads(RoadServer(ServerKind.OSRM, "http://127.0.0.1:9"), PLACES)
