"""All that is short of a morning, shared out as /fairshare does: time, freight, and what changes.

    python -m benchmarks.allocation.shortage

Data: `monday` (benchmarks/allocation/world.py), with one product in ten short, with three in ten, and with
all of them. Of these products the earlier order holds all it asked for, from the first warehouse that has
any, and the later ones wait; now all of it is shared out.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from benchmarks.allocation.world import CURRENCY, TODAY, a_morning
from core.allocation.shortage_types import MorningOrder
from core.allocation.types import Goods, Lane, PlaceId, Supply
from core.kernel.ids import ProductId, WarehouseId
from core.orders.engine.sharing import goods_of, share_out
from core.orders.sharing_types import Claimant, Shared
from core.orders.supply_types import BackOrder
from core.stock.types import StockAt, Warehouse

_ZONE = ZoneInfo("America/Los_Angeles")


Question = tuple[
    list[Claimant],
    dict[ProductId, tuple[StockAt, ...]],
    list[Warehouse],
    dict[str, Sequence[Lane]],
    dict[ProductId, Goods],
    datetime,
    str,
]


def main() -> None:
    for short in (0.1, 0.3, 1.0):
        asked = question_of(*a_morning(short=short))
        claims, goods = asked[0], asked[4]
        started = time.process_time()
        plan = share_out(*asked)
        spent = time.process_time() - started
        shared = [Shared(one, places) for one, places in zip(claims, plan.places, strict=True)]
        given = Counter[ProductId]()
        for one in shared:
            given[one.claimant.product_id] += one.gets
        assert given == plan.available
        print(
            f"{short:.0%} short: {len(goods)} products, {len({one.order.order_id for one in claims})} orders:"
            f" {spent:.1f} s CPU, {sum(one.is_changed for one in shared)} of {len(shared)} lines change,"
            f" their freight {plan.freight.minor / 100:,.0f},"
            f" within {(plan.gap or 0) / 100:.2f} % of the bound; limit: 30 s, 1 %",
            flush=True,
        )


def question_of(orders: list[MorningOrder], supply: Supply) -> Question:
    """What /fairshare asks on such a morning."""
    claims, left = first_come(orders, supply)
    free = {
        product: tuple(StockAt(WarehouseId(place), rest) for place, rest in shelves.items())
        for product, shelves in left.items()
    }
    houses = [
        Warehouse(WarehouseId(one.id), one.code, one.code, one.code, _ZONE.key, "16:00", 1, 3)
        for one in supply.places
    ]
    lanes = {str(at): one.lanes for at, one in enumerate(orders)}
    goods = {product: goods_of(supply.goods[product].grams, 1) for product in left}
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=_ZONE)
    return claims, free, houses, lanes, goods, now, CURRENCY


def first_come(
    orders: list[MorningOrder], supply: Supply
) -> tuple[list[Claimant], dict[ProductId, Counter[PlaceId]]]:
    """Who holds and wants what of the products that are short, and what is free of them."""
    asked = Counter[ProductId]()
    for order in orders:
        for line in order.lines:
            asked[line.product_id] += line.quantity
    shelves = {
        product: Counter({one.place_id: one.quantity for one in bins})
        for product, bins in supply.stock.items()
    }
    left = {product: there for product, there in shelves.items() if asked[product] > sum(there.values())}
    claims = []
    for at, order in enumerate(orders):
        head = BackOrder(
            order.order_id,
            str(at),
            order.dealer_id,
            str(at),
            order.urgent,
            order.weight,
            None,
            order.placed_at,
        )
        mine, beside = list[Claimant](), set[WarehouseId]()
        for line in order.lines:
            held: dict[WarehouseId, int] = {}
            key, want = line.product_id, line.quantity
            for place, there in shelves[key].items():
                if taken := min(want, there):
                    held[WarehouseId(place)] = taken
                    shelves[key][place] -= taken
                    want -= taken
            if key in left:
                mine.append(Claimant(head, "", line.line_id, key, line.quantity, held, waits=bool(want)))
            else:
                beside.update(held)
        claims += [replace(one, beside=beside) for one in mine]
    return claims, left


if __name__ == "__main__":
    main()
