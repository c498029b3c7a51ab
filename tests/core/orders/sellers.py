"""Shelves near and far, partners and a vendor with what they sell, and the plan of a quote over all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from core.allocation.engine.planning import plan_allocation
from core.allocation.types import AllocationPlan, AllocationPolicy, Lane, PlaceId
from core.kernel.ids import LineId, ProductId, WarehouseId
from core.kernel.money import Money, UnitPrice
from core.orders.engine.allocating import Asked, Ways, problem_of, without_freight
from core.orders.engine.partnering import Selling, fitting, selling
from core.orders.engine.planned import weighed
from core.orders.engine.supplying import plan_supply
from core.orders.partner_types import SellerOffer
from core.orders.supply_types import SupplyPlan, WhenShort
from core.stock.types import Arrival, Demand, StockAt, Warehouse

# A Monday; no case is longer than its week, so that a working day is a day.
TODAY = date(2025, 10, 13)
NOW = datetime(2025, 10, 13, 8, tzinfo=UTC)
PRODUCTS = tuple(ProductId(uuid.UUID(int=at)) for at in range(1, 4))
NEAR, FAR = (
    Warehouse(WarehouseId(uuid.UUID(int=50 + at)), code, code, code, "UTC", "16:00", 1, 2)
    for at, code in enumerate(("near", "far"))
)
OWN = 100  # cents that one of ours costs


def usd(minor: int) -> UnitPrice:
    return UnitPrice(minor * 10_000, "USD")


def money(minor: int) -> Money:
    return Money(minor, "USD")


def line(at: int) -> LineId:
    return LineId(uuid.UUID(int=1_000 + at))


def day(after: int) -> date:
    return TODAY + timedelta(days=after)


def partner(at: int, of: int, cost: int, left: int, *, fetch: int = 0, days: int = 2) -> SellerOffer:
    """cost and fetch in cents."""
    name, key = f"P{at}", uuid.UUID(int=100 + at)
    return SellerOffer(
        key, name, PRODUCTS[of], usd(cost), usd(OWN), left, 1, money(fetch), day(days), is_partner=True
    )


def vendor(of: int, cost: int, least: int, days: int) -> SellerOffer:
    key = uuid.UUID(int=500)
    return SellerOffer(
        key, "V", PRODUCTS[of], usd(cost), usd(OWN), None, least, money(0), day(days), is_partner=False
    )


class House(NamedTuple):
    """Goods of one or more products: (near, far, to come near, on which day after today)."""

    goods: Sequence[tuple[int, int, int, int]]
    lanes: tuple[int, int] | None = None  # cents for a shipment from near and from far; a day and two


def ask(
    house: House,
    lines: Sequence[tuple[int, int, int]],
    *,
    worth: int = 100,
    urgent: bool = False,
    steps: Mapping[int, int] | None = None,
    unsold: Sequence[int] = (),
) -> tuple[Asked, SupplyPlan]:
    """lines: (product, quantity, cents that a piece is sold at); the question, and the simple plan."""
    demands = [Demand(line(at), PRODUCTS[of], quantity) for at, (of, quantity, _) in enumerate(lines)]
    stock = {
        PRODUCTS[of]: (
            StockAt(NEAR.id, near, (Arrival(day(on), coming),) if coming else ()),
            StockAt(FAR.id, far),
        )
        for of, (near, far, coming, on) in enumerate(house.goods)
    }
    parts = {line(at): (steps or {}).get(at, 1) for at in range(len(lines))}
    simple = plan_supply(demands, stock, (NEAR, FAR), "near", NOW, when_short=WhenShort.REST, steps=parts)
    asked = Asked(
        demands=demands,
        stock=stock,
        warehouses=(NEAR, FAR),
        region="near",
        now=NOW,
        policy=AllocationPolicy(urgent=urgent),
        prices={PRODUCTS[of]: usd(price) for of, _, price in lines},
        day_worth_bp=worth,
        sold={
            line(at): money(price * quantity)
            for at, (_, quantity, price) in enumerate(lines)
            if at not in unsold
        },
        steps=parts,
        queue={},
        short={one.product_id for one in simple.missing},
    )
    return asked, simple


def plan(
    house: House, asked: Asked, simple: SupplyPlan, offers: Sequence[SellerOffer]
) -> tuple[AllocationPlan, Selling, SupplyPlan]:
    """As a quote plans it: (the engine's plan, from whom it may buy, what becomes of the order)."""
    some = {of: [one for one in offers if one.product_id == of] for of in {one.product_id for one in offers}}
    if house.lanes is None:
        asked, ways = without_freight(asked, simple.missing, "USD")
    else:
        near, far = house.lanes
        ways = Ways("USD", (Lane(PlaceId(NEAR.id), near, 1), Lane(PlaceId(FAR.id), far, 2)), ())
    from_whom = selling(fitting(some, asked.demands, asked.sold, asked.short), asked.demands, asked.steps)
    found = plan_allocation(problem_of(asked, ways, {}, from_whom))
    return found, from_whom, weighed(simple, found, asked, from_whom, when_short=WhenShort.REST)
