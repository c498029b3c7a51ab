"""Something happens in the day: the rest of it is planned again, and only those concerned are told (H2)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.dispatch.engine.problem import given_metres
from core.dispatch.engine.reading import StopDraft, read_plan
from core.dispatch.engine.replanning import (
    Replanned,
    Rest,
    VanRest,
    build_rest,
    is_out,
    open_stops,
    read_rest,
)
from core.dispatch.engine.standing import last_made, last_on_the_way
from core.dispatch.engine.windows import promised_on
from core.dispatch.errors import DriverMissing, DriverTwice, NothingToReplan, VanUnknown
from core.dispatch.events import RouteChanged, RoutePublished
from core.dispatch.flow import moment, route_row, stop_row
from core.dispatch.phones import find_vans
from core.dispatch.plan_types import DayFacts, Incident, PlanView, RoadSource, RoadTrouble
from core.dispatch.repository import dues, routes, vans
from core.dispatch.repository.fetches import fetches_of
from core.dispatch.repository.policy import load_policy
from core.dispatch.solving import run_planner
from core.dispatch.telling import call_off, put_off, tell_window
from core.dispatch.troubles import Said, keep_troubles, troubles_of
from core.dispatch.types import (
    LIVE_ROUTES,
    ChangeKind,
    Position,
    Route,
    RouteChange,
    RouteState,
    Stop,
    key_of,
)
from core.dispatch.ways import Ways, on_roads, roads_of, ways_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated


@dataclass(frozen=True, slots=True)
class WindowMove:
    """A dealer whose window would be another one; was None: it had none."""

    dealer: str
    was: tuple[datetime, datetime] | None
    now: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What planning the rest of the day again would mean: for vans, for dealers, and who is not served."""

    plan: PlanView
    vans: tuple[VanRest, ...]
    told: tuple[WindowMove, ...]
    put_off: tuple[str, ...]
    roads: tuple[RoadTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeseeReplan(Query[Foreseen]):
    """What ReplanRoutes would do; nothing is written, and it raises the same."""

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    incident: Incident | None = None
    roads: tuple[RoadTrouble, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReplanRoutes(Command[None]):
    """Plan the rest of a published day anew.

    roads: all that are closed or slow on that day from now on; None: those that are known. Raises NotFound
    for a plan that is not published, VanUnknown, RoadUnfit, RoadOver, DepotCutOff, NothingToReplan,
    DriverMissing and DriverTwice for a van that would go out besides, and Outdated where the day has gone on.
    """

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    version: int
    incident: Incident | None = None
    roads: tuple[RoadTrouble, ...] | None = None


@dataclass(frozen=True, slots=True)
class RestAsked:
    rest: Rest
    ways: Ways


@dataclass(frozen=True, slots=True)
class RestAnswer:
    rest: Rest
    replanned: Replanned
    roads: RoadSource


async def prepare_replan(snap: Snapshot, asked: ReplanRoutes | ForeseeReplan) -> RestAsked:
    plan = await routes.load_plan(snap, asked.plan_id)
    if plan.published_at is None:
        raise NotFound(what="route_plan")
    rest = await _read_rest(snap, plan, asked.incident, asked.roads)
    incident = asked.incident
    known = [route.van.code for route in rest.routes]
    for van in () if incident is None else incident.vans:
        if van not in known:
            raise VanUnknown(van=van, known=known)
    if not rest.facts.drops or not rest.facts.vans:
        raise NothingToReplan
    return RestAsked(rest, ways_of(snap.settings))


async def _read_rest(snap: Snapshot, plan: PlanView, incident: Incident | None, said: Said) -> Rest:
    policy = await load_policy(snap)
    live = tuple(route for route in plan.routes if route.state in LIVE_ROUTES)
    waiting = [stop for route in live for stop in open_stops(route)]
    drops = await dues.drops_of(snap, [one for stop in waiting for one in stop.shipment_ids])
    drops += await fetches_of(snap, [one.id for stop in waiting for one in stop.fetches])
    fresh = await dues.list_drops(snap, plan.depot.warehouse_id, plan.day)
    fleet = await vans.list_vans(snap, warehouse_id=plan.depot.warehouse_id)
    # Whose route is closed broke down, or has ended its day: it does not go out again.
    over = {route.van.code for route in plan.routes} - {route.van.code for route in live}
    # Goods for a place that is on a route already come with the next plan: that van may have left. What a
    # driver could not bring before somebody else took over is on the van still.
    out = [route for route in plan.routes if route in live or route.state is RouteState.GIVEN]
    taken = {key_of(stop) for route in out for stop in route.stops}
    facts = DayFacts(
        depot=plan.depot,
        day=plan.day,
        vans=tuple(van for van in fleet if van.code not in over),
        drops=(*drops, *(drop for drop in fresh if drop.key not in taken)),
        seen=plan.version,
        present={route.van.code: tuple(key_of(stop) for stop in open_stops(route)) for route in live},
        roads=roads_of(snap, plan.depot.warehouse_id, policy),
        troubles=await troubles_of(snap, plan.depot, plan.day, said),
        policy=policy,
    )
    phones = _stood(plan, live) | await find_vans(snap, [one for one in live if is_out(one)], policy)
    return Rest(facts, live, snap.now, incident, phones)


def _stood(plan: PlanView, live: Sequence[Route]) -> dict[str, Position]:
    """Where vans stand whose driver took over and made no stop yet: where the one before made the last."""
    found = {}
    for route in live:
        last = None if last_made(route) is not None else last_on_the_way(route, plan.routes)
        if last is not None and last.place is not None:
            found[route.van.code] = last.place
    return found


async def solve_rest(asked: RestAsked) -> RestAnswer:
    """Plan the rest of the day; seconds of computing, done apart."""
    rest = asked.rest
    problem, roads = await on_roads(asked.ways, build_rest(rest), rest.facts)
    plan = await run_planner(problem)
    solved = read_plan(rest.facts, problem, plan, given_metres(problem))
    replanned = read_rest(rest, solved)
    _check_drivers(rest, replanned)
    return RestAnswer(rest, replanned, roads)


def _check_drivers(rest: Rest, replanned: Replanned) -> None:
    """A van that goes out besides has somebody to drive it who drives no other."""
    own = {route.van.code for route in rest.routes}
    at_work = {van.van for van in replanned.vans if van.stops}
    fresh = [van for van in rest.facts.vans if van.code in at_work - own]
    bare = [van.code for van in fresh if van.driver_id is None]
    if bare:
        raise DriverMissing(vans=sorted(bare))
    busy = {route.driver_id: route.van.code for route in rest.routes if not rest.is_broken(route.van.code)}
    for van in fresh:
        if van.driver_id in busy:
            raise DriverTwice(driver=van.driver, vans=sorted([busy[van.driver_id], van.code]))
        busy[van.driver_id] = van.code


async def foresee_replan(snap: Snapshot, query: ForeseeReplan, answer: RestAnswer) -> Foreseen:
    rest, replanned = answer.rest, answer.replanned
    stops = {key_of(stop): stop for route in rest.routes for stop in open_stops(route)}
    names = {drop.key: drop.dealer for drop in rest.facts.drops}
    return Foreseen(
        await routes.load_plan(snap, query.plan_id),
        replanned.vans,
        tuple(
            WindowMove(names[key], stops[key].window if key in stops else None, replanned.windows[key])
            for key in replanned.told
        ),
        tuple(names[key] for key in replanned.put_off),
        rest.facts.troubles,
    )


async def replan_routes(tx: Transaction, command: ReplanRoutes, answer: RestAnswer) -> None:
    seen = await routes.load_plan(tx, command.plan_id)
    row = await routes.lock_plan(tx, seen.depot.warehouse_id, seen.day)
    if row.version != command.version:
        raise Outdated(version=row.version)
    plan = await routes.load_plan(tx, command.plan_id)
    rest, replanned = answer.rest, answer.replanned
    now = await _read_rest(tx, plan, rest.incident, command.roads)
    if now.facts != rest.facts or now.routes != rest.routes:
        raise Outdated(version=row.version)
    await routes.change_plan(
        tx,
        plan.id,
        {
            "version": row.version + 1,
            "roads": answer.roads.value,
            "unserved": [routes.stored_left_out(one) for one in replanned.solved.left_out],
            "wishes": routes.stored_wishes(plan.wishes, rest.facts.troubles),
        },
    )
    await keep_troubles(tx, plan.depot, plan.day, command.roads)
    writing = _Writing(tx, plan, rest, replanned)
    for van in replanned.vans:
        await writing.write_van(van)
    stops = {key_of(stop): (route, stop) for route in rest.routes for stop in open_stops(route)}
    for key in replanned.put_off:
        await put_off(tx, *stops[key])
    for key in replanned.called_off:
        await call_off(tx, stops[key][1])
    drops = {drop.key: drop for drop in rest.facts.drops}
    for key in replanned.told:
        stop = stops[key][1] if key in stops else writing.made[key]
        promised = promised_on(drops[key], plan.day, plan.depot.zone)
        await tell_window(tx, stop, replanned.windows[key], promised)


class _Writing:
    """Writes what each van does from now on. made: stops that are new, by their drop."""

    def __init__(self, tx: Transaction, plan: PlanView, rest: Rest, replanned: Replanned) -> None:
        self.tx = tx
        self.plan = plan
        self.rest = rest
        self.replanned = replanned
        self.made: dict[str, Stop] = {}
        self.own = {route.van.code: route for route in rest.routes}
        self.stops = {key_of(stop): stop for route in rest.routes for stop in open_stops(route)}
        self.drops = {drop.key: drop for drop in rest.facts.drops}

    async def write_van(self, van: VanRest) -> None:
        route = self.own.get(van.van)
        if route is None:
            await self._new_route(van)
            return
        if not van.lines and [one.key for one in van.stops] == [key_of(one) for one in open_stops(route)]:
            await self._times(van, route, {})
            return
        ids = await self._times(van, route, {"version": route.version + 1})
        changes = [
            RouteChange(
                line.kind, ids.get(line.key) or self.stops[line.key].id, line.dealer, line.was, line.now
            )
            for line in van.lines
        ]
        kept = {self.stops[one.key].id for one in van.stops if one.key in self.stops}
        removed = [one.stop_id for one in route.changes if one.kind is ChangeKind.REMOVED]
        gone = [one for one in (*route.gone, *removed) if one not in kept]
        await routes.change_route(self.tx, route.id, {"changes": routes.stored_changes(changes, gone)})
        if route.driver_id is not None:
            other = self.own.get(van.take_over)
            self.tx.record(
                RouteChanged(
                    route.id,
                    route.van.code,
                    route.driver_id,
                    len(changes),
                    van.take_over,
                    "" if other is None else _stands_at(other, self.rest),
                )
            )

    async def _times(self, van: VanRest, route: Route, values: Mapping[str, Any]) -> dict[str, uuid.UUID]:
        """Write the stops and what the route comes to now; ids of its open stops by drop."""
        drafts = self.replanned.drafts.get(van.van, ())
        left = [stop for stop in route.stops if stop not in open_stops(route)]
        head: dict[str, Any] = {
            **values,
            "distance_m": sum(one.distance_m for one in left) + sum(one.metres for one in drafts),
            "cost_minor": sum(one.cost.minor for one in left) + sum(one.cost.minor for one in drafts),
            "co2_g": sum(one.co2_g for one in left) + sum(one.co2_g for one in drafts),
        }
        if drafts:
            head["ends_at"] = moment(self.rest.facts, max(one.ends for one in drafts))
        if self.rest.is_broken(van.van):
            head |= {"state": RouteState.CLOSED.value, "closed_at": self.tx.now}
        await routes.change_route(self.tx, route.id, head)
        after = max((stop.position for stop in left), default=0)
        ids = {}
        for position, one in enumerate(van.stops, start=after + 1):
            ids[one.key] = await self._place(one, route.id, position)
        return ids

    async def _new_route(self, van: VanRest) -> None:
        """A van that was not out today goes out."""
        drafts = self.replanned.drafts[van.van]
        known = next(one for one in self.rest.facts.vans if one.code == van.van)
        route_id = self.tx.new_id()
        await routes.insert_routes(
            self.tx,
            [route_row(drafts[0], route_id, self.plan.id, known, self.rest.facts, RouteState.PUBLISHED)],
            [],
        )
        for position, one in enumerate(van.stops, start=1):
            await self._place(one, route_id, position)
        if known.driver_id is not None:
            self.tx.record(
                RoutePublished(route_id, known.code, known.driver_id, self.plan.day, len(van.stops))
            )

    async def _place(self, one: StopDraft, route_id: uuid.UUID, position: int) -> uuid.UUID:
        """Put a stop in its place, an old one or a new one; its id."""
        old = self.stops.get(one.key)
        if old is not None:
            await routes.change_stop(
                self.tx,
                old.id,
                {
                    "route_id": route_id,
                    "position": position,
                    "eta": moment(self.rest.facts, one.arrives),
                    "distance_m": one.metres,
                    "cost_minor": one.cost.minor,
                    "co2_g": one.co2_g,
                },
            )
            return old.id
        stop_id, drop = self.tx.new_id(), self.drops[one.key]
        row = stop_row(stop_id, route_id, position, one, drop, self.rest.facts)
        await routes.insert_routes(self.tx, [], [row])
        (route,) = await routes.list_routes(self.tx, route_id=route_id)
        self.made[one.key] = next(stop for stop in route.stops if stop.id == stop_id)
        return stop_id


def _stands_at(route: Route, rest: Rest) -> str:
    """Where a van stands, in words: where its phone is, or the address of its last stop; "" for the depot."""
    phone = rest.phones.get(route.van.code)
    if phone is not None:
        return f"{phone.latitude:.5f}, {phone.longitude:.5f}"
    last = last_made(route)
    return "" if last is None else last.address
