"""Where an order's goods come from, and who is served first when goods come. Pure.

* G1: what is not free is never taken; lines on one product share what there is, the earlier line first.
* G3: what is not there is promised for the day that enough of it comes to the warehouses, with all who have
  waited longer served before; nothing is promised by a delivery that is late or has no day.
* F3, G3: goods that come go to urgent orders, then to the larger share of a contract, then to the earlier
  promise, then to who has waited longest. Who is served takes all it can: nobody overtakes on a later day.
* What has come, or was lost and comes from elsewhere, is taken where the order ships from anyway, then near
  first: another shipment would cost more and bring nothing sooner. What it has stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.kernel.ids import LineId, ProductId, WarehouseId
from core.orders.supply_types import BackOrder, Missing, Served, SupplyPlan, WhenShort, last_day
from core.stock.engine import arrival_date, near_first, plan_reservation
from core.stock.types import Demand, Light, Stock, Take, Warehouse

Free = dict[tuple[ProductId, WarehouseId], int]


def plan_supply(
    demands: Sequence[Demand],
    stock: Stock,
    warehouses: Sequence[Warehouse],
    region: str,
    now: datetime,
    *,
    when_short: WhenShort | None = None,
    steps: Mapping[LineId, int] | None = None,
    queue: Mapping[ProductId, int] | None = None,
) -> SupplyPlan:
    """Plan every demand. ``steps``: base units that a line can be parted at, for the lines that may wait (a
    line that is not named takes all or nothing); ``queue``: pieces that others wait for."""
    plan = plan_reservation(demands, stock, warehouses, region, now)
    if plan.is_complete:
        return SupplyPlan(plan.takes, plan.lines, plan.promised_on)
    free = _less(_free(stock), plan.takes)
    ordered = near_first(warehouses, region)
    red = {line.line_id for line in plan.lines if line.light is Light.RED}
    takes, missing = list(plan.takes), []
    ahead = defaultdict(int, queue or {})
    for demand in demands:
        step = (steps or {}).get(demand.line_id)
        if demand.line_id not in red or step is None:
            continue
        mine = _some(demand, ordered, free, step)
        lack = demand.quantity - sum(take.quantity for take in mine)
        ahead[demand.product_id] += lack
        day = _comes_on(demand.product_id, ahead[demand.product_id], stock, ordered, region, now)
        missing.append(Missing(demand.line_id, demand.product_id, lack, day))
        if when_short is not None:
            takes += mine
    if when_short is None:
        return SupplyPlan(plan.takes, plan.lines, plan.promised_on, tuple(missing))
    waiting = {one.line_id: one for one in missing}
    days = {one.id: arrival_date(one, region, now) for one in ordered}
    first = max((days[take.warehouse_id] for take in takes), default=None)
    return SupplyPlan(
        tuple(takes),
        tuple(
            replace(line, light=Light.YELLOW, incoming_on=waiting[line.line_id].on)
            if line.line_id in waiting
            else line
            for line in plan.lines
        ),
        first if when_short is WhenShort.REST and first else last_day([one.on for one in missing]),
        tuple(missing),
    )


def serve_back_orders(
    orders: Collection[BackOrder],
    stock: Stock,
    warehouses: Sequence[Warehouse],
    now: datetime,
    queue: Mapping[ProductId, int] | None = None,
    houses: Sequence[Warehouse] | None = None,
) -> list[Served]:
    """Give what is free to those who wait, by the rule above; the orders come back in that sequence.

    queue: pieces that still others wait for, who are served before. houses: closed warehouses too, which
    goods may be moved to that an order waits for.
    """
    free = _free(stock)
    ahead: defaultdict[ProductId, int] = defaultdict(int, queue or {})
    served: list[Served] = []
    for order in sorted(orders, key=_precedence):
        ordered = near_first(warehouses, order.region)
        used = set(order.ships_from)
        takes: list[Take] = []
        missing: list[Missing] = []
        for line in order.lines:
            demand = Demand(line.line_id, line.product_id, line.missing)
            mine = _some(demand, _used_first(ordered, used), free, 1) if line.missing else []
            takes += mine
            used.update(take.warehouse_id for take in mine)
            lack = line.missing - sum(take.quantity for take in mine)
            if lack:
                ahead[line.product_id] += lack
                day = _comes_on(line.product_id, ahead[line.product_id], stock, ordered, order.region, now)
                missing.append(Missing(line.line_id, line.product_id, lack, day))
        served.append(_served(order, takes, missing, houses or warehouses, now))
    return served


def _served(
    order: BackOrder,
    takes: Sequence[Take],
    missing: Sequence[Missing],
    warehouses: Sequence[Warehouse],
    now: datetime,
) -> Served:
    """With the day to count on. Moves that are on time keep the day that was promised with them."""
    known = {one.id: one for one in warehouses}
    days = [one.on for one in missing]
    on_time = True
    for move in order.moves:
        house = known.get(move.target_id)
        if house is None:
            days.append(None)
            on_time = False
            continue
        zone = ZoneInfo(house.zone)
        there = move.expected_on(now.astimezone(zone).date())
        on_time &= there == move.planned_on
        days.append(
            None
            if there is None
            else arrival_date(house, order.region, datetime.combine(there, time(), zone))
        )
    is_kept = bool(order.moves) and on_time and not missing
    return Served(order, tuple(takes), tuple(missing), last_day(days), is_kept)


def _precedence(order: BackOrder) -> tuple[bool, int, date, datetime, str]:
    return (
        not order.is_urgent,
        -order.share,
        order.promised_on or date.max,
        order.placed_at,
        order.number,
    )


def _used_first(ordered: Sequence[Warehouse], used: Collection[WarehouseId]) -> list[Warehouse]:
    return [one for one in ordered if one.id in used] + [one for one in ordered if one.id not in used]


def _free(stock: Stock) -> Free:
    return {
        (product, at.warehouse_id): max(at.available, 0) for product, places in stock.items() for at in places
    }


def _less(free: Free, takes: Sequence[Take]) -> Free:
    for take in takes:
        free[take.product_id, take.warehouse_id] -= take.quantity
    return free


def _some(demand: Demand, ordered: Sequence[Warehouse], free: Free, step: int) -> list[Take]:
    """As many whole steps as are there, near first; what is taken is free no longer."""
    there = sum(free.get((demand.product_id, one.id), 0) for one in ordered)
    left = min(there, demand.quantity) // step * step
    takes = []
    for one in ordered:
        part = min(left, free.get((demand.product_id, one.id), 0))
        if part > 0:
            takes.append(Take(demand.line_id, demand.product_id, one.id, part))
            free[demand.product_id, one.id] -= part
            left -= part
    return takes


def _comes_on(
    product: ProductId,
    pieces: int,
    stock: Stock,
    ordered: Sequence[Warehouse],
    region: str,
    now: datetime,
) -> date | None:
    """The day on which so many pieces more have come and can be with the dealer."""
    for one in _coming(product, stock, ordered, region, now):
        pieces -= one.quantity
        if pieces <= 0:
            return one.there_on
    return None


class Coming(NamedTuple):
    """So many pieces come to a warehouse on a day, and can be with the dealer on ``there_on``."""

    there_on: date
    quantity: int
    on: date
    warehouse_id: WarehouseId


def left_coming(
    product: ProductId, ahead: int, stock: Stock, warehouses: Sequence[Warehouse], region: str, now: datetime
) -> list[Coming]:
    """What is to come of a product once so many pieces that others wait for have been given out of it."""
    found = []
    for one in _coming(product, stock, near_first(warehouses, region), region, now):
        gone = min(one.quantity, ahead)
        ahead -= gone
        if gone < one.quantity:
            found.append(one._replace(quantity=one.quantity - gone))
    return found


def _coming(
    product: ProductId, stock: Stock, ordered: Sequence[Warehouse], region: str, now: datetime
) -> list[Coming]:
    """What of a product is to come, who can have it with the dealer first before the others."""
    known = {one.id: one for one in ordered}
    coming = []
    for at in stock.get(product, ()):
        warehouse = known.get(at.warehouse_id)
        if warehouse is None:
            continue
        zone = ZoneInfo(warehouse.zone)
        today = now.astimezone(zone).date()
        for arrival in at.arrivals:
            if arrival.on is not None and arrival.on >= today and arrival.quantity > 0:
                morning = datetime.combine(arrival.on, time(), zone)
                there_on = arrival_date(warehouse, region, morning)
                coming.append(Coming(there_on, arrival.quantity, arrival.on, warehouse.id))
    return sorted(coming)
