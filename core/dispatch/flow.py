"""Steps that acts on plans share: read the facts of a day, write a solved day, see what it comes to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.dispatch.engine.problem import at_work, build_problem, given_metres, going_out
from core.dispatch.engine.reading import RouteDraft, Solved, StopDraft, read_plan
from core.dispatch.engine.windows import told_on
from core.dispatch.errors import DayUnplannable, DepotUnplaced, NothingToBring, NoVans
from core.dispatch.plan_types import HIRED, DayFacts, Drop, Figures, RoadSource, Wishes, local_midnight
from core.dispatch.repository import dues, routes, vans
from core.dispatch.repository.policy import load_policy
from core.dispatch.solving import run_planner
from core.dispatch.troubles import Said, troubles_of
from core.dispatch.types import OPEN_STOPS, Depot, RouteState, StopState, Van, key_of
from core.dispatch.ways import RECKONING, Ways, on_roads, roads_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.money import total


@dataclass(frozen=True, slots=True)
class Asked:
    """A day's facts, and what somebody wants of its plan."""

    facts: DayFacts
    wishes: Wishes
    ways: Ways = RECKONING


@dataclass(frozen=True, slots=True)
class Answer:
    """A day solved, with the facts that it was solved from."""

    asked: Asked
    solved: Solved
    roads: RoadSource


async def find_depot(snap: Snapshot, warehouse: str) -> Depot:
    """By code. Raises NotFound, DepotUnplaced."""
    code = warehouse.strip().upper()
    depot = next((one for one in await vans.depots(snap) if one.code.upper() == code), None)
    if depot is None:
        raise NotFound(what="warehouse")
    if depot.position is None:
        raise DepotUnplaced(warehouse=depot.code)
    return depot


async def read_facts(snap: Snapshot, depot: Depot, day: date, said: Said = None) -> DayFacts:
    """Everything that a plan of the day is made of, at this moment. said: roads instead of those known.

    Raises RoadUnfit, RoadOver, DepotCutOff for what is said.
    """
    policy = await load_policy(snap)
    plan = await routes.find_plan(snap, depot.warehouse_id, day)
    plan_id = None if plan is None else plan.id
    present: dict[str, tuple[str, ...]] = {}
    for route in [] if plan_id is None else await routes.list_routes(snap, plan_id=plan_id):
        keys = tuple(key_of(stop) for stop in route.stops if stop.state in OPEN_STOPS)
        present[route.van.code] = present.get(route.van.code, ()) + keys
    return DayFacts(
        depot=depot,
        day=day,
        vans=tuple(await vans.list_vans(snap, warehouse_id=depot.warehouse_id)),
        drops=tuple(await dues.list_drops(snap, depot.warehouse_id, day, plan_id=plan_id)),
        seen=0 if plan is None else plan.version,
        present=present,
        unpicked=await dues.count_unpicked(snap, depot.warehouse_id, day),
        roads=roads_of(snap, depot.warehouse_id, policy),
        troubles=await troubles_of(snap, depot, day, said),
        policy=policy,
        not_before=max(int((snap.now - local_midnight(day, depot.zone)).total_seconds()), 0),
    )


def ask(facts: DayFacts, wishes: Wishes, ways: Ways = RECKONING) -> Asked:
    """Raises NothingToBring, NoVans, DayUnplannable. A hired van is like the largest of the house."""
    if not facts.drops:
        raise NothingToBring(warehouse=facts.depot.code, day=facts.day, unpicked=facts.unpicked)
    if HIRED in wishes.extra and facts.vans:
        largest = max(facts.vans, key=lambda van: (van.max_weight_g, van.code))
        hired = replace(largest, id=uuid.UUID(int=0), code=HIRED, name="", plate="", driver_id=None)
        facts = replace(facts, vans=(*facts.vans, replace(hired, is_active=False)))
    if not at_work(facts, wishes):
        raise NoVans(warehouse=facts.depot.code)
    if not going_out(facts, wishes):
        raise DayUnplannable(warehouse=facts.depot.code, day=facts.day)
    return Asked(facts, wishes, ways)


async def solve(asked: Asked) -> Answer:
    """Plan the day; seconds of computing, done apart."""
    problem = build_problem(asked.facts, asked.wishes)
    problem, roads = await on_roads(asked.ways, problem, asked.facts)
    plan = await run_planner(problem)
    solved = read_plan(asked.facts, problem, plan, given_metres(problem))
    return Answer(asked, solved, roads)


