"""Orders of 150 lines over four warehouses, a vendor and twelve lorries: ours, nearest first, CP-SAT's
plain model.

    python -m benchmarks.allocation.orders [orders]

Data: `four-coasts` (benchmarks/allocation/world.py). CPU is of this process. What nearest first saves is
compared on orders that it serves as fully; the closed form is measured on orders that one warehouse has
whole.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from benchmarks.allocation.rivals import nearest_first, plain_solver
from benchmarks.allocation.world import an_order, four_coasts, with_sellers
from core.allocation.engine.planning import plan_allocation, plan_at_once
from core.allocation.types import Bin

_T = TypeVar("_T")
MINOR = 1_000_000
# The plain model seldom ends by itself; then it has run this long.
SECONDS = 5


def timed(act: Callable[[], _T]) -> tuple[_T, float]:
    started = time.process_time()
    found = act()
    return found, (time.process_time() - started) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    world = four_coasts()
    ours, theirs, quick, proven, solved = [], [], [], 0, 0
    selling, sold = [], 0
    greedy_cost = our_cost = fuller = 0
    for number in range(count):
        order = an_order(world, number)
        plan, spent = timed(lambda order=order: plan_allocation(order))
        ours.append(spent)
        proven += plan.is_proven
        wide = with_sellers(order, number)
        bought, spent = timed(lambda wide=wide: plan_allocation(wide))
        selling.append(spent)
        sold += bought.is_proven
        rough, spent = timed(lambda order=order: plan_allocation(order, effort=0))
        quick.append(spent)
        assert rough.chosen.missing == plan.chosen.missing
        greedy = nearest_first(order)
        fuller += greedy.missing - plan.chosen.missing
        solver, spent = timed(lambda order=order: plain_solver(order, SECONDS))
        theirs.append(spent)
        solved += solver.is_proven
        if solver.is_proven:
            assert abs(solver.micros - plan.chosen.weighed.minor * MINOR) < MINOR, "the two optima differ"
        whole = four_coasts(with_vendor=False)
        stock = {
            key: tuple(replace(one, quantity=200) for one in bins if one.available_on is None)
            or (Bin(world.places[0], 200),)
            for key, bins in whole.supply.stock.items()
        }
        same = replace(order, supply=replace(whole.supply, stock=stock))
        greedy_cost += nearest_first(same).micros
        our_cost += plan_allocation(same).chosen.weighed.minor * MINOR
    print(f"{count} orders of 150 lines; CPU in milliseconds: median, worst; proven best")
    for name, times, best in (
        ("ours", ours, proven),
        ("ours, five partners too", selling, sold),
        ("CP-SAT, plain model", theirs, solved),
    ):
        print(f"{name:24}{sorted(times)[count // 2]:9.1f}{max(times):9.1f}{best:6} of {count}")
    print(f"{'ours, effort 0':24}{sorted(quick)[count // 2]:9.1f}{max(quick):9.1f}")
    print(f"pieces that we serve and nearest first does not: {fuller}")
    print(f"where stock is ample, freight and days less than nearest first: {1 - our_cost / greedy_cost:.1%}")
    everywhere = {key: tuple(Bin(place, 500) for place in world.places[:4]) for key in world.products}
    for lines in (1, 45, 150):
        order = an_order(world, 1, lines=lines)
        order = replace(order, supply=replace(order.supply, stock=everywhere))
        runs = [timed(lambda order=order: plan_at_once(order))[1] for _ in range(200)]
        print(f"one warehouse has all, {lines:3} lines: {sorted(runs)[100] * 1000:7.0f} microseconds")


if __name__ == "__main__":
    main()
