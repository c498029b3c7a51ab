"""A plan becomes the day: drivers get their routes, dealers their windows (A14)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from core.dispatch.engine.windows import BEFORE, promised_on, stop_window, told_on
from core.dispatch.errors import (
    DriverMissing,
    DriverTwice,
    PlanEmpty,
    PlanLate,
    PlanPublished,
    PlanStale,
    PromiseUnplanned,
    RoadsChanged,
    VanArchived,
)
from core.dispatch.events import RoutePublished
from core.dispatch.expecting import expect_fetched
from core.dispatch.plan_types import Drop, PlanView
from core.dispatch.repository import dues, routes
from core.dispatch.repository.policy import load_policy
from core.dispatch.telling import put_off_unplanned, tell_window
from core.dispatch.troubles import is_outdated
from core.dispatch.types import Route, RouteState, key_of
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Outdated


@dataclass(frozen=True, slots=True)
class PublishRoutes(Command[None]):
    """Raises Outdated, PlanPublished, PlanEmpty, VanArchived, DriverMissing, DriverTwice, PlanLate where vans
    should have left by now, PlanStale where goods of the plan are no longer to be brought, PromiseUnplanned
    where others were promised to come since, and RoadsChanged where other roads are closed or slow since.
    """

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    version: int


async def publish_routes(tx: Transaction, command: PublishRoutes) -> None:
    seen = await routes.load_plan(tx, command.plan_id)
    row = await routes.lock_plan(tx, seen.depot.warehouse_id, seen.day)
    if row.version != command.version:
        raise Outdated(version=row.version)
    if row.published_at is not None:
        raise PlanPublished(warehouse=seen.depot.code, day=seen.day)
    plan = await routes.load_plan(tx, command.plan_id)
    _check_drivers(plan)
    # Who leaves later by no more than windows begin before the van still comes within them.
    if any(route.starts_at + BEFORE < tx.now for route in plan.routes):
        raise PlanLate(warehouse=plan.depot.code, day=plan.day)
    if await is_outdated(tx, plan):
        raise RoadsChanged(warehouse=plan.depot.code, day=plan.day)
    drops = {
        drop.key: drop
        for drop in await dues.list_drops(tx, plan.depot.warehouse_id, plan.day, plan_id=plan.id)
    }
    due = {goods for drop in drops.values() for goods in drop.goods}
    stale = [one for route in plan.routes for one in route.stops if not due.issuperset(one.goods)]
    if stale:
        raise PlanStale(orders=[number for stop in stale for number in stop.orders])
    unplanned = _unplanned(plan, drops)
    promised = [drop for drop in unplanned if promised_on(drop, plan.day, plan.depot.zone)]
    known = {one.drop for one in plan.left_out}
    if any(drop.key not in known for drop in promised):
        raise PromiseUnplanned(orders=[number for drop in promised for number in drop.orders])
    await routes.change_plan(tx, plan.id, {"published_at": tx.now, "version": row.version + 1})
    policy = await load_policy(tx)
    for route in plan.routes:
        await _publish(tx, route)
        for stop in route.stops:
            drop = drops[key_of(stop)]
            window = stop_window(
                stop.window,
                stop.eta,
                drop,
                plan.day,
                plan.depot.zone,
                least=policy.least_move,
                now=tx.now,
            )
            await tell_window(tx, stop, window, promised_on(drop, plan.day, plan.depot.zone))
            await expect_fetched(tx, stop, plan.day)
    for drop in unplanned:
        if told_on(drop, plan.day, plan.depot.zone):
            await put_off_unplanned(tx, drop, plan.day)


def _unplanned(plan: PlanView, drops: Mapping[str, Drop]) -> list[Drop]:
    """What is due and on no route."""
    served = {key_of(stop) for route in plan.routes for stop in route.stops}
    return [drop for drop in drops.values() if drop.key not in served]


def _check_drivers(plan: PlanView) -> None:
    if not plan.routes:
        raise PlanEmpty
    for route in plan.routes:
        if route.van.is_archived:
            raise VanArchived(van=route.van.code)
    bare = sorted({route.van.code for route in plan.routes if route.van.driver_id is None})
    if bare:
        raise DriverMissing(vans=bare)
    own: dict[str, set[str]] = defaultdict(set)
    for route in plan.routes:
        own[str(route.van.driver_id)].add(route.van.code)
    for route in plan.routes:
        if len(own[str(route.van.driver_id)]) > 1:
            raise DriverTwice(driver=route.van.driver, vans=sorted(own[str(route.van.driver_id)]))


async def _publish(tx: Transaction, route: Route) -> None:
    driver = route.van.driver_id
    assert driver is not None  # checked above
    await routes.change_route(tx, route.id, {"state": RouteState.PUBLISHED.value, "driver_id": driver})
    tx.record(RoutePublished(route.id, route.van.code, driver, route.day, len(route.stops)))
