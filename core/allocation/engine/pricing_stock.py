"""What the freight of a morning costs at least, and what each unit of stock is worth to it.

Stock is the only thing that ties the orders together. So each product at each place gets a price that an
order pays for taking it; with prices, each order is best served by itself (every set of places is tried),
and the sum of these less the prices of all stock is never more than the cost of any plan (Lagrange). What
else every plan keeps (`engine/cutting.py`) is priced in the same way. All sums are whole numbers, so a bound
is exact whatever prices it comes from; only the size of a step is not.

An order that wants more than a place has takes there what there is: who asks 24 of the last 10 has to open a
second place, and its cost says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.allocation.engine.cutting import Cuts

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

    @property
    def reach(self) -> Ints:
        """[entry, place]: the most that an entry can take there."""
        there = np.minimum(self.granted[:, None], self.stock[self.product])
        found: Ints = np.where(self.units < NO_WAY, there, 0)
        return found


@dataclass(frozen=True, slots=True)
class Priced:
    """bound: no plan costs less. prices[product, place]: what a unit there is worth to the orders; cuts, and
    what each of them is worth: weights[cut].
    """

    bound: int
    prices: Ints
    cuts: Cuts = field(default_factory=Cuts)
    weights: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the orders do at some prices. chosen[order]: its set of places, as a mask less one.
    taken[entry, place].
    """

    bound: int
    chosen: Ints
    taken: Ints


class Responder:
    """Answers prices for all orders at once."""

    def __init__(self, freight: Freight) -> None:
        self.freight = freight
        self.places = freight.fixed.shape[1]
        masks = np.arange(1, 1 << self.places)
        self.members = (masks[:, None] >> np.arange(self.places)) & 1 == 1
        self._fixed = freight.fixed @ self.members.T.astype(np.int64)
        self._reach = freight.reach
        usable = self._reach > 0
        self._units = np.where(usable, freight.units, NO_WAY)
        self._narrow = np.flatnonzero((usable & (self._reach < freight.granted[:, None])).any(axis=1))

    def respond(self, prices: Ints, cuts: Cuts | None = None, weights: Ints | None = None) -> Answer:
        """The least cost of each order by itself, and the bound that they add up to."""
        freight = self.freight
        paid = self._paid(prices, cuts, weights)
        costs = self.cost_of_sets(prices, cuts, weights)
        chosen = costs.argmin(axis=1)
        least = costs[np.arange(len(costs)), chosen].tolist()
        bound = sum(least) - int((prices * freight.stock).sum())
        if cuts is not None and weights is not None:
            bound += sum((weights * cuts.least).tolist())
        is_open = self.members[chosen][freight.order]
        taken = np.zeros_like(paid)
        rows = np.arange(len(paid))
        taken[rows, np.where(is_open, paid, NO_WAY << 1).argmin(axis=1)] = freight.granted
        near = self._near(paid)
        filled = np.zeros_like(near)
        np.put_along_axis(filled, near, self._fill(near, is_open[self._narrow]), axis=1)
        taken[self._narrow] = filled
        return Answer(bound, chosen.astype(np.int64), taken)

    def cost_of_sets(self, prices: Ints, cuts: Cuts | None = None, weights: Ints | None = None) -> Ints:
        """[order, mask less one]: what an order costs that opens just these places; `NO_WAY` or more where
        they cannot serve it.
        """
        freight, paid = self.freight, self._paid(prices, cuts, weights)
        costs: Ints = np.empty_like(self._fixed)
        least: list[Ints] = []
        narrow = self._narrow
        near = self._near(paid)
        unit_near = np.take_along_axis(paid[narrow], near, axis=1)
        for at in range(len(self.members)):
            mask = at + 1
            low, rest = (mask & -mask).bit_length() - 1, mask & (mask - 1)
            unit = np.minimum(least[rest - 1], paid[:, low]) if rest else paid[:, low]
            least.append(unit)
            whole = np.where(unit >= NO_WAY, NO_WAY, unit * freight.granted)
            given = self._fill(near, np.broadcast_to(self.members[at], near.shape))
            served = given.sum(axis=1) == freight.granted[narrow]
            whole[narrow] = np.where(served, np.where(given > 0, given * unit_near, 0).sum(axis=1), NO_WAY)
            costs[:, at] = np.add.reduceat(whole, freight.starts)
        costs += self._fixed
        if cuts is not None and weights is not None:
            costs -= cuts.off_sets(weights, freight.order, self.members)
        return costs

    def _paid(self, prices: Ints, cuts: Cuts | None, weights: Ints | None) -> Ints:
        paid = self._units + prices[self.freight.product]
        if cuts is not None and weights is not None:
            paid -= cuts.off_units(weights, self._units.shape, self.members)
        found: Ints = np.where(self._units >= NO_WAY, NO_WAY, paid)
        return found

    def _near(self, paid: Ints) -> Ints:
        """The places, the cheapest first, for the entries that no one place may have whole."""
        near: Ints = np.argsort(paid[self._narrow], axis=1, kind="stable")
        return near

    def _fill(self, near: Ints, is_open: NDArray[np.bool_]) -> Ints:
        """What those entries take at each of ``near``."""
        there = np.take_along_axis(np.where(is_open, self._reach[self._narrow], 0), near, axis=1)
        filled = np.minimum(there.cumsum(axis=1), self.freight.granted[self._narrow][:, None])
        taken: Ints = np.diff(filled, axis=1, prepend=0)
        return taken


def price_stock(freight: Freight, *, rounds: int) -> Priced:
    """The best bound after so many rounds, and its prices: moved up where more is taken than there is and
    down where less.
    """
    prices = np.zeros(freight.stock.shape, dtype=np.int64)
    if freight.fixed.shape[1] > MOST_PLACES:
        return Priced(_for_nothing(freight), prices)
    responder = Responder(freight)
    best = Priced(-(1 << 62), prices)
    reach, since = 1.0, 0
    for _ in range(rounds):
        answer = responder.respond(prices)
        if answer.bound > best.bound:
            best, since = Priced(answer.bound, prices), 0
        else:
            since += 1
            if since >= _PATIENCE:
                reach, since, prices = reach / 2, 0, best.prices
                continue
        used = np.zeros(freight.stock.shape, dtype=np.int64)
        np.add.at(used, freight.product, answer.taken)
        over = used - freight.stock
        over[(over < 0) & (prices == 0)] = 0
        size = float((over.astype(np.float64) ** 2).sum())
        if not size or reach < _LEAST_REACH:
            break
        step = reach * _AIM * abs(float(answer.bound)) / size
        prices = np.maximum(prices + np.rint(over * step).astype(np.int64), 0)
    return best


_PATIENCE = 15
_LEAST_REACH = 1 / 512
# How far above the present bound the step aims, as a share of it.
_AIM = 0.05


def _for_nothing(freight: Freight) -> int:
    """Each entry at its cheapest place and each order with one shipment, its cheapest."""
    return int((freight.units.min(axis=1) * freight.granted).sum()) + int(freight.fixed.min(axis=1).sum())
