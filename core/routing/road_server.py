"""Roads from a routing server of the operator's own: OSRM's table service or Valhalla's matrix.

OSRM: GET /table/v1/{profile}/{lon,lat;...}?sources=..&destinations=..&annotations=duration,distance, with
seconds and metres, null where there is no road. Valhalla: POST /sources_to_targets, with seconds and
kilometres. Both limit the size of one table, so it is asked for in blocks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import ceil
from typing import Any

import aiohttp
import numpy as np

from core.routing.types import UNREACHABLE, Place, Roads, Table

# OSRM refuses more than 100 coordinates a table unless it is started otherwise, Valhalla more than 2,500
# pairs: 50 x 50 suits both.
BLOCK = 50
SECONDS = 30


class RoadsUnavailable(RuntimeError):
    """The routing server gave no table; the text says why."""


class ServerKind(StrEnum):
    OSRM = "osrm"
    VALHALLA = "valhalla"


@dataclass(frozen=True, slots=True)
class RoadServer:
    """profile: OSRM's profile (driving) or Valhalla's costing (auto, truck)."""

    kind: ServerKind
    url: str
    profile: str = "driving"


async def served_roads(server: RoadServer, places: Sequence[Place]) -> Roads:
    """All ways between ``places``: seconds rounded up, metres to the nearest. Raises RoadsUnavailable."""
    size = len(places)
    metres: Table = np.zeros((size, size), dtype=np.int64)
    seconds: Table = np.zeros((size, size), dtype=np.int64)
    blocks = [range(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]
    ask = _ask_osrm if server.kind is ServerKind.OSRM else _ask_valhalla
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session:
            for rows, columns in product(blocks, blocks):
                times, ways = await ask(session, server, places, rows, columns)
                for a, (time_row, way_row) in zip(rows, zip(times, ways, strict=True), strict=True):
                    for b, time, way in zip(columns, time_row, way_row, strict=True):
                        if time is None or way is None:
                            seconds[a, b] = UNREACHABLE
                        else:
                            seconds[a, b], metres[a, b] = max(0, ceil(time)), max(0, round(way))
    except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError) as error:
        raise RoadsUnavailable(f"{server.url} gave no table: {error or type(error).__name__}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise RoadsUnavailable(f"{server.url} gave a table of another form.") from error
    np.fill_diagonal(seconds, 0)
    np.fill_diagonal(metres, 0)
    return Roads(metres, seconds[None, :, :])


Rows = list[list[float | None]]


async def _answer(response: aiohttp.ClientResponse) -> Any:
    if response.status != 200:
        said = (await response.text())[:200]
        raise RoadsUnavailable(f"{response.url.origin()} answered {response.status}: {said}")
    return await response.json(content_type=None)


async def _ask_osrm(
    session: aiohttp.ClientSession, server: RoadServer, places: Sequence[Place], rows: range, columns: range
) -> tuple[Rows, Rows]:
    asked = [*rows, *(column for column in columns if column not in rows)]
    points = ";".join(f"{places[at].longitude:.6f},{places[at].latitude:.6f}" for at in asked)
    position = {at: index for index, at in enumerate(asked)}
    parameters = {
        "sources": ";".join(str(position[at]) for at in rows),
        "destinations": ";".join(str(position[at]) for at in columns),
        "annotations": "duration,distance",
    }
    url = f"{server.url.rstrip('/')}/table/v1/{server.profile}/{points}"
    async with session.get(url, params=parameters) as response:
        found = await _answer(response)
    return found["durations"], found["distances"]


async def _ask_valhalla(
    session: aiohttp.ClientSession, server: RoadServer, places: Sequence[Place], rows: range, columns: range
) -> tuple[Rows, Rows]:
    def points(which: range) -> list[dict[str, float]]:
        return [{"lat": places[at].latitude, "lon": places[at].longitude} for at in which]

    body = {"sources": points(rows), "targets": points(columns), "costing": server.profile, "units": "km"}
    async with session.post(f"{server.url.rstrip('/')}/sources_to_targets", json=body) as response:
        table = (await _answer(response))["sources_to_targets"]
    times = [[cell["time"] for cell in row] for row in table]
    ways = [[None if cell["distance"] is None else cell["distance"] * 1000 for cell in row] for row in table]
    return times, ways
