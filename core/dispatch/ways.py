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
from core.dispatch.plan_types import AS_USUAL, DayFacts, RoadSource, RoutingPolicy
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


def roads_of(snap: Snapshot, warehouse_id: WarehouseId, policy: RoutingPolicy) -> RoadBook:
    """The book of a depot, where legs that it does not know are reckoned as the office says."""
    return tuned(book_of(snap, warehouse_id), policy.road_pct, policy.speed_pct)


@lru_cache(maxsize=16)
def tuned(book: RoadBook, road_pct: int, speed_pct: int) -> RoadBook:
    """per cent of the straight line, and of the book's speeds."""
    if (road_pct, speed_pct) == (AS_USUAL.road_pct, AS_USUAL.speed_pct):
        return book
    speeds = tuple((since, max(speed * speed_pct // 100, 1)) for since, speed in book.speeds)
    return replace(book, factor=road_pct / 100, speeds=speeds)


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


async def on_roads(ways: Ways, problem: Problem, facts: DayFacts) -> tuple[Problem, RoadSource]:
    """The problem of those facts, on the roads of the book that they know, or on the server's.

    What is closed or slow is so on these roads, whosever they are.
    """
    places = [*problem.places, *spots_of(facts.troubles)]
    roads, unknown = roads_between(facts.roads, places)
    source = _source(ways, unknown)
    if ways.server is not None:
        told = await ask_server(ways, places)
        source = RoadSource.UNANSWERED if told is None else RoadSource.SERVED
        roads = roads if told is None else told
    problem = replace(problem, places=places, roads=roads)
    return blocked(problem, facts.troubles, facts.midnight), source


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
