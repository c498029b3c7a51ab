"""What the freight of a morning costs at least, and what each unit of stock is worth to it.

Stock is the only thing that ties the orders together. So each product at each place gets a price that an
order pays for taking it; with prices, each order is best served by itself (every set of places is tried),
and the sum of these less the prices of all stock is never more than the cost of any plan (Lagrange). Prices
are moved up where more is taken than there is and down where less, towards the highest such sum. All sums
are whole numbers, so the bound is exact; only the size of a step is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
# More places than this have too many sets to try; then the bound takes every place for nothing.
MOST_PLACES = 8
# A way that does not exist, dearer than any that does; sums of an order's stay within 64 bits.
NO_WAY = 1 << 50


@dataclass(frozen=True, slots=True)
class Freight:
    """The orders of a morning as tables; costs in micros.

    Entry e is one product of one order; entries of one order lie together, order o begins at ``starts[o]``.
    units[e, w]: one base unit from place w, `NO_WAY` when there is none. fixed[o, w]: a shipment.
    granted[e]: base units. product[e]: its row in ``stock`` [product, place].
    """

    starts: Ints
    order: Ints
    product: Ints
    granted: Ints
    units: Ints
    fixed: Ints
    stock: Ints


@dataclass(frozen=True, slots=True)
class Priced:
    """bound: no plan costs less. prices[product, place]: what a unit there is worth to the orders."""

    bound: int
    prices: Ints


def price_stock(freight: Freight, *, rounds: int) -> Priced:
    """The best bound after so many rounds, and its prices."""
    prices = np.zeros(freight.stock.shape, dtype=np.int64)
    best = Priced(-(1 << 62), prices)
    reach, since = 1.0, 0
    for _ in range(rounds):
        bound, used = _respond(freight, prices)
        if bound > best.bound:
            best, since = Priced(bound, prices), 0
        else:
            since += 1
            if since >= _PATIENCE:
                reach, since, prices = reach / 2, 0, best.prices
                continue
        over = used - freight.stock
        over[(over < 0) & (prices == 0)] = 0
        size = float((over.astype(np.float64) ** 2).sum())
        if not size or reach < _LEAST_REACH:
            break
        step = reach * _AIM * abs(float(bound)) / size
        prices = np.maximum(prices + np.rint(over * step).astype(np.int64), 0)
    return best


_PATIENCE = 15
_LEAST_REACH = 1 / 512
# How far above the present bound the step aims, as a share of it.
_AIM = 0.05


def _respond(freight: Freight, prices: Ints) -> tuple[int, Ints]:
    """(bound, units taken of each product at each place) when each order takes what is best for it."""
    paid = np.minimum(freight.units + prices[freight.product], NO_WAY)
    orders, places = freight.fixed.shape
    if places > MOST_PLACES:
        sets = np.full(orders, (1 << places) - 1)
        total = int((paid.min(axis=1) * freight.granted).sum()) + int(freight.fixed.min(axis=1).sum())
    else:
        costs = _cost_of_sets(freight, paid)
        sets = costs.argmin(axis=1)
        total = int(costs[np.arange(orders), sets].sum())
        sets = sets + 1
    is_open = (sets[freight.order][:, None] >> np.arange(places)) & 1 == 1
    taken = np.where(is_open, paid, NO_WAY << 1).argmin(axis=1)
    used = np.zeros(freight.stock.shape, dtype=np.int64)
    np.add.at(used, (freight.product, taken), freight.granted)
    return total - int((prices * freight.stock).sum()), used


def _cost_of_sets(freight: Freight, paid: Ints) -> Ints:
    """Of every order, what it costs to open each set of places; column s - 1 is the set with the bits of
    s.
    """
    orders, places = freight.fixed.shape
    least: list[Ints] = []
    costs = np.empty((orders, (1 << places) - 1), dtype=np.int64)
    opened: list[Ints] = []
    for chosen in range(1, 1 << places):
        low = (chosen & -chosen).bit_length() - 1
        rest = chosen & (chosen - 1)
        unit = paid[:, low] if not rest else np.minimum(least[rest - 1], paid[:, low])
        fixed = freight.fixed[:, low] if not rest else opened[rest - 1] + freight.fixed[:, low]
        least.append(unit)
        opened.append(fixed)
        paid_whole = np.where(unit >= NO_WAY, NO_WAY, unit * freight.granted)
        costs[:, chosen - 1] = np.add.reduceat(paid_whole, freight.starts) + fixed
    return costs
