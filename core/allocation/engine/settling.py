"""Which order gets its goods from which place: a plan by the prices of stock, or one from elsewhere, made
better move by move.

Three moves are tried until none helps: an order is planned anew out of what is free; a shipment is closed
by moving its goods to the order's other shipments, out of what is free or in exchange with another order
that has both places open; and a shipment is exchanged for one from another place in the same way. Every
move keeps every order's goods whole and every place's stock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from core.allocation.engine.pricing_stock import NO_WAY, Freight, Ints


class _Entry(NamedTuple):
    """One product of one order. units: cost of a unit by place; near: places, the cheapest first."""

    at: int
    order: int
    product: int
    granted: int
    units: list[int]
    near: list[int]


class _Shift(NamedTuple):
    """Units of an entry from one place to another; ``partner`` moves as many the other way, if there is
    one.
    """

    entry: _Entry
    source: int
    target: int
    quantity: int
    partner: _Entry | None


class Settlement:
    """Who takes what from where, always feasible; ``missing`` units of an entry found no stock in reach."""

    def __init__(self, freight: Freight) -> None:
        self._fixed: list[list[int]] = freight.fixed.tolist()
        self._free: list[list[int]] = freight.stock.tolist()
        self._places = range(freight.fixed.shape[1])
        self.taken = [[0 for _ in self._places] for _ in range(len(freight.order))]
        self._count = [[0 for _ in self._places] for _ in self._fixed]
        self._holders: list[list[dict[int, None]]] = [[{} for _ in self._places] for _ in self._free]
        self._entries = [
            _Entry(at, order, product, granted, units, sorted(self._places, key=units.__getitem__))
            for at, (order, product, granted, units) in enumerate(
                zip(
                    freight.order.tolist(),
                    freight.product.tolist(),
                    freight.granted.tolist(),
                    freight.units.tolist(),
                    strict=True,
                )
            )
        ]
        self._of: list[list[_Entry]] = [[] for _ in self._fixed]
        for entry in self._entries:
            self._of[entry.order].append(entry)
        self.cost = 0
        self._log: list[tuple[_Entry, int, int]] = []
        self._sets = sorted(range(1, 1 << len(self._places)), key=lambda one: (one.bit_count(), one))

    def begin(self, prices: Ints) -> None:
        """A first plan: each order by itself out of what is left, paying the prices of stock; large ones
        first.
        """
        by_size = sorted(range(len(self._of)), key=lambda order: (-len(self._of[order]), order))
        self._replan(by_size, prices.tolist())

    def resume(self, taken: Sequence[Sequence[int]]) -> None:
        """Begin from a plan; an order that it leaves open in part is planned anew out of what is left."""
        for entry, row in zip(self._entries, taken, strict=True):
            for place in self._places:
                if row[place]:
                    self._move(entry, place, row[place])
        for order, mine in enumerate(self._of):
            if any(sum(self.taken[entry.at]) < entry.granted for entry in mine):
                self._replan((order,))

    def improve(self, rounds: int) -> None:
        """Try all moves on all orders, again and again until none helps or so many rounds are over."""
        for _ in range(rounds):
            found = False
            for order in range(len(self._of)):
                found |= self._try(partial(self._replan, (order,)))
                for source in self._places:
                    found |= self._empty(order, source)
            if not found:
                break

    def _replan(self, orders: Sequence[int], prices: Sequence[Sequence[int]] | None = None) -> None:
        """Give back what some orders have and plan them anew, one after the other."""
        for order in orders:
            for entry in self._of[order]:
                for place in self._places:
                    if self.taken[entry.at][place]:
                        self._move(entry, place, -self.taken[entry.at][place])
        for order in orders:
            self._apply(self._best(order, self._paid(order, prices)))

    def _paid(self, order: int, prices: Sequence[Sequence[int]] | None) -> list[list[int]]:
        if prices is None:
            return [entry.units for entry in self._of[order]]
        return [
            [cost + price for cost, price in zip(entry.units, prices[entry.product], strict=True)]
            for entry in self._of[order]
        ]

    def _try(self, act: Callable[[], object]) -> bool:
        """Do something and keep it only if the cost falls."""
        before, self._log = self.cost, []
        act()
        if self.cost < before:
            return True
        for entry, place, quantity in reversed(self._log):
            self._move(entry, place, -quantity)
        self.cost = before
        return False

    def _best(self, order: int, paid: Sequence[Sequence[int]]) -> list[tuple[_Entry, int, int]]:
        """(entry, place, quantity) of the best set of places out of what is free; what is nowhere stays
        open.
        """
        best: list[tuple[_Entry, int, int]] = []
        least: int | None = None
        fixed = self._fixed[order]
        near = [sorted(self._places, key=costs.__getitem__) for costs in paid]
        for chosen in self._sets:
            cost = sum(fixed[place] for place in self._places if chosen >> place & 1)
            plan: list[tuple[_Entry, int, int]] = []
            for entry, costs, places in zip(self._of[order], paid, near, strict=True):
                if least is not None and cost >= least:
                    break
                missing, free = entry.granted, self._free[entry.product]
                for place in places:
                    if chosen >> place & 1 and free[place] and costs[place] < NO_WAY:
                        given = min(free[place], missing)
                        cost += given * costs[place]
                        plan.append((entry, place, given))
                        missing -= given
                        if not missing:
                            break
                cost += missing * _UNMET
            if least is None or cost < least:
                best, least = plan, cost
        return best

    def _apply(self, plan: Sequence[tuple[_Entry, int, int]]) -> None:
        for entry, place, quantity in plan:
            self._move(entry, place, quantity)

    def _move(self, entry: _Entry, place: int, quantity: int) -> None:
        """Take so much more (below zero: less) of an entry from a place."""
        taken, holders = self.taken[entry.at], self._holders[entry.product][place]
        taken[place] += quantity
        self._free[entry.product][place] -= quantity
        counts = self._count[entry.order]
        self.cost += entry.units[place] * quantity
        if not counts[place]:
            self.cost += self._fixed[entry.order][place]
        counts[place] += quantity
        if not counts[place]:
            self.cost -= self._fixed[entry.order][place]
        self._log.append((entry, place, quantity))
        if taken[place]:
            holders[entry.at] = None
        else:
            holders.pop(entry.at, None)

    def _empty(self, order: int, source: int) -> bool:
        """Close a shipment of an order if its goods can come from elsewhere for less, another shipment
        included.
        """
        count, fixed = self._count[order], self._fixed[order]
        if not count[source]:
            return False
        open_places = [place for place in self._places if count[place] and place != source]
        others = [place for place in self._places if not count[place] and fixed[place] < NO_WAY]
        best: tuple[int, list[_Shift]] | None = None
        for extra in (None, *others):
            gain = fixed[source] - (0 if extra is None else fixed[extra])
            targets = open_places if extra is None else [*open_places, extra]
            shifts = self._shifts(order, source, targets, gain if best is None else gain - best[0])
            if shifts is not None:
                saved = gain - shifts[0]
                if saved > 0 and (best is None or saved > best[0]):
                    best = saved, shifts[1]
        if best is None:
            return False
        for entry, start, end, quantity, partner in best[1]:
            if partner is not None:
                self._move(partner, end, -quantity)
                self._move(partner, start, quantity)
            self._move(entry, start, -quantity)
            self._move(entry, end, quantity)
        return True

    def _shifts(
        self, order: int, source: int, targets: Sequence[int], most: int
    ) -> tuple[int, list[_Shift]] | None:
        """(cost, shifts) that empty a shipment, None when it cannot be emptied for less than ``most``."""
        cost, found = 0, list[_Shift]()
        for entry in self._of[order]:
            missing = self.taken[entry.at][source]
            if not missing:
                continue
            for delta, _, shift in sorted(self._offers(entry, source, targets)):
                given = min(shift.quantity, missing)
                cost += given * delta
                found.append(shift._replace(quantity=given))
                missing -= given
                if not missing:
                    break
            if missing or cost >= most:
                return None
        return cost, found

    def _offers(
        self, entry: _Entry, source: int, targets: Sequence[int]
    ) -> Iterator[tuple[int, int, _Shift]]:
        """(cost a unit, number, shift): all ways to get units of an entry from another place."""
        number, units, product = 0, entry.units, entry.product
        for target in targets:
            if units[target] >= NO_WAY:
                continue
            delta = units[target] - units[source]
            free = self._free[product][target]
            if free:
                number += 1
                yield delta, number, _Shift(entry, source, target, free, None)
            for at in self._holders[product][target]:
                partner = self._entries[at]
                if partner.order != entry.order and self._count[partner.order][source]:
                    number += 1
                    there = self.taken[at][target]
                    extra = partner.units[source] - partner.units[target]
                    if partner.units[source] < NO_WAY:
                        yield delta + extra, number, _Shift(entry, source, target, there, partner)


# What a unit left open costs while places are chosen: more than any way.
_UNMET = NO_WAY