def figures_of(solved: Solved, currency: str) -> Figures:
    drafts = solved.routes
    return Figures(
        vans=len({draft.van for draft in drafts}),
        stops=sum(len(draft.stops) for draft in drafts),
        left_out=len(solved.left_out),
        distance_m=sum(draft.metres for draft in drafts),
        drive_seconds=sum(draft.drive_seconds for draft in drafts),
        cost=total([draft.cost for draft in drafts], currency),
        co2_g=sum(draft.co2_g for draft in drafts),
        given_m=solved.given_m,
    )


async def write_plan(tx: Transaction, plan: Any, answer: Answer) -> uuid.UUID:
    """The plan becomes what was solved; nobody has been told of it, and it is locked by this transaction."""
    facts, solved = answer.asked.facts, answer.solved
    await routes.delete_routes(tx, plan.id)
    await routes.change_plan(
        tx,
        plan.id,
        {
            "version": plan.version + 1,
            "made_by": tx.actor.person_id,
            "made_at": tx.now,
            "given_m": solved.given_m,
            "roads": answer.roads.value,
            "unserved": [routes.stored_left_out(one) for one in solved.left_out],
            "wishes": routes.stored_wishes(answer.asked.wishes, facts.troubles),
        },
    )
    fleet = {van.code: van for van in facts.vans}
    drops = {drop.key: drop for drop in facts.drops}
    heads, stops = [], []
    for draft in solved.routes:
        van = fleet[draft.van]
        route_id = tx.new_id()
        is_locked = draft.van in answer.asked.wishes.locked
        heads.append(
            route_row(draft, route_id, plan.id, van, facts, RouteState.PLANNED) | {"is_locked": is_locked}
        )
        for position, stop in enumerate(draft.stops, start=1):
            stops.append(stop_row(tx.new_id(), route_id, position, stop, drops[stop.key], facts))
    await routes.insert_routes(tx, heads, stops)
    plan_id: uuid.UUID = plan.id
    return plan_id


def route_row(
    draft: RouteDraft, route_id: uuid.UUID, plan_id: uuid.UUID, van: Van, facts: DayFacts, state: RouteState
) -> dict[str, Any]:
    return {
        "id": route_id,
        "plan_id": plan_id,
        "van_id": van.id,
        "driver_id": van.driver_id,
        "warehouse_id": facts.depot.warehouse_id,
        "day": facts.day,
        "trip": draft.trip,
        "state": state.value,
        "version": 1,
        "is_locked": False,
        "starts_at": moment(facts, draft.starts),
        "ends_at": moment(facts, draft.ends),
        "distance_m": draft.metres,
        "drive_seconds": draft.drive_seconds,
        "currency": draft.cost.currency,
        "cost_minor": draft.cost.minor,
        "co2_g": draft.co2_g,
        "changes": [],
    }


def stop_row(
    stop_id: uuid.UUID, route_id: uuid.UUID, position: int, stop: StopDraft, drop: Drop, facts: DayFacts
) -> dict[str, Any]:
    told = told_on(drop, facts.day, facts.depot.zone)
    return {
        "id": stop_id,
        "route_id": route_id,
        "position": position,
        "state": StopState.PLANNED.value,
        "dealer_id": drop.dealer_id,
        "ship_to_id": drop.ship_to_id,
        "latitude": None if drop.place is None else drop.place.latitude,
        "longitude": None if drop.place is None else drop.place.longitude,
        "window_from": told[0] if told else None,
        "window_until": told[1] if told else None,
        "eta": moment(facts, stop.arrives),
        "service_minutes": drop.receiving.service_minutes,
        "weight_g": drop.weight_g,
        "volume_ml": drop.volume_ml,
        "distance_m": stop.metres,
        "cost_minor": stop.cost.minor,
        "co2_g": stop.co2_g,
        "shipment_ids": list(drop.shipment_ids),
        "fetches": drop.fetches,
    }


def moment(facts: DayFacts, seconds: int) -> datetime:
    """Seconds since the depot's midnight as a moment."""
    return datetime.fromtimestamp(facts.midnight.timestamp() + seconds, tz=facts.midnight.tzinfo)
