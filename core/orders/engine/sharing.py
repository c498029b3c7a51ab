"""A product that is short, shared out among all orders that hold or wait for it (G3). Pure.

* Urgent orders first; then each dealer's share of its contract, of one dealer's orders the earlier one first
  (``core.allocation.engine.morning``). What the orders hold already is shared out with what is free.
* Goods lie where the freight of all of them together is least. Where the house has said of no lane what it
  costs, the days on the way decide.
* An order that gets as much as it holds, and from no other place than before, is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.allocation.engine.morning import plan_morning
from core.allocation.shortage_types import MorningOrder
from core.allocation.types import AllocationLine, Bin, Goods, Lane, Place, PlaceId, Supply
from core.kernel.ids import ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.engine.allocating import leaves_on
from core.orders.sharing_types import Claimant, Shared
from core.stock.types import StockAt, Warehouse

# What a day earlier is worth for one base unit, in mills: it tells near from far where freight is the same.
_DAY_MILLS = 1_000
# One product is planned with the effort of some tenths of a second for a thousand orders.
_ROUNDS, _CUTS, _SWEEPS = 100, 0, 3


def share_out(
    product_id: ProductId,
    claimants: Sequence[Claimant],
    free: Sequence[StockAt],
    warehouses: Sequence[Warehouse],
    lanes: Mapping[str, Sequence[Lane]],
    goods: Goods,
    now: datetime,
    currency: str,
) -> tuple[int, tuple[Shared, ...], Money]:
    """What there is in all, what each gets, and the freight. lanes: by region, of those that have any.

    Claims that hold goods in a closed warehouse keep them and take no part.
    """
    open_ids = {one.id for one in warehouses}
    kept = [one for one in claimants if not set(one.held) <= open_ids]
    mine = [one for one in claimants if set(one.held) <= open_ids]
    there = {at.warehouse_id: max(at.available, 0) for at in free if at.warehouse_id in open_ids}
    for one in mine:
        for warehouse, quantity in one.held.items():
            there[warehouse] = there.get(warehouse, 0) + quantity
    orders = [_order(one, product_id, lanes, warehouses) for one in mine]
    supply = Supply(
        today=_today(warehouses, now),
        currency=currency,
        places=[Place(PlaceId(one.id), one.code, leaves_on(one, now)) for one in warehouses],
        stock={
            product_id: [Bin(PlaceId(one), quantity) for one, quantity in sorted(there.items()) if quantity]
        },
        goods={product_id: goods},
    )
    plan = plan_morning(orders, supply, rounds=_ROUNDS, cuts=_CUTS, sweeps=_SWEEPS)
    found = []
    for one, planned in zip(mine, plan.orders, strict=True):
        places: dict[WarehouseId, int] = {}
        for take in planned.takes:
            at = WarehouseId(take.place_id)
            places[at] = places.get(at, 0) + take.quantity
        found.append(Shared(one, places))
    return sum(there.values()), (*found, *(Shared(one, one.held) for one in kept)), plan.cost


def _order(
    one: Claimant,
    product_id: ProductId,
    lanes: Mapping[str, Sequence[Lane]],
    warehouses: Collection[Warehouse],
) -> MorningOrder:
    region = one.order.region
    return MorningOrder(
        order_id=one.order.order_id,
        dealer_id=one.order.dealer_id,
        placed_at=one.order.placed_at,
        lines=[AllocationLine(one.line_id, product_id, one.asked)],
        lanes=lanes.get(region) or [_plain(house, region) for house in warehouses],
        weight=one.order.share,
        urgent=one.order.is_urgent,
    )


def _plain(house: Warehouse, region: str) -> Lane:
    """The way from a warehouse where nobody has said what it costs."""
    days = house.lead_days if house.region == region else house.lead_days_elsewhere
    return Lane(PlaceId(house.id), 0, days)


def _today(warehouses: Collection[Warehouse], now: datetime) -> date:
    return min((now.astimezone(ZoneInfo(one.zone)).date() for one in warehouses), default=now.date())


def goods_of(grams: int, pack: int) -> Goods:
    return Goods(pack=pack, grams=grams, day_mills=_DAY_MILLS)
