"""From the stock, the ways of goods and what others sell to the question about an order's goods (G2). Pure.

Where one warehouse near the dealer has everything there is nothing to weigh: the simple plan stands. Else the
engine of allocation compares, and the best way is taken (``core.orders.engine.planned``). Where it first
moves goods between warehouses, they are reserved where they lie, and a storekeeper is asked to send them
(``SupplyPlan.moves``). What it buys of other dealers and vendors (``core.orders.engine.partnering``) is
parted off and bought once the order is agreed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.allocation.types import (
    AllocationLine,
    AllocationPolicy,
    AllocationProblem,
    Bin,
    Goods,
    Lane,
    Place,
    PlaceId,
    Supply,
    TransferLane,
    WorkCalendar,
)
from core.kernel.ids import LineId, ProductId, WarehouseId
from core.kernel.money import Money, UnitPrice, currency_exponent
from core.orders.engine.partnering import NOBODY_SELLS, Selling
from core.orders.engine.supplying import left_coming
from core.orders.supply_types import Missing, SupplyPlan
from core.stock.engine import arrival_date
from core.stock.types import Demand, Light, Stock, Warehouse


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be supplied, and what there is for it.

    prices: what the dealer pays for a base unit; a product that is not named (a gift) has no hurry. sold:
    what it pays for what is demanded of a line, without tax. steps: base units that lines can be parted at.
    queue: pieces that others wait for, who are served before of what comes. short: products that our
    warehouses have too little of, so that goods to come and vendors are asked. is_rest: what the simple plan
    takes stays, and only what is missing beside it is asked.
    """

    demands: Sequence[Demand]
    stock: Stock
    warehouses: Sequence[Warehouse]
    region: str
    now: datetime
    policy: AllocationPolicy
    prices: Mapping[ProductId, UnitPrice]
    day_worth_bp: int
    sold: Mapping[LineId, Money]
    steps: Mapping[LineId, int]
    queue: Mapping[ProductId, int]
    short: Collection[ProductId] = ()
    is_rest: bool = False


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


def without_freight(asked: Asked, missing: Sequence[Missing], currency: str) -> tuple[Asked, Ways]:
    """The question where nobody has said what freight costs: our goods on hand go first, near before far, and
    only what is missing is weighed. Our ways cost nothing then, and take the days that they usually do."""
    lanes = [
        Lane(_place(one.id), 0, one.lead_days if one.region == asked.region else one.lead_days_elsewhere)
        for one in asked.warehouses
    ]
    lacks = {one.line_id: one.quantity for one in missing}
    of_line = {one.line_id: one.quantity for one in asked.demands}
    rest = replace(
        asked,
        demands=[Demand(one.line_id, one.product_id, one.quantity) for one in missing],
        stock={
            product: tuple(replace(at, available=0) for at in places)
            for product, places in asked.stock.items()
        },
        sold={
            line_id: Money(sold.minor * lacks[line_id] // of_line[line_id], sold.currency)
            for line_id, sold in asked.sold.items()
            if line_id in lacks
        },
        is_rest=True,
    )
    return rest, Ways(currency, tuple(lanes), ())


def problem_of(
    asked: Asked, ways: Ways, grams: Mapping[ProductId, int], selling: Selling = NOBODY_SELLS
) -> AllocationProblem:
    """The question for the engine: goods on hand, those to come of what is short, and what others sell."""
    now, products = asked.now, dict.fromkeys(one.product_id for one in asked.demands)
    return AllocationProblem(
        lines=[AllocationLine(one.line_id, one.product_id, one.quantity) for one in asked.demands],
        lanes=[*ways.lanes, *selling.lanes],
        supply=Supply(
            today=min((_local_day(one, now) for one in asked.warehouses), default=now.date()),
            currency=ways.currency,
            places=[
                *(Place(_place(one.id), one.code, leaves_on(one, now)) for one in asked.warehouses),
                *selling.places,
            ],
            stock={
                product: [*_own_bins(asked, product, selling), *selling.bins.get(product, ())]
                for product in products
            },
            goods={
                product: Goods(
                    pack=selling.packs.get(product, 1),
                    grams=grams.get(product, 0),
                    day_mills=day_mills(asked.prices[product], asked.day_worth_bp)
                    if product in asked.prices
                    else 0,
                )
                for product in products
            },
            transfers=ways.transfers,
            calendar=WorkCalendar(holidays=frozenset().union(*(one.holidays for one in asked.warehouses))),
        ),
        policy=asked.policy,
    )


def _own_bins(asked: Asked, product: ProductId, selling: Selling) -> Iterator[Bin]:
    known = {one.id for one in asked.warehouses}
    mills = selling.above.get(product, 0)
    for at in asked.stock.get(product, ()):
        if at.warehouse_id in known and at.available > 0:
            yield Bin(_place(at.warehouse_id), at.available, mills=mills)
    if product in asked.short:
        ahead = asked.queue.get(product, 0)
        for one in left_coming(product, ahead, asked.stock, asked.warehouses, asked.region, asked.now):
            yield Bin(_place(one.warehouse_id), one.quantity, one.on, mills=mills, follows=True)


def _place(warehouse_id: WarehouseId) -> PlaceId:
    return PlaceId(warehouse_id)


def _local_day(warehouse: Warehouse, now: datetime) -> date:
    return now.astimezone(ZoneInfo(warehouse.zone)).date()


def leaves_on(warehouse: Warehouse, now: datetime) -> date:
    """The day that goods ordered now leave it: as they arrive where nothing is on the way."""
    return arrival_date(replace(warehouse, lead_days=0, lead_days_elsewhere=0), "", now)
