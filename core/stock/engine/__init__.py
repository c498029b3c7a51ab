"""Which warehouse gives what, and by when (the simple plan; the cost-optimal one is allocation's).

* G1: nothing is promised that is not free: on hand less reserved, and two lines on one product of the same
  order share what there is.
* Near first: the ship-to's region, then the quickest of the others, then by code. A line that one
  warehouse can serve whole is not split; else it is split in that order.
* An order in before the warehouse's cut-off (in its own zone) leaves on that working day, else on the next;
  lead days are working days (Monday to Friday, the house's holidays aside).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.kernel.ids import ProductId, WarehouseId
from core.stock.types import Demand, Light, LineAvailability, ReservationPlan, Stock, StockAt, Take, Warehouse

_SATURDAY = 5


def plan_reservation(
    demands: Sequence[Demand], stock: Stock, warehouses: Sequence[Warehouse], region: str, now: datetime
) -> ReservationPlan:
    """Plan every demand against ``stock``; what cannot be had whole is marked red and takes nothing."""
    ordered = near_first(warehouses, region)
    arrivals = {one.id: arrival_date(one, region, now) for one in ordered}
    near = {one.id for one in ordered if one.region == region} or {one.id for one in ordered[:1]}
    free: dict[tuple[ProductId, WarehouseId], int] = {
        (product, at.warehouse_id): max(at.available, 0) for product, places in stock.items() for at in places
    }
    takes: list[Take] = []
    lines: list[LineAvailability] = []
    for demand in demands:
        mine = _take(demand, ordered, free)
        available = sum(free.get((demand.product_id, one.id), 0) for one in ordered)
        if mine is None:
            lines.append(
                LineAvailability(
                    demand.line_id,
                    Light.RED,
                    available,
                    None,
                    _next_arrival(stock.get(demand.product_id, ()), arrivals),
                )
            )
            continue
        for take in mine:
            free[take.product_id, take.warehouse_id] -= take.quantity
        light = Light.GREEN if len(mine) == 1 and mine[0].warehouse_id in near else Light.YELLOW
        promised = max(arrivals[take.warehouse_id] for take in mine)
        lines.append(LineAvailability(demand.line_id, light, available, promised, None))
        takes += mine
    dates = [line.promised_on for line in lines if line.promised_on]
    return ReservationPlan(tuple(takes), tuple(lines), max(dates, default=None))


def near_first(warehouses: Sequence[Warehouse], region: str) -> list[Warehouse]:
    """Those of the region, then the quickest of the others, then by code."""
    return sorted(
        warehouses,
        key=lambda one: (
            one.region != region,
            0 if one.region == region else one.lead_days_elsewhere,
            one.code,
        ),
    )


def _take(
    demand: Demand, ordered: Sequence[Warehouse], free: dict[tuple[ProductId, WarehouseId], int]
) -> list[Take] | None:
    def has(warehouse: Warehouse) -> int:
        return free.get((demand.product_id, warehouse.id), 0)

    for warehouse in ordered:
        if has(warehouse) >= demand.quantity:
            return [Take(demand.line_id, demand.product_id, warehouse.id, demand.quantity)]
    missing, takes = demand.quantity, []
    for warehouse in ordered:
        part = min(missing, has(warehouse))
        if part:
            takes.append(Take(demand.line_id, demand.product_id, warehouse.id, part))
            missing -= part
        if not missing:
            return takes
    return None


def _next_arrival(places: Sequence[StockAt], serving: Container[WarehouseId]) -> date | None:
    days = (at.next_arrival for at in places if at.warehouse_id in serving)
    return min((day for day in days if day is not None), default=None)


def arrival_date(warehouse: Warehouse, region: str, now: datetime) -> date:
    """The day goods of this warehouse reach the region when ordered now."""
    local = now.astimezone(ZoneInfo(warehouse.zone))
    hours, minutes = warehouse.cut_off.split(":")
    day = local.date()
    if local.time() >= time(int(hours), int(minutes)) or not works_on(warehouse, day):
        day = _next_working_day(warehouse, day)
    for _ in range(warehouse.lead_days if warehouse.region == region else warehouse.lead_days_elsewhere):
        day = _next_working_day(warehouse, day)
    return day


def works_on(warehouse: Warehouse, day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in warehouse.holidays


def _next_working_day(warehouse: Warehouse, day: date) -> date:
    day += timedelta(days=1)
    while not works_on(warehouse, day):
        day += timedelta(days=1)
    return day
