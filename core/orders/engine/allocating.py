"""From the stock and the ways of goods to the plan of an order in money and dates, and back (G2). Pure.

Where one warehouse near the dealer has everything there is nothing to weigh: the simple plan stands. Else the
engine of allocation compares, and the best way is taken. Where it first moves goods between warehouses, they
are reserved where they lie, and a storekeeper is asked to send them (``SupplyPlan.moves``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.allocation.types import (
    AllocationLine,
    AllocationPlan,
    AllocationPolicy,
    AllocationProblem,
    Bin,
    Goods,
    Lane,
    Place,
    PlaceId,
    PlannedTake,
    PlanOption,
    Supply,
    TransferLane,
)
from core.kernel.ids import LineId, ProductId, WarehouseId
from core.kernel.money import UnitPrice, currency_exponent
from core.orders.supply_types import OptionSummary, SupplyPlan, TransferSummary
from core.stock.engine import arrival_date
from core.stock.types import Demand, Light, LineAvailability, PlannedMove, Stock, Take, Warehouse


def day_mills(price: UnitPrice, day_worth_bp: int) -> int:
    """What a day earlier is worth for one base unit at that price, in mills (thousandths of a minor unit).

    day_worth_bp: in hundredths of a percent of what the dealer pays.
    """
    minor = Decimal(10) ** currency_exponent(price.currency)
    return int(price.to_decimal() * minor * 1_000 * day_worth_bp / 10_000)


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of the ways to one region, in one currency."""

    currency: str
    lanes: tuple[Lane, ...]
    transfers: tuple[TransferLane, ...]


def is_weighed(plan: SupplyPlan) -> bool:
    """Whether there is anything to choose: all is there, but not all of it in one warehouse near by."""
    return (
        not plan.missing
        and bool(plan.takes)
        and all(line.light is not Light.RED for line in plan.lines)
        and (
            len({take.warehouse_id for take in plan.takes}) > 1
            or any(line.light is Light.YELLOW for line in plan.lines)
        )
    )


def problem_of(
    demands: Sequence[Demand],
    stock: Stock,
    warehouses: Sequence[Warehouse],
    grams: Mapping[ProductId, int],
    ways: Ways,
    now: datetime,
    policy: AllocationPolicy,
    prices: Mapping[ProductId, UnitPrice],
    day_worth_bp: int,
) -> AllocationProblem:
    """The question for the engine; goods still to come are left out, as all of it is there.

    prices: what the dealer pays for a base unit; a product that is not named (a gift) has no hurry.
    """
    known = {one.id for one in warehouses}
    return AllocationProblem(
        lines=[AllocationLine(one.line_id, one.product_id, one.quantity) for one in demands],
        lanes=ways.lanes,
        supply=Supply(
            today=min((_local_day(one, now) for one in warehouses), default=now.date()),
            currency=ways.currency,
            places=[Place(_place(one.id), one.code, leaves_on(one, now)) for one in warehouses],
            stock={
                product: [
                    Bin(_place(at.warehouse_id), at.available)
                    for at in places
                    if at.warehouse_id in known and at.available > 0
                ]
                for product, places in stock.items()
            },
            goods={
                product: Goods(
                    grams=grams.get(product, 0),
                    day_mills=day_mills(prices[product], day_worth_bp) if product in prices else 0,
                )
                for product in stock
            },
            transfers=ways.transfers,
        ),
        policy=policy,
    )


def _place(warehouse_id: WarehouseId) -> PlaceId:
    return PlaceId(warehouse_id)


def _local_day(warehouse: Warehouse, now: datetime) -> date:
    return now.astimezone(ZoneInfo(warehouse.zone)).date()


def leaves_on(warehouse: Warehouse, now: datetime) -> date:
    """The day that goods ordered now leave it: as they arrive where nothing is on the way."""
    return arrival_date(replace(warehouse, lead_days=0, lead_days_elsewhere=0), "", now)


