"""Who is given how much of what is on hand this morning, before any freight is thought of.

Urgent orders first; of every scarce product each dealer its contract's share (`engine/sharing.py`), of one
dealer's orders the earlier one first. What is here is handed out to the last pack, and the shares add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from core.allocation.engine.preparing import Prepared, Start, prepare, usable_bins
from core.allocation.engine.sharing import share_fairly
from core.allocation.shortage_types import Claim, MorningOrder, Share
from core.allocation.types import AllocationProblem, Bin, Goods, PlaceId, Supply
from core.kernel.ids import DealerId, ProductId
from core.kernel.reasons import Reason


class Entry(NamedTuple):
    """One product of one order: what is asked in whole packs, and what it is given."""

    order: int
    product: int
    asked: int
    granted: int


class Morning(NamedTuple):
    """The morning as tables: products and places by number, bins of each first expired first."""

    supply: Supply
    orders: Sequence[MorningOrder]
    prepared: Prepared
    products: list[ProductId]
    goods: list[Goods]
    places: list[PlaceId]
    bins: dict[tuple[int, int], list[Bin]]
    stock: list[list[int]]
    starts: list[dict[int, Start]]


def tabulate(orders: Sequence[MorningOrder], supply: Supply) -> Morning:
    lines = [line for order in orders for line in order.lines]
    lanes = [lane for order in orders for lane in order.lanes]
    prepared = prepare(AllocationProblem(lines, lanes, supply))
    slowest: dict[PlaceId, int] = {}
    for start in prepared.starts:
        arrives = start.ready + start.lane.days
        slowest[start.place.id] = max(slowest.get(start.place.id, 0), arrives)
    places = list(slowest)
    number = {place_id: at for at, place_id in enumerate(places)}
    products = [want.product_id for want in prepared.wants]
    goods = [want.goods for want in prepared.wants]
    bins: dict[tuple[int, int], list[Bin]] = {}
    stock = [[0] * len(places) for _ in products]
    for at, (product, one) in enumerate(zip(products, goods, strict=True)):
        for found in _on_hand(prepared, product, one, slowest):
            place = number[found.place_id]
            bins.setdefault((at, place), []).append(found)
            stock[at][place] += found.quantity - found.quantity % one.pack
    return Morning(supply, orders, prepared, products, goods, places, bins, stock, [])


def _on_hand(
    prepared: Prepared, product: ProductId, goods: Goods, slowest: Mapping[PlaceId, int]
) -> list[Bin]:
    """The bins that any order may have, first expired first: good even after the slowest lane from their
    place.
    """
    today = prepared.supply.today
    found = []
    for one in usable_bins(prepared, product):
        is_here = one.available_on is None or one.available_on <= today
        if is_here and one.place_id in slowest:
            arrives_on = prepared.days.date(slowest[one.place_id])
            if one.expires_on is None or arrives_on + timedelta(goods.shelf_days) <= one.expires_on:
                found.append(one)
    return sorted(found, key=lambda one: (one.expires_on is None, one.expires_on or today))


def grant(morning: Morning) -> tuple[list[Entry], list[Share]]:
    """What every order is given, in the orders' sequence, and the shares of what is short."""
    number = {product: at for at, product in enumerate(morning.products)}
    asked: dict[tuple[int, int], int] = {}
    for order, one in enumerate(morning.orders):
        for line in one.lines:
            if line.quantity > 0:
                key = order, number[line.product_id]
                asked[key] = asked.get(key, 0) + line.quantity
    by_product: dict[int, list[tuple[int, int]]] = {}
    for (order, product), quantity in asked.items():
        pack = morning.goods[product].pack
        by_product.setdefault(product, []).append((order, quantity - quantity % pack))
    granted: dict[tuple[int, int], int] = {}
    shares: list[Share] = []
    for product, wants in by_product.items():
        shares += _share(morning, product, wants, granted)
    entries = [
        Entry(order, product, quantity - quantity % morning.goods[product].pack, granted[order, product])
        for (order, product), quantity in sorted(asked.items())
    ]
    return entries, shares


def _share(
    morning: Morning,
    product: int,
    wants: Sequence[tuple[int, int]],
    granted: dict[tuple[int, int], int],
) -> Iterable[Share]:
    """Grant one product; shares only where it is short."""
    available = sum(morning.stock[product])
    groups: dict[tuple[DealerId, bool], list[tuple[int, int]]] = {}
    for order, quantity in wants:
        one = morning.orders[order]
        groups.setdefault((one.dealer_id, one.urgent), []).append((order, quantity))
    claims = [
        Claim(sum(quantity for _, quantity in mine), morning.orders[mine[0][0]].weight, urgent)
        for (_, urgent), mine in groups.items()
    ]
    parts = share_fairly(available, claims, morning.goods[product].pack)
    weights = sum(claim.weight for claim in claims)
    is_short = sum(claim.quantity for claim in claims) > available
    for ((dealer_id, urgent), mine), claim, part in zip(groups.items(), claims, parts, strict=True):
        left = part
        for order, quantity in sorted(mine, key=lambda one: (morning.orders[one[0]].placed_at, one[0])):
            granted[order, product] = min(quantity, left)
            left -= granted[order, product]
        if is_short:
            code = "allocation.urgent_first" if urgent else "allocation.fair_share"
            why = Reason(code, {"weight": claim.weight, "weights": weights, "available": available})
            yield Share(morning.products[product], dealer_id, claim.quantity, part, available, why)
