"""Which roads a day is planned on: those of the house's routing server, of its table of roads, or reckoned
ones where there is neither or it cannot be had. A server is asked with no transaction open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import structlog

from core.dispatch.engine.blocking import blocked, spots_of
from core.dispatch.plan_types import RoadSource, RoadTrouble
from core.infra.settings import Settings
from core.infra.transaction import Snapshot
from core.kernel.ids import WarehouseId
from core.routing.engine.road_book import RoadBook, roads_between
from core.routing.engine.roads import SPEEDS_BY_HOUR, roads_by_hour
from core.routing.errors import BadProblem
from core.routing.formats.road_tables import read_road_table, seconds_of_clock
from core.routing.road_server import RoadServer, RoadsUnavailable, ServerKind, served_roads
from core.routing.types import Place, Problem, Roads

# A plan that is looked at beside another one cannot wait longer.
_SECONDS = 15.0
_log = structlog.get_logger()

Hours = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where roads come from besides the day's own book. percents: of a server's time, by the hour.

    is_filed: the book is of a table of the house; is_readable: that could be read.
    """

    server: RoadServer | None = None
    percents: Hours = ()
    is_filed: bool = False
    is_readable: bool = True


RECKONING = Ways()


def ways_of(settings: Settings) -> Ways:
    server = None
    if settings.road_server_url:
        kind = ServerKind(settings.road_server_kind)
        server = RoadServer(kind, settings.road_server_url, settings.road_server_profile)
    is_readable = not settings.road_table or house_book(settings).roads is not None
    return Ways(server, _hours(settings.road_percents), bool(settings.road_table), is_readable)


def book_of(snap: Snapshot, warehouse_id: WarehouseId) -> RoadBook:
    """What this process knows of the roads around a depot: told by the server, or read from the table."""
    told: RoadBook | None = snap.cache.last(book_key(warehouse_id)) if snap.settings.road_server_url else None
    return house_book(snap.settings) if told is None else told


def book_key(warehouse_id: WarehouseId) -> tuple[str, WarehouseId]:
    """Where this process keeps what the server has told of a depot's roads."""
    return "road book", warehouse_id


def house_book(settings: Settings) -> RoadBook:
    """The house's table of roads, read again when the file has changed; one that cannot be read is none."""
    speeds = _hours(settings.road_speeds) or SPEEDS_BY_HOUR
    if not settings.road_table:
        return _reckoning(speeds)
    try:
        changed = Path(settings.road_table).stat().st_mtime_ns
        return _read_book(settings.road_table, changed, speeds, _hours(settings.road_percents))
    except (OSError, UnicodeDecodeError, BadProblem) as error:
        _log.warning("dispatch.no_roads", table=settings.road_table, why=str(error))
        return _reckoning(speeds)


@lru_cache(maxsize=4)
def _reckoning(speeds: Hours) -> RoadBook:
    return RoadBook(speeds=speeds)


@lru_cache(maxsize=4)
def _read_book(path: str, _changed: int, speeds: Hours, percents: Hours) -> RoadBook:
    places, roads = read_road_table(Path(path).read_text(encoding="utf8"))
    return RoadBook(places, _by_hour(roads, percents), speeds)


def _hours(by_clock: dict[str, int]) -> Hours:
    return tuple(sorted((seconds_of_clock(clock), figure) for clock, figure in by_clock.items()))


def _by_hour(roads: Roads, percents: Hours) -> Roads:
    return roads if roads.varies or not percents else roads_by_hour(roads, percents)


async def on_roads(
    ways: Ways, problem: Problem, book: RoadBook, troubles: Sequence[RoadTrouble] = ()
) -> tuple[Problem, RoadSource]:
    """The problem, whose roads are the book's, on the server's; as it is where that gives no table.

    troubles: what is closed or slow on these roads, whosever they are.
    """
    places = [*problem.places, *spots_of(troubles)]
    roads, unknown = roads_between(book, places)
    problem = replace(problem, places=places, roads=roads)
    if ways.server is None:
        return blocked(problem, troubles), _source(ways, unknown)
    told = await ask_server(ways, places)
    if told is None:
        return blocked(problem, troubles), RoadSource.UNANSWERED
    return blocked(replace(problem, roads=told), troubles), RoadSource.SERVED


def _source(ways: Ways, unknown: int) -> RoadSource:
    if not ways.is_filed:
        return RoadSource.RECKONED
    if not ways.is_readable:
        return RoadSource.UNREADABLE
    return RoadSource.PARTLY if unknown else RoadSource.FILED


async def ask_server(ways: Ways, places: Sequence[Place]) -> Roads | None:
    """The server's roads between places, by the hour; None, and a line in the log, where it gives none."""
    if ways.server is None:
        return None
    try:
        async with asyncio.timeout(_SECONDS):
            return _by_hour(await served_roads(ways.server, places), ways.percents)
    except (RoadsUnavailable, TimeoutError) as error:
        _log.warning("dispatch.no_roads", server=ways.server.url, why=str(error) or "too slow")
        return None