def weighed(simple: SupplyPlan, plan: AllocationPlan, warehouses: Sequence[Warehouse]) -> SupplyPlan:
    """The simple plan, or the best of the engine's that has everything."""
    codes = {_place(one.id): one.code for one in warehouses}
    options = [plan.chosen, *plan.others]
    chosen = next((one for one in options if not one.missing and one.promised_on), None)
    compared = tuple(_summary(one, codes, is_chosen=one is chosen) for one in options if not one.missing)
    if chosen is None:
        return replace(simple, options=compared)
    arrives: dict[Any, date] = {}
    for take in chosen.takes:
        arrives[take.line_id] = max(arrives.get(take.line_id, take.arrives_on), take.arrives_on)
    return SupplyPlan(
        takes=_takes(chosen),
        lines=tuple(_line(one, chosen, arrives) for one in simple.lines),
        promised_on=chosen.promised_on,
        options=compared,
        moves=_moves(chosen),
    )


def _moves(option: PlanOption) -> tuple[PlannedMove, ...]:
    """What of each line goes to another warehouse first."""
    lorries = {(one.from_id, one.to_id): one for one in option.transfers}
    sums: dict[tuple[LineId, ProductId, PlaceId, PlaceId], int] = {}
    for take in option.takes:
        if take.hub_id is not None:
            key = take.line_id, take.product_id, take.place_id, take.hub_id
            sums[key] = sums.get(key, 0) + take.quantity
    return tuple(
        PlannedMove(
            line_id,
            product,
            WarehouseId(source),
            WarehouseId(hub),
            quantity,
            lorries[source, hub].leaves_on,
            lorries[source, hub].arrives_on,
        )
        for (line_id, product, source, hub), quantity in sums.items()
    )


def _takes(option: PlanOption) -> tuple[Take, ...]:
    """Lots are for the picker: what is taken of one line from one warehouse is one reservation."""
    sums: dict[tuple[Any, ProductId, PlaceId], int] = {}
    for take in option.takes:
        key = take.line_id, take.product_id, take.place_id
        sums[key] = sums.get(key, 0) + take.quantity
    return tuple(
        Take(line_id, product, WarehouseId(place), quantity)
        for (line_id, product, place), quantity in sums.items()
    )


def _line(line: LineAvailability, option: PlanOption, arrives: Mapping[Any, date]) -> LineAvailability:
    """Green stays green only where the engine, too, serves the line as the simple plan does: at once."""
    day = arrives.get(line.line_id)
    if day is None:
        return line
    whole = len({take.place_id for take in option.takes if take.line_id == line.line_id}) == 1
    near = line.light is Light.GREEN and whole and line.promised_on is not None and day <= line.promised_on
    return replace(line, light=Light.GREEN if near else Light.YELLOW, promised_on=day)


def _summary(option: PlanOption, codes: Mapping[PlaceId, str], *, is_chosen: bool) -> OptionSummary:
    return OptionSummary(
        kind=option.kind.value,
        cost=option.cost,
        promised_on=option.promised_on,
        days=option.days,
        is_chosen=is_chosen,
        shipments=tuple((codes.get(one.place_id, "?"), one.quantity, one.cost) for one in option.shipments),
        transfers=tuple(
            TransferSummary(codes.get(one.from_id, "?"), codes.get(one.to_id, "?"), one.quantity, one.cost)
            for one in option.transfers
        ),
        moves=_moves(option) if is_chosen else (),
        waits=_waits(option) if is_chosen else (),
        first_on=max((one.arrives_on for one in option.takes if not _is_gathered(one, option)), default=None)
        if is_chosen
        else None,
    )


def _is_gathered(take: PlannedTake, option: PlanOption) -> bool:
    """Whether it leaves in one shipment with goods that are moved first."""
    return any(
        one.hub_id is not None and (one.hub_id, one.leaves_on) == (take.shipped_from, take.leaves_on)
        for one in option.takes
    )


def _waits(option: PlanOption) -> tuple[tuple[LineId, int], ...]:
    sums: Counter[LineId] = Counter()
    for take in option.takes:
        if _is_gathered(take, option):
            sums[take.line_id] += take.quantity
    return tuple(sums.items())
