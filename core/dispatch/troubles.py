"""Closed and slow roads of a day: those that are known, or those that somebody says instead of them."""

from __future__ import annotations

from datetime import date

from core.dispatch.engine.blocking import check_ends, check_troubles, holding
from core.dispatch.events import RoadsNoted
from core.dispatch.plan_types import PlanView, RoadTrouble
from core.dispatch.repository import roads
from core.dispatch.types import Depot
from core.infra.transaction import Snapshot, Transaction

Said = tuple[RoadTrouble, ...] | None
"""All roads that are closed or slow on a day from now on; None: as they are known."""


async def troubles_of(snap: Snapshot, depot: Depot, day: date, said: Said = None) -> tuple[RoadTrouble, ...]:
    """Those of the day from now on. Raises RoadUnfit, RoadOver, DepotCutOff for what is said."""
    if said is None:
        known = await roads.list_troubles(snap, depot.warehouse_id)
        return holding(list(known.values()), day, depot.zone, snap.now)
    check_troubles(said, depot)
    check_ends(said, depot.zone, snap.now)
    return said


async def keep_troubles(tx: Transaction, depot: Depot, day: date, said: Said) -> None:
    """What is said of a day's roads is known from now on: new ones with all their days, and what is not
    among them is free on all of its days."""
    if said is None:
        return
    known = await roads.list_troubles(tx, depot.warehouse_id)
    before = holding(list(known.values()), day, depot.zone, tx.now)
    if said == before:
        return
    freed = {one.names for one in before} - {one.names for one in said}
    gone = [key for key, one in known.items() if one.names in freed]
    await roads.free_troubles(tx, gone)
    for one in said:
        if one not in before:
            await roads.add_trouble(tx, depot.warehouse_id, one)
    named = tuple(" – ".join(one.names) for one in said)
    tx.record(RoadsNoted(depot.warehouse_id, depot.code, day, named, tx.actor.person_id))


async def is_outdated(snap: Snapshot, plan: PlanView) -> bool:
    """Whether other roads are known to be closed or slow than those that the plan was made for."""
    made_for = holding(plan.troubles, plan.day, plan.depot.zone, snap.now)
    return set(made_for) != set(await troubles_of(snap, plan.depot, plan.day))
