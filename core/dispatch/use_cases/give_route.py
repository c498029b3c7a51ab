"""The driver cannot go on: another one drives the rest of the route, with its van or with a free one (H2).

The route of the first one stays, with what was made, the money of the door and a shift to close; the rest
becomes a route of the second one. Nothing is planned anew, so no dealer has anything to hear.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from core.dealers import repository as dealers
from core.dispatch.engine.giving import Share, lack_of, rest_of, shares_of
from core.dispatch.engine.standing import last_on_the_way
from core.dispatch.errors import (
    DriverTwice,
    DriverUnfit,
    GivenAlready,
    NothingToGive,
    VanLacks,
    VanTaken,
    VanUnknown,
)
from core.dispatch.events import RouteGiven
from core.dispatch.plan_types import PlanView
from core.dispatch.repository import routes, vans
from core.dispatch.types import (
    LIVE_ROUTES,
    ChangeKind,
    Route,
    RouteChange,
    RouteState,
    Stop,
    StopState,
    Van,
)
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class FreeDriver:
    """A driver of the house. van: code of the one that is driven on that day already, "" for none."""

    person_id: PersonId
    name: str
    van: str = ""


@dataclass(frozen=True, slots=True)
class ListDrivers(Query[tuple[FreeDriver, ...]]):
    """Every driver of the house, those who are free today first."""

    permission = Permission.ROUTE_EDIT


@dataclass(frozen=True, slots=True)
class Giving:
    """What giving a route would mean. made: stops that stay with who made them; rest: dealers still to be
    served; stands_at: the dealer whose door the driver stands at, ""; at: where the goods lie when they
    change vans, "" for the depot."""

    plan: PlanView
    route: Route
    van: Van
    driver: str
    made: int
    rest: tuple[str, ...]
    stands_at: str
    at: str

    @property
    def is_another_van(self) -> bool:
        return self.van.id != self.route.van.id


@dataclass(frozen=True, slots=True)
class ForeseeGiving(Query[Giving]):
    """What GiveRoute would do; nothing is written, and it raises the same."""

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    van: str
    driver_id: PersonId
    onto: str | None = None


@dataclass(frozen=True, slots=True)
class GiveRoute(Command[uuid.UUID]):
    """The rest of what ``van`` drives on a published day goes to a driver; the id of the new route.

    onto: the van it goes on with, None for the same. Raises NotFound for a plan that is not published,
    Outdated, NothingToGive, DriverUnfit, GivenAlready, DriverTwice, VanUnknown, VanTaken and VanLacks.
    """

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    version: int
    van: str
    driver_id: PersonId
    onto: str | None = None


async def list_drivers(snap: Snapshot, _query: ListDrivers) -> tuple[FreeDriver, ...]:
    busy = await routes.driving_on(snap, snap.today)
    found = [
        FreeDriver(person_id, name, busy.get(person_id, ""))
        for person_id, name in await dealers.list_drivers(snap)
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.van), one.name, str(one.person_id))))


async def foresee_giving(snap: Snapshot, query: ForeseeGiving) -> Giving:
    return await _judge(snap, query)


async def give_route(tx: Transaction, command: GiveRoute) -> uuid.UUID:
    seen = await routes.load_plan(tx, command.plan_id)
    row = await routes.lock_plan(tx, seen.depot.warehouse_id, seen.day)
    if row.version != command.version:
        raise Outdated(version=row.version)
    # A phone that tells of a stop meanwhile waits, and then finds whose stop it is.
    await routes.hold_route(tx, (await _judge(tx, command)).route.id)
    giving = await _judge(tx, command)
    route = giving.route
    driven, left = shares_of(route)
    taken = await _take_over(tx, giving, command.driver_id, left)
    gone = [change.stop_id for change in route.changes if change.kind is ChangeKind.REMOVED]
    changes = [RouteChange(ChangeKind.REMOVED, stop.id, stop.dealer) for stop in rest_of(route)]
    await routes.change_route(
        tx,
        route.id,
        {
            "state": RouteState.GIVEN.value,
            "version": route.version + 1,
            "given_at": tx.now,
            "changes": routes.stored_changes(changes, (*route.gone, *gone)),
            **asdict(driven),
        },
    )
    await routes.change_plan(tx, giving.plan.id, {"version": row.version + 1})
    tx.record(
        RouteGiven(
            route_id=route.id,
            taken_id=taken,
            day=route.day,
            van=route.van.code,
            onto=giving.van.code,
            driver_id=route.driver_id,
            driver=route.driver,
            to_driver_id=command.driver_id,
            to_driver=giving.driver,
            made=giving.made,
            stops=len(giving.rest),
            at=giving.at,
            person_id=tx.actor.person_id,
        )
    )
    return taken


async def _take_over(tx: Transaction, giving: Giving, driver_id: PersonId, left: Share) -> uuid.UUID:
    """The rest as a route of its own; its driver checks the load and sets out with it."""
    route, route_id = giving.route, tx.new_id()
    trips = [one.trip for one in giving.plan.routes if one.van.id == giving.van.id]
    values: dict[str, Any] = {
        "id": route_id,
        "plan_id": giving.plan.id,
        "van_id": giving.van.id,
        "driver_id": driver_id,
        "warehouse_id": route.depot.warehouse_id,
        "day": route.day,
        "trip": max(trips, default=0) + 1,
        "state": RouteState.PUBLISHED.value,
        "version": 1,
        "is_locked": route.is_locked,
        "starts_at": max(route.starts_at, tx.now),
        "ends_at": route.ends_at,
        "currency": route.cost.currency,
        "changes": [],
        "started_at": route.started_at,
        "taken_from": route.id,
        **asdict(left),
    }
    await routes.insert_routes(tx, [values], [])
    for stop in rest_of(route):
        moved = {"route_id": route_id, "state": StopState.PLANNED.value, "arrived_at": None}
        await routes.change_stop(tx, stop.id, moved)
    return route_id


async def _judge(snap: Snapshot, asked: ForeseeGiving | GiveRoute) -> Giving:
    plan = await routes.load_plan(snap, asked.plan_id)
    if plan.published_at is None:
        raise NotFound(what="route_plan")
    wanted = asked.van.strip().upper()
    own = [route for route in plan.routes if route.van.code.upper() == wanted]
    route = next((one for one in own if one.state in LIVE_ROUTES and rest_of(one)), None)
    if route is None:
        raise NothingToGive(van=asked.van)
    van = await _van(snap, plan, route, asked.onto)
    driver = await _driver(snap, route, van, asked.driver_id)
    rest = rest_of(route)
    if van.id != route.van.id:
        await _check_van(snap, plan, route, van, rest)
    standing = next((stop.dealer for stop in rest if stop.state is StopState.ARRIVED), "")
    last = last_on_the_way(route, plan.routes)
    return Giving(
        plan=plan,
        route=route,
        van=van,
        driver=driver,
        made=len(route.stops) - len(rest) - sum(stop.state is StopState.CANCELLED for stop in route.stops),
        rest=tuple(stop.dealer for stop in rest),
        stands_at=standing,
        at="" if last is None else last.address,
    )


async def _van(snap: Snapshot, plan: PlanView, route: Route, code: str | None) -> Van:
    if code is None or code.strip().upper() == route.van.code.upper():
        return route.van
    fleet = await vans.list_vans(snap, warehouse_id=plan.depot.warehouse_id)
    found = next((one for one in fleet if one.code.upper() == code.strip().upper()), None)
    if found is None:
        raise VanUnknown(van=code, known=[one.code for one in fleet])
    return found


async def _driver(snap: Snapshot, route: Route, van: Van, driver_id: PersonId) -> str:
    """The name of who takes over, and drives nothing else on that day."""
    known = dict(await dealers.list_drivers(snap))
    if driver_id not in known:
        raise DriverUnfit(driver=await dealers.person_name(snap, driver_id) or "?")
    if driver_id == route.driver_id:
        if van.id == route.van.id:
            raise GivenAlready(driver=known[driver_id], van=van.code)
    else:
        other = (await routes.driving_on(snap, route.day)).get(driver_id)
        if other is not None:
            raise DriverTwice(driver=known[driver_id], vans=sorted({other, van.code}))
    return known[driver_id]


async def _check_van(snap: Snapshot, plan: PlanView, route: Route, van: Van, rest: tuple[Stop, ...]) -> None:
    """RULE able. A van that was out today broke down, or is somebody's still."""
    if any(one.van.id == van.id for one in plan.routes):
        raise VanTaken(van=van.code)
    places = [stop.ship_to_id for stop in rest if stop.ship_to_id is not None]
    needs = [skill for one in (await vans.receiving_of(snap, places)).values() for skill in one.needs]
    lack = lack_of(van, route, needs, snap.now)
    if lack is not None:
        raise VanLacks(van=van.code, why=lack.why, lacks=list(lack.lacks))
