"""Plan the vans of a depot and day, look at what a change would do, and look at what is planned (H1)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.dispatch.engine.windows import promises_of
from core.dispatch.errors import PlanPublished, VanUnknown
from core.dispatch.events import RoutesPlanned
from core.dispatch.flow import Answer, Asked, ask, figures_of, find_depot, read_facts, write_plan
from core.dispatch.plan_types import HIRED, DayFacts, Figures, LeftOut, PlanView, RoadTrouble, Wishes
from core.dispatch.repository import dues, routes, vans
from core.dispatch.troubles import is_outdated, keep_troubles
from core.dispatch.types import Depot, Route, key_of
from core.dispatch.ways import ways_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import Outdated

AS_IT_COMES = Wishes()


@dataclass(frozen=True, slots=True)
class PlanRoutes(Command[uuid.UUID]):
    """The plan's id. version: of the plan that was seen, 0 for none; what is planned already is replaced.

    roads: all that are closed or slow on that day from now on; None: those that are known. Raises NotFound,
    DepotUnplaced, NothingToBring, NoVans, DayUnplannable, VanUnknown, RoadUnfit, RoadOver, DepotCutOff,
    PlanPublished, and Outdated where the plan or its facts have changed meanwhile.
    """

    permission = Permission.ROUTE_EDIT
    warehouse: str
    day: date
    version: int = 0
    wishes: Wishes = AS_IT_COMES
    roads: tuple[RoadTrouble, ...] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A dealer whose goods would go with another van; "" for none."""

    dealer: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan beside what it would be: figures, who changes vans, and who would be left out."""

    plan: PlanView
    then: Figures
    moved: tuple[Moved, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class CompareRoutes(Query[Comparison]):
    """What the plan would be with other wishes; nothing is written. Raises what PlanRoutes raises."""

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    wishes: Wishes
    roads: tuple[RoadTrouble, ...] | None = None


@dataclass(frozen=True, slots=True)
class ShowRoutes(Query[PlanView]):
    """Raises NotFound for a plan that is not there."""

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ShowRoute(Query[Route]):
    """Raises NotFound for a route that is not there."""

    permission = Permission.ROUTE_EDIT
    route_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class DayOfDepot:
    """A depot on a day: its plan (None: nobody has planned), its version, how many places want goods."""

    depot: Depot
    day: date
    plan_id: uuid.UUID | None
    version: int
    is_published: bool
    drops: int
    unpicked: int
    has_vans: bool


@dataclass(frozen=True, slots=True)
class ListDays(Query[tuple[DayOfDepot, ...]]):
    """Depots that have a plan or something to bring on that day, or the one that is named."""

    permission = Permission.ROUTE_EDIT
    day: date
    warehouse: str | None = None


@dataclass(frozen=True, slots=True)
class NextDue(Query[date | None]):
    """The first later day on which something is due that an own van could bring; None: nothing is."""

    permission = Permission.ROUTE_EDIT
    after: date
    warehouse: str | None = None


async def prepare_plan(snap: Snapshot, command: PlanRoutes) -> Asked:
    depot = await find_depot(snap, command.warehouse)
    await _refuse_published(snap, depot, command.day)
    facts = await read_facts(snap, depot, command.day, command.roads)
    known = [van.code for van in facts.vans]
    for code in (*command.wishes.extra, *command.wishes.pins.values(), *command.wishes.locked):
        if code not in known:
            raise VanUnknown(van=code, known=known)
    return ask(facts, command.wishes, ways_of(snap.settings))


async def plan_routes(tx: Transaction, command: PlanRoutes, answer: Answer) -> uuid.UUID:
    facts = answer.asked.facts
    plan = await routes.lock_plan(tx, facts.depot.warehouse_id, facts.day)
    if plan.published_at is not None:
        raise PlanPublished(warehouse=facts.depot.code, day=facts.day)
    if plan.version != command.version or await _facts_now(tx, command, facts) != facts:
        raise Outdated(version=plan.version)
    await keep_troubles(tx, facts.depot, facts.day, command.roads)
    plan_id = await write_plan(tx, plan, answer)
    figures = figures_of(answer.solved, facts.vans[0].cost_per_day.currency)
    tx.record(
        RoutesPlanned(
            plan_id,
            facts.depot.warehouse_id,
            facts.depot.code,
            facts.day,
            len(answer.solved.routes),
            figures.stops,
            figures.left_out,
            tx.actor.person_id,
        )
    )
    return plan_id


async def _facts_now(tx: Transaction, command: PlanRoutes, facts: DayFacts) -> DayFacts:
    return await read_facts(tx, facts.depot, facts.day, command.roads)


async def _refuse_published(snap: Snapshot, depot: Depot, day: date) -> None:
    plan = await routes.find_plan(snap, depot.warehouse_id, day)
    if plan is not None and plan.published_at is not None:
        raise PlanPublished(warehouse=depot.code, day=day)


async def prepare_comparison(snap: Snapshot, query: CompareRoutes) -> Asked:
    plan = await routes.load_plan(snap, query.plan_id)
    await _refuse_published(snap, plan.depot, plan.day)
    facts = await read_facts(snap, plan.depot, plan.day, query.roads)
    known = {HIRED, *(van.code for van in facts.vans)}
    for code in (*query.wishes.extra, *query.wishes.pins.values(), *query.wishes.locked):
        if code not in known:
            raise VanUnknown(van=code, known=sorted(known - {HIRED}))
    return ask(facts, query.wishes, ways_of(snap.settings))


async def compare_routes(snap: Snapshot, query: CompareRoutes, answer: Answer) -> Comparison:
    plan = await routes.load_plan(snap, query.plan_id)
    was = {key: van for van, keys in answer.asked.facts.present.items() for key in keys}
    now = {stop.key: draft.van for draft in answer.solved.routes for stop in draft.stops}
    names = {drop.key: drop.dealer for drop in answer.asked.facts.drops}
    return Comparison(
        plan,
        figures_of(answer.solved, plan.currency),
        _moved(names, was, now),
        answer.solved.left_out,
    )


def _moved(names: Mapping[str, str], was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Moved, ...]:
    return tuple(
        Moved(name, was.get(key, ""), now.get(key, ""))
        for key, name in names.items()
        if was.get(key, "") != now.get(key, "")
    )


async def show_routes(snap: Snapshot, query: ShowRoutes) -> PlanView:
    plan = await routes.load_plan(snap, query.plan_id)
    plan = replace(plan, is_outdated=await is_outdated(snap, plan))
    if plan.published_at is not None:
        return plan
    drops = await dues.list_drops(snap, plan.depot.warehouse_id, plan.day, plan_id=plan.id)
    etas = {key_of(stop): stop.eta for route in plan.routes for stop in route.stops}
    kept, broken = promises_of(drops, etas, plan.day, plan.depot.zone)
    return replace(plan, kept=kept, broken=broken)


async def show_route(snap: Snapshot, query: ShowRoute) -> Route:
    return await routes.load_route(snap, query.route_id)


async def list_days(snap: Snapshot, query: ListDays) -> tuple[DayOfDepot, ...]:
    found = []
    depots = await vans.depots(snap)
    if query.warehouse is not None:
        depots = [await find_depot(snap, query.warehouse)]
    for depot in depots:
        facts = await read_facts(snap, depot, query.day)
        plan = await routes.find_plan(snap, depot.warehouse_id, query.day)
        is_idle = not facts.drops and not (facts.unpicked and facts.vans)
        if plan is None and query.warehouse is None and is_idle:
            continue
        found.append(
            DayOfDepot(
                depot,
                query.day,
                None if plan is None else plan.id,
                facts.seen,
                plan is not None and plan.published_at is not None,
                len(facts.drops),
                facts.unpicked,
                bool(facts.vans),
            )
        )
    return tuple(found)


async def next_due(snap: Snapshot, query: NextDue) -> date | None:
    depots = await vans.depots(snap)
    if query.warehouse is not None:
        depots = [await find_depot(snap, query.warehouse)]
    return await dues.next_due(snap, [one.warehouse_id for one in depots], query.after)
