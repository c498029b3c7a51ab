"""The 27-stop day of the public data as a day of the house: its vans, places, hours, goods and roads.

Weights, volumes, hours, minutes at the door, skills and seconds of driving are the data's; coordinates are
those of the Solomon instance that it was drawn from, an eightieth of a degree to ten of its units.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.routing.formats.instances import read_instance

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[3] / "shared" / "data"))
_DAY = DATA / "dispatch-27" / "normal.json"
_PLACES = DATA / "vrptw-solomon-100" / "instances" / "RC101.txt"
needs_van_day = pytest.mark.skipif(
    not (_DAY.is_file() and _PLACES.is_file()), reason="the data set dispatch-27 is not there"
)
# The data tells seconds only: at 36 km/h a second is ten metres.
METRES_A_SECOND = 10
VAN_COLUMNS = (
    "code,warehouse,max_weight_kg,max_volume_l,driver_phone,skills,cost_per_km,cost_per_hour,cost_per_day,"
    "co2_g_per_km,shift_from,shift_until"
)


@dataclass(frozen=True, slots=True)
class VanDay:
    """stops[0] is the depot; places and travel go by the stops' numbers."""

    stops: list[dict[str, Any]]
    vehicles: list[dict[str, Any]]
    travel: list[list[int]]
    places: list[tuple[float, float]]

    def dealers(self) -> Iterator[tuple[str, dict[str, Any], tuple[float, float]]]:
        """Code of a dealer, its stop and its place, in the given order."""
        for stop, place in zip(self.stops[1:], self.places[1:], strict=True):
            yield dealer_code(stop["id"]), stop, place

    def van_rows(self, phones: list[str]) -> list[tuple[str, ...]]:
        """Rows of the table of vans; the longest shift of the data is left to the planner's costs."""
        return [
            (
                f"V{at}", "LA", str(van["weight"]), str(van["volume"]), phone, ";".join(van["skills"]),
                "0.50", "20", "50", "250", *(clock(second) for second in van["window"]),
            )
            for at, (van, phone) in enumerate(zip(self.vehicles, phones, strict=True), start=1)
        ]  # fmt: skip

    def receiving_row(self, code: str, stop: dict[str, Any]) -> tuple[str, ...]:
        hours = "-".join(clock(second) for second in stop["window"])
        return code, "MAIN", hours, str(stop["service"] // 60), ";".join(stop["skills"])

    def seconds(self, one: str, other: str) -> int:
        """Between two places as a routing server is asked for them: "longitude,latitude"."""
        return self.travel[self._nearest(one)][self._nearest(other)]

    def _nearest(self, point: str) -> int:
        longitude, latitude = (float(part) for part in point.split(","))
        away = [(latitude - y) ** 2 + (longitude - x) ** 2 for y, x in self.places]
        return away.index(min(away))


def dealer_code(number: int) -> str:
    return f"STOP{number:02}"


def clock(second: int) -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}"


def read_van_day() -> VanDay:
    day = json.loads(_DAY.read_text(encoding="utf8"))
    nodes = read_instance(_PLACES.read_text(encoding="utf8")).nodes[: len(day["stops"])]
    places = [(round(34 + float(node.y) / 800, 5), round(float(node.x) / 800 - 118.2, 5)) for node in nodes]
    assert len(set(places)) == len(places)
    return VanDay(day["stops"], day["vehicles"], day["travel"], places)


@asynccontextmanager
async def roads_of(day: VanDay) -> AsyncIterator[str]:
    """Address of a routing server (OSRM's table service) that knows the data's seconds."""

    async def answer(request: web.Request) -> web.Response:
        points = request.match_info["points"].split(";")
        rows, columns = (
            [points[int(at)] for at in request.query[name].split(";")] for name in ("sources", "destinations")
        )
        durations = [[day.seconds(one, other) for other in columns] for one in rows]
        distances = [[METRES_A_SECOND * seconds for seconds in row] for row in durations]
        return web.json_response({"durations": durations, "distances": distances})

    app = web.Application()
    app.router.add_get("/table/v1/driving/{points}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url(""))
