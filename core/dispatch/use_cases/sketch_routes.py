"""The days that windows are offered for are searched in the background, so that much fits into them.

A quote only inserts into the routes that are there, which grow dear as orders come; every now and then the
clock has them planned from nothing, and the better ones are kept in this process. With them go the roads that
a routing server tells: a quote asks no server, it goes by what is known of the roads between the depot and
the dealers' places.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from core.dispatch.engine.problem import build_problem
from core.dispatch.engine.promising import sketch_of
from core.dispatch.engine.standing import metres_between
from core.dispatch.plan_types import DayFacts, Wishes
from core.dispatch.promises import DayBook, foreseen_facts, next_working, searched_key
from core.dispatch.repository import places, vans
from core.dispatch.solving import run_sketcher
from core.dispatch.ways import Ways, ask_server, book_key, house_book, tuned, ways_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command
from core.kernel.ids import WarehouseId
from core.routing.engine.road_book import RoadBook
from core.routing.types import Place

# So few stops are as good put in one by one.
_FEW = 3
# 36 questions of 50 x 50 places.
MOST_PLACES = 299
_ROADS_STAND = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class SketchRoutes(Command[int]):
    """How many days were searched anew: the next two working days of each depot, where orders came."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class RoadsWanted:
    """Places around a depot whose roads are not known, or not any more."""

    warehouse_id: WarehouseId
    places: tuple[Place, ...]
    speeds: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days to search, and roads to ask for."""

    days: tuple[DayFacts, ...]
    roads: tuple[RoadsWanted, ...]
    ways: Ways


@dataclass(frozen=True, slots=True)
class Searched:
    days: tuple[DayBook, ...]
    roads: tuple[tuple[WarehouseId, RoadBook], ...]


async def prepare_sketches(snap: Snapshot, command: SketchRoutes) -> Wanted:
    """The days that are not as they were searched last, and that nobody has planned; the roads to ask for."""
    ways = ways_of(snap.settings)
    roads = await _roads_wanted(snap) if ways.server is not None else ()
    return Wanted(await _days_wanted(snap), roads, ways)


async def _roads_wanted(snap: Snapshot) -> tuple[RoadsWanted, ...]:
    """Of each depot with its nearest places, where one is new or what is known is old."""
    spots = await places.list_positions(snap)
    found = []
    for depot in await vans.depots(snap):
        centre = depot.position
        if centre is None:
            continue
        near = sorted(spots, key=partial(metres_between, centre))[:MOST_PLACES]
        wanted = tuple(
            Place(str(at), spot.latitude, spot.longitude) for at, spot in enumerate((centre, *near))
        )
        known: RoadBook | None = snap.cache.last(book_key(depot.warehouse_id))
        asked_at = snap.cache.last(_asked_key(depot.warehouse_id))
        is_fresh = asked_at is not None and snap.now - asked_at < _ROADS_STAND
        if known is None or known.places != wanted or not is_fresh:
            found.append(RoadsWanted(depot.warehouse_id, wanted, house_book(snap.settings).speeds))
    return tuple(found)


def _asked_key(warehouse_id: WarehouseId) -> tuple[str, WarehouseId]:
    return "roads asked", warehouse_id


async def _days_wanted(snap: Snapshot) -> tuple[DayFacts, ...]:
    found = []
    for depot in await vans.depots(snap):
        if depot.position is None:
            continue
        today = local_day(snap.now, depot.zone)
        for day in (next_working(today), next_working(next_working(today))):
            facts = await foreseen_facts(snap, depot.warehouse_id, day)
            if facts is None or facts.seen or len(facts.drops) < _FEW:
                continue
            known: DayBook | None = snap.cache.last(searched_key(depot.warehouse_id, day))
            if known is None or known.facts != facts or known.facts.roads is not facts.roads:
                found.append(facts)
    return tuple(found)


async def search_sketches(wanted: Wanted) -> Searched:
    """Less than a second of computing a day, and the server's own time; done apart."""
    books = {}
    for one in wanted.roads:
        roads = await ask_server(wanted.ways, one.places)
        if roads is not None:
            books[one.warehouse_id] = RoadBook(one.places, roads, one.speeds)
    days = []
    for facts in wanted.days:
        told = replace(facts, roads=_roads_now(facts, books.get(facts.depot.warehouse_id)))
        days.append(DayBook(told, sketch_of(await run_sketcher(build_problem(told, Wishes())))))
    return Searched(tuple(days), tuple(books.items()))


def _roads_now(facts: DayFacts, told: RoadBook | None) -> RoadBook:
    return facts.roads if told is None else tuned(told, facts.policy.road_pct, facts.policy.speed_pct)


async def keep_sketches(tx: Transaction, command: SketchRoutes, found: Searched) -> int:
    for warehouse_id, roads in found.roads:
        await _keep(tx, book_key(warehouse_id), roads)
        await _keep(tx, _asked_key(warehouse_id), tx.now)
    for book in found.days:
        await _keep(tx, searched_key(book.facts.depot.warehouse_id, book.facts.day), book)
    return len(found.days)


async def _keep(tx: Transaction, key: Hashable, value: object) -> None:
    async def ready() -> object:
        return value

    await tx.cache.get(key, tx.now, ready)
