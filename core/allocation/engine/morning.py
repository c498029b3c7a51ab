"""A morning's orders together, when there is not enough for all.

* What each order gets is a rule, not a calculation of cost: urgent orders first; of every scarce product
  each dealer its contract's share (`engine/sharing.py`), of one dealer's orders the earlier one first. What
  is here is handed out to the last pack. Each share says what it came from, and the shares add up.
* What follows is cost: which place serves which part of which order. Orders that are urgent choose first,
  by the earlier day; the others together by the least freight and worth of days (`engine/pricing_stock.py`
  for prices and a bound, `engine/combining.py` for the plan, `engine/settling.py` for what is left open).
* A shipment that leaves anyway, with other goods of the order, costs only what its weight adds.
* Only goods that are on hand and keep long enough are given out. From each place an order goes by one lane:
  the cheapest for all that the order is given, for an urgent order the quickest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.allocation.engine.combining import combine, combine_at_once
from core.allocation.engine.granting import Entry, Morning, grant, tabulate
from core.allocation.engine.handing_out import report
from core.allocation.engine.preparing import MICROS_OF_MILL, Start, prepare
from core.allocation.engine.pricing_stock import MOST_PLACES, NO_WAY, Freight, price_stock
from core.allocation.engine.settling import Settlement
from core.allocation.shortage_types import MorningOrder, MorningPlan
from core.allocation.types import AllocationProblem, Supply

# Rounds of pricing and of cuts: together about 15 seconds for 1,000 orders of 12 lines.
ROUNDS = 800
CUTS = 2
# A late day of one unit of an urgent order, in micros: more than freight comes to.
_DAY_OF_URGENT = 1 << 42
SWEEPS = 6


def plan_morning(
    orders: Sequence[MorningOrder],
    supply: Supply,
    *,
    rounds: int = ROUNDS,
    cuts: int = CUTS,
    sweeps: int = SWEEPS,
) -> MorningPlan:
    """Share out what is on hand and plan every order's freight. Orders that get nothing say why.

    rounds, cuts, sweeps: the effort for the prices, the bound and the plan (no cuts: without a solver); the
    same morning has the same plan.
    """
    morning = tabulate(orders, supply)
    entries, shares = grant(morning)
    morning = morning._replace(starts=_choose_lanes(morning, entries))
    left = [list(row) for row in morning.stock]
    urgent = [one for one in entries if one.granted and orders[one.order].urgent]
    others = [one for one in entries if one.granted and not orders[one.order].urgent]
    taken: dict[Entry, list[int]] = {}
    _settle(morning, urgent, left, taken, rounds=0, cuts=0, sweeps=sweeps)
    bound = _settle(morning, others, left, taken, rounds=rounds, cuts=cuts, sweeps=sweeps)
    return report(morning, entries, taken, shares, bound)


def _choose_lanes(morning: Morning, entries: Sequence[Entry]) -> list[dict[int, Start]]:
    """Of each order the one lane from each place, by the place's number."""
    grams, worth = [0] * len(morning.orders), [0] * len(morning.orders)
    for entry in entries:
        goods = morning.goods[entry.product]
        grams[entry.order] += entry.granted * goods.grams
        worth[entry.order] += entry.granted * goods.day_mills * MICROS_OF_MILL
    number = {place_id: at for at, place_id in enumerate(morning.places)}
    found = []
    for order, one in enumerate(morning.orders):
        lanes: dict[int, tuple[tuple[int, int], Start]] = {}
        for start in prepare(AllocationProblem((), one.lanes, morning.supply)).starts:
            if start.place.id in one.ships_from:
                start = replace(start, lane=replace(start.lane, cost=0))
            late = start.ready + start.lane.days
            cost = start.micros + grams[order] * start.lane.kilogram_mills + worth[order] * late
            key = (late, cost) if one.urgent else (cost, late)
            place = number[start.place.id]
            if place not in lanes or key < lanes[place][0]:
                lanes[place] = key, start
        found.append({place: start for place, (_, start) in lanes.items()})
    return found


def _unit_micros(morning: Morning, entry: Entry, place: int) -> int | None:
    """Freight and worth of days of one base unit from a place, None without a lane or stock there."""
    start = morning.starts[entry.order].get(place)
    if start is None or not morning.stock[entry.product][place]:
        return None
    goods, late = morning.goods[entry.product], start.ready + start.lane.days
    return goods.grams * start.lane.kilogram_mills + late * goods.day_mills * MICROS_OF_MILL


def _freight(morning: Morning, entries: Sequence[Entry], left: list[list[int]]) -> Freight:
    """The tables of some entries. For an urgent order each day outweighs all cost."""
    orders = sorted({entry.order for entry in entries})
    row = {order: at for at, order in enumerate(orders)}
    units = []
    for entry in entries:
        costs = []
        for place in range(len(morning.places)):
            cost = _unit_micros(morning, entry, place)
            if cost is not None and morning.orders[entry.order].urgent:
                start = morning.starts[entry.order][place]
                cost += (start.ready + start.lane.days) * _DAY_OF_URGENT
            costs.append(NO_WAY if cost is None else min(cost, NO_WAY - 1))
        units.append(costs)
    fixed = [
        [
            morning.starts[order][place].micros if place in morning.starts[order] else NO_WAY
            for place in range(len(morning.places))
        ]
        for order in orders
    ]
    rows = np.array([row[entry.order] for entry in entries], dtype=np.int64)
    return Freight(
        starts=np.searchsorted(rows, np.arange(len(orders))).astype(np.int64),
        order=rows,
        product=np.array([entry.product for entry in entries], dtype=np.int64),
        granted=np.array([entry.granted for entry in entries], dtype=np.int64),
        units=np.array(units, dtype=np.int64),
        fixed=np.array(fixed, dtype=np.int64),
        stock=np.array(left, dtype=np.int64),
    )


def _settle(
    morning: Morning,
    entries: Sequence[Entry],
    left: list[list[int]],
    taken: dict[Entry, list[int]],
    *,
    rounds: int,
    cuts: int,
    sweeps: int,
) -> int | None:
    """Serve some entries out of what is left; their bound in micros, None where there is none."""
    reachable = [
        entry
        for entry in entries
        if any(_unit_micros(morning, entry, place) is not None for place in range(len(morning.places)))
    ]
    if not reachable:
        return 0
    freight = _freight(morning, reachable, left)
    settlement = Settlement(freight)
    bound = _begin(freight, settlement, rounds, cuts)
    settlement.improve(sweeps)
    whole = True
    for at, entry in enumerate(reachable):
        taken[entry] = settlement.taken[at]
        whole &= sum(settlement.taken[at]) == entry.granted
        for place, quantity in enumerate(settlement.taken[at]):
            left[entry.product][place] -= quantity
    return bound if whole and rounds else None


def _begin(freight: Freight, settlement: Settlement, rounds: int, cuts: int) -> int:
    """Give the settlement its first plan; the bound."""
    is_solved = cuts > 0 and freight.fixed.shape[1] <= MOST_PLACES and _is_in_reach(freight)
    if is_solved and (found := combine_at_once(freight)) is not None:
        bound, taken = found
        settlement.resume(taken)
        return bound
    priced, combined = price_stock(freight, rounds=max(rounds, 1)), None
    if is_solved:
        priced, combined = combine(freight, priced, rounds=cuts)
    if combined is None:
        settlement.begin(priced.prices)
    else:
        settlement.resume(combined)
    return priced.bound


def _is_in_reach(freight: Freight) -> bool:
    """Whether each entry could be served if it were alone."""
    return bool((freight.reach.sum(axis=1) >= freight.granted).all())
