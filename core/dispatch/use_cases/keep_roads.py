"""Which roads are closed or slow around the depots: seen, foreseen for a day that nobody has planned, noted.

A day that is planned is planned again with what is said (`plan_routes`, `replan_routes`).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from core.dispatch.errors import DayUnplannable, NoVans
from core.dispatch.flow import Asked, ask, figures_of, find_depot, read_facts, solve
from core.dispatch.plan_types import Figures, LeftOut, RoadTrouble, Wishes
from core.dispatch.repository import roads, routes, vans
from core.dispatch.troubles import keep_troubles, troubles_of
from core.dispatch.types import Depot
from core.dispatch.ways import ways_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command, Query
from core.kernel.errors import Outdated


@dataclass(frozen=True, slots=True)
class KnownRoads:
    """What is closed or slow around a depot on a day from now on, and on any day (``later``).

    plan_id: the day's plan, None where nobody has planned it. planned: planned days from today on.
    """

    depot: Depot
    day: date
    troubles: tuple[RoadTrouble, ...]
    later: tuple[RoadTrouble, ...]
    plan_id: uuid.UUID | None
    is_published: bool
    planned: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class ListRoads(Query[tuple[KnownRoads, ...]]):
    """Of every depot whose place is known, by code; day None: today, as it is there."""

    permission = Permission.ROUTE_EDIT
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DayForeseen:
    """A day that nobody has planned, as it would be planned with the roads that are known, and with others.

    now, then: None where nothing is due yet, or no van goes. put_off: dealers who would be served now and not
    then.
    """

    depot: Depot
    day: date
    troubles: tuple[RoadTrouble, ...]
    now: Figures | None = None
    then: Figures | None = None
    put_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeseeRoads(Query[DayForeseen]):
    """Raises NotFound, DepotUnplaced, RoadUnfit, RoadOver, DepotCutOff."""

    permission = Permission.ROUTE_EDIT
    warehouse: str
    day: date
    troubles: tuple[RoadTrouble, ...]


@dataclass(frozen=True, slots=True)
class NoteRoads(Command[None]):
    """Which roads are closed or slow on a day, for whoever plans it; plans that are there stay as they are.

    seen: those that were known. Raises NotFound, DepotUnplaced, RoadUnfit, RoadOver, DepotCutOff, and
    Outdated where others are known by now.
    """

    permission = Permission.ROUTE_EDIT
    warehouse: str
    day: date
    seen: tuple[RoadTrouble, ...]
    troubles: tuple[RoadTrouble, ...]


Two = tuple[Asked, Asked] | None
Both = tuple[Figures, Figures, tuple[LeftOut, ...], tuple[LeftOut, ...]] | None


async def list_roads(snap: Snapshot, query: ListRoads) -> tuple[KnownRoads, ...]:
    found = []
    for depot in await vans.depots(snap):
        if depot.position is None:
            continue
        today = local_day(snap.now, depot.zone)
        day = query.day or today
        known = await roads.list_troubles(snap, depot.warehouse_id)
        plan = await routes.find_plan(snap, depot.warehouse_id, day)
        found.append(
            KnownRoads(
                depot,
                day,
                await troubles_of(snap, depot, day),
                tuple(known.values()),
                None if plan is None else plan.id,
                plan is not None and plan.published_at is not None,
                tuple(await roads.planned_days(snap, depot.warehouse_id, today)),
            )
        )
    return tuple(found)


async def prepare_roads(snap: Snapshot, query: ForeseeRoads) -> Two:
    """None where there is nothing to foresee."""
    depot = await find_depot(snap, query.warehouse)
    said = await troubles_of(snap, depot, query.day, query.troubles)
    facts = await read_facts(snap, depot, query.day)
    if not facts.drops:
        return None
    ways = ways_of(snap.settings)
    try:
        asked = ask(facts, Wishes(), ways)
    except (NoVans, DayUnplannable):
        return None
    return asked, replace(asked, facts=replace(facts, troubles=said))


async def solve_both(asked: Two) -> Both:
    """The day planned twice; seconds of computing, done apart."""
    if asked is None:
        return None
    now, then = [(await solve(one)).solved for one in asked]
    currency = asked[0].facts.vans[0].cost_per_day.currency
    return figures_of(now, currency), figures_of(then, currency), now.left_out, then.left_out


async def foresee_roads(snap: Snapshot, query: ForeseeRoads, both: Both) -> DayForeseen:
    depot = await find_depot(snap, query.warehouse)
    bare = DayForeseen(depot, query.day, query.troubles)
    if both is None:
        return bare
    now, then, lost, more = both
    known = {one.drop for one in lost}
    put_off = tuple(one.dealer for one in more if one.drop not in known)
    return replace(bare, now=now, then=then, put_off=put_off)


async def note_roads(tx: Transaction, command: NoteRoads) -> None:
    depot = await find_depot(tx, command.warehouse)
    await routes.lock_plan(tx, depot.warehouse_id, command.day)
    present = await troubles_of(tx, depot, command.day)
    if present != command.seen:
        raise Outdated(version=len(present))
    said = await troubles_of(tx, depot, command.day, command.troubles)
    await keep_troubles(tx, depot, command.day, said)
