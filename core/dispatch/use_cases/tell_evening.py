"""In the evening before, whoever is served on the next day hears when (A14)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.dispatch.engine.windows import promised_on, stop_window, told_on
from core.dispatch.plan_types import AS_USUAL, Drop
from core.dispatch.repository import dues, foreseen, routes, vans
from core.dispatch.telling import keep_window, tell_promise, tell_window
from core.dispatch.types import Depot, key_of
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command


@dataclass(frozen=True, slots=True)
class TellEvening(Command[int]):
    """How many were told. From the house's hour on, stops of tomorrow's plan that nobody was told of are
    told, published or not; and once an evening those who were promised a window and are on no route yet."""

    permission = Permission.INTERNAL


async def tell_evening(tx: Transaction, command: TellEvening) -> int:
    told = 0
    for depot in await vans.depots(tx):
        local = tx.now.astimezone(ZoneInfo(depot.zone))
        if depot.position is not None and f"{local:%H:%M}" >= tx.settings.windows_told_at:
            told += await _tell_depot(tx, depot, local.date() + timedelta(days=1))
    return told


async def _tell_depot(tx: Transaction, depot: Depot, day: date) -> int:
    plan = await routes.find_plan(tx, depot.warehouse_id, day)
    if plan is not None and plan.published_at is not None:
        return 0  # they were told when it was published
    await routes.lock_plan(tx, depot.warehouse_id, day)
    is_first = await vans.begin_telling(tx, depot.warehouse_id, day)
    planned = {} if plan is None else await _tell_stops(tx, depot, day, plan.id, is_first=is_first)
    if not is_first:
        return sum(planned.values())
    due = await dues.list_drops(tx, depot.warehouse_id, day, plan_id=None if plan is None else plan.id)
    due += await foreseen.list_foreseen(tx, depot.warehouse_id, day)
    reminded = 0
    for drop in foreseen.together(due):
        window = promised_on(drop, day, depot.zone)
        if window is not None and drop.key not in planned and told_on(drop, day, depot.zone) is None:
            await tell_promise(tx, drop, window)
            reminded += 1
    return sum(planned.values()) + reminded


async def _tell_stops(
    tx: Transaction, depot: Depot, day: date, plan_id: uuid.UUID, *, is_first: bool
) -> dict[str, bool]:
    """The planned stops by their drops, and whether they were told now; whoever was reminded of a promise
    that is kept hears nothing more."""
    view = await routes.load_plan(tx, plan_id)
    stops = [stop for route in view.routes for stop in route.stops]
    drops: dict[str, Drop] = {
        drop.key: drop for drop in await dues.list_drops(tx, depot.warehouse_id, day, plan_id=view.id)
    }
    found: dict[str, bool] = {}
    for stop in stops:
        drop = drops.get(key_of(stop))
        if drop is None or stop.window is not None:
            found[key_of(stop)] = False
            continue
        promised = promised_on(drop, day, depot.zone)
        window = stop_window(None, stop.eta, drop, day, depot.zone, least=AS_USUAL.least_move)
        found[key_of(stop)] = is_first or window != promised
        if found[key_of(stop)]:
            await tell_window(tx, stop, window, promised)
        else:
            await keep_window(tx, stop, window)
    return found
