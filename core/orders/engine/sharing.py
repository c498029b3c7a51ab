"""Products that are short, shared out among all orders that hold or wait for them (G3). Pure.

* Urgent orders first; then each dealer's share of its contract, of one dealer's orders the earlier one first
  (``core.allocation.engine.morning``). What the orders hold already is shared out with what is free.
* An order's line that gets as much as it holds is left where it is. The goods of the others lie where the
  freight of all of them together is least; from where goods of the order stay, a shipment leaves anyway.
  Where the house has said of no lane what it costs, the days on the way decide.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.allocation.engine.morning import plan_morning
from core.allocation.shortage_types import MorningOrder, MorningPlan
from core.allocation.types import AllocationLine, Bin, Goods, Lane, Place, PlaceId, Supply
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.engine.allocating import leaves_on
from core.orders.sharing_types import Claimant, Places, Shared
from core.stock.types import Stock, Warehouse

# What a day earlier is worth for one base unit, in mills: it tells near from far where freight is the same.
_DAY_MILLS = 1_000
# Ten seconds for all that is short of a thousand orders (benchmarks/allocation/shortage.py); twice that where
# none of them holds anything yet.
_ROUNDS, _CUTS, _SWEEPS = 100, 1, 3
Shelves = dict[ProductId, Counter[WarehouseId]]


class SharePlan(NamedTuple):
    """Scarce goods shared out. available: base units of each product; places: from where each claim has what
    it gets, as the claims were given; freight: of what is planned anew. gap: hundredths of a percent that the
    freight and the days of it may be above the least there is; None where nobody knows."""

    available: dict[ProductId, int]
    places: tuple[Places, ...]
    freight: Money
    gap: int | None


def share_out(
    claimants: Sequence[Claimant],
    free: Stock,
    warehouses: Sequence[Warehouse],
    lanes: Mapping[str, Sequence[Lane]],
    goods: Mapping[ProductId, Goods],
    now: datetime,
    currency: str,
) -> SharePlan:
    """Share out what there is of each product of ``goods``. lanes: by region, of those that have any.

    Claims that hold goods in a closed warehouse keep them and take no part.
    """
    open_ids = {one.id for one in warehouses}
    mine = [one for one in claimants if set(one.held) <= open_ids]
    there: Shelves = {
        product: Counter(
            {
                at.warehouse_id: max(at.available, 0)
                for at in free.get(product, ())
                if at.warehouse_id in open_ids
            }
        )
        for product in goods
    }
    for one in mine:
        there[one.product_id].update(one.held)
    available = {product: sum(shelves.values()) for product, shelves in there.items()}

    def plan(asked: Mapping[LineId, int], rounds: int, cuts: int, sweeps: int) -> MorningPlan:
        orders = _orders(mine, asked, lanes, warehouses)
        supply = _supply(warehouses, there, goods, now, currency)
        return plan_morning(orders, supply, rounds=rounds, cuts=cuts, sweeps=sweeps)

    # Who gets how much is a rule and needs no search; where it comes from is looked for afterwards.
    granted = {
        line: sum(places.values())
        for line, places in _taken(plan({one.line_id: one.asked for one in mine}, 1, 0, 0)).items()
    }
    moved = {
        one.line_id: granted.get(one.line_id, 0) for one in mine if granted.get(one.line_id, 0) != one.has
    }
    for one in mine:
        if one.line_id not in moved:
            there[one.product_id].subtract(one.held)
    found = plan(moved, _ROUNDS, _CUTS, _SWEEPS)
    taken = _taken(found)
    places = [taken.get(one.line_id, {}) if one.line_id in moved else one.held for one in claimants]
    return SharePlan(available, tuple(places), found.cost, found.gap)


def digest(values: Iterable[object]) -> str:
    """Sixteen characters for what these are."""
    return hashlib.sha256("\n".join(map(str, values)).encode()).hexdigest()[:16]


def facts_of(claimants: Iterable[Claimant], free: Stock) -> str:
    """A digest of what a sharing comes from: who holds and wants what, and what is free."""
    claims = sorted((str(one.line_id), one.asked, one.waits, _plain(one.held)) for one in claimants)
    shelves = sorted(
        (str(product), str(at.warehouse_id), at.available)
        for product, places in free.items()
        for at in places
    )
    return digest([*claims, *shelves])


def seen_of(facts: str, shared: Iterable[Shared]) -> str:
    """A digest of a sharing as it was shown."""
    changed = sorted((str(one.claimant.line_id), _plain(one.places)) for one in shared if one.is_changed)
    return digest([facts, *changed])


def goods_of(grams: int, pack: int) -> Goods:
    return Goods(pack=pack, grams=grams, day_mills=_DAY_MILLS)


def _plain(places: Mapping[WarehouseId, int]) -> list[tuple[str, int]]:
    return sorted((str(warehouse), quantity) for warehouse, quantity in places.items() if quantity)


def _taken(plan: MorningPlan) -> dict[LineId, dict[WarehouseId, int]]:
    found: dict[LineId, dict[WarehouseId, int]] = {}
    for planned in plan.orders:
        for take in planned.takes:
            places = found.setdefault(take.line_id, {})
            at = WarehouseId(take.place_id)
            places[at] = places.get(at, 0) + take.quantity
    return found


def _orders(
    claimants: Sequence[Claimant],
    asked: Mapping[LineId, int],
    lanes: Mapping[str, Sequence[Lane]],
    warehouses: Collection[Warehouse],
) -> list[MorningOrder]:
    """The orders with what their lines ask for; lines that are not named keep what they hold."""
    lines: dict[OrderId, list[AllocationLine]] = {}
    heads: dict[OrderId, Claimant] = {}
    stays: dict[OrderId, set[WarehouseId]] = {}
    for one in claimants:
        mine = stays.setdefault(one.order.order_id, set(one.beside))
        if one.line_id not in asked:
            mine.update(warehouse for warehouse, quantity in one.held.items() if quantity)
        elif asked[one.line_id]:
            heads.setdefault(one.order.order_id, one)
            line = AllocationLine(one.line_id, one.product_id, asked[one.line_id])
            lines.setdefault(one.order.order_id, []).append(line)
    found = []
    for order_id, one in heads.items():
        region = one.order.region
        found.append(
            MorningOrder(
                order_id=order_id,
                dealer_id=one.order.dealer_id,
                placed_at=one.order.placed_at,
                lines=lines[order_id],
                lanes=lanes.get(region) or [_by_days(house, region) for house in warehouses],
                weight=one.order.share,
                urgent=one.order.is_urgent,
                ships_from=frozenset(PlaceId(warehouse) for warehouse in stays[order_id]),
            )
        )
    return found


def _supply(
    warehouses: Sequence[Warehouse],
    there: Shelves,
    goods: Mapping[ProductId, Goods],
    now: datetime,
    currency: str,
) -> Supply:
    return Supply(
        today=min((now.astimezone(ZoneInfo(one.zone)).date() for one in warehouses), default=now.date()),
        currency=currency,
        places=[Place(PlaceId(one.id), one.code, leaves_on(one, now)) for one in warehouses],
        stock={
            product: [Bin(PlaceId(at), quantity) for at, quantity in sorted(shelves.items()) if quantity > 0]
            for product, shelves in there.items()
        },
        goods=goods,
    )


def _by_days(house: Warehouse, region: str) -> Lane:
    """The way from a warehouse where nobody has said what it costs."""
    days = house.lead_days if house.region == region else house.lead_days_elsewhere
    return Lane(PlaceId(house.id), 0, days)
