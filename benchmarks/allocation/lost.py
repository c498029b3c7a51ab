"""Promised goods are lost: where they come from instead, by rule or planned anew.

    python -m benchmarks.allocation.lost [orders]

Data: orders of 8, 20 and 45 lines in `four-coasts` (benchmarks/allocation/world.py) from what is on hand,
each at its optimum. Of every second order a count finds a fifth of its goods gone, of the others one
warehouse closes. By rule (`core/orders/engine/supplying.py`) all other goods stay as they were promised.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from benchmarks.allocation.world import an_order, four_coasts
from core.allocation.engine.planning import plan_allocation
from core.allocation.types import AllocationLine, AllocationProblem, Lane, PlaceId, PlannedTake
from core.kernel.ids import ProductId

MICROS = 1_000_000
Taken = tuple[ProductId, PlaceId, int]


def weigh(problem: AllocationProblem, taken: Iterable[Taken]) -> tuple[int, int]:
    """(minor units of freight and days, shipments)."""
    lanes, goods, micros = _lanes(problem), problem.supply.goods, 0
    opened = set()
    for product, place, quantity in taken:
        lane, one = lanes[place], goods[product]
        micros += quantity * (one.grams * lane.kilogram_mills + lane.days * one.day_mills * 1_000)
        opened.add(place)
    return micros // MICROS + sum(lanes[place].cost or 0 for place in opened), len(opened)


def by_rule(
    problem: AllocationProblem, kept: Sequence[Taken], lost: Sequence[Taken], *, used_first: bool
) -> list[Taken] | None:
    """What is kept and what takes the place of the rest; None where there is not enough."""
    lanes, found = _lanes(problem), list(kept)
    taken = Counter({(product, place): quantity for product, place, quantity in kept})
    used = {place for _, place, _ in kept}
    for product, _, quantity in lost:
        ranked = [
            (used_first and one.place_id not in used, lanes[one.place_id].days, at, one)
            for at, one in enumerate(problem.supply.stock[product])
        ]
        for *_, one in sorted(ranked, key=lambda rank: rank[:3]):
            given = min(quantity, one.quantity - taken[product, one.place_id])
            if given > 0:
                found.append((product, one.place_id, given))
                taken[product, one.place_id] += given
                used.add(one.place_id)
                quantity -= given
        if quantity:
            return None
    return found


def _lanes(problem: AllocationProblem) -> dict[PlaceId, Lane]:
    return {lane.place_id: lane for lane in problem.lanes}


def _short(takes: Iterable[PlannedTake]) -> list[Taken]:
    return [(take.product_id, take.place_id, take.quantity) for take in takes]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    world = four_coasts(with_vendor=False)
    here = {
        product: tuple(one for one in bins if one.available_on is None)
        for product, bins in world.supply.stock.items()
    }
    supply = replace(world.supply, transfers=(), stock=here)

    def is_there(line: AllocationLine) -> bool:
        return sum(one.quantity for one in here[line.product_id]) >= line.quantity

    sums: Counter[str] = Counter()
    shipments: Counter[str] = Counter()
    seen = 0
    for number in range(count):
        order = replace(an_order(world, number, lines=(8, 20, 45)[number % 3]), supply=supply)
        order = replace(order, lines=[line for line in order.lines if is_there(line)])
        plan, dice = plan_allocation(order), random.Random(number)
        takes = _short(plan.takes)
        shut = dice.choice(sorted({place for _, place, _ in takes})) if number % 2 else None
        gone = {take[:2] for take in dice.sample(takes, max(1, len(takes) // 5))}
        stock = {
            product: tuple(
                one for one in bins if (one.place_id != shut if shut else (product, one.place_id) not in gone)
            )
            for product, bins in here.items()
        }
        now = replace(order, supply=replace(supply, stock=stock))
        there = {(product, one.place_id) for product, bins in stock.items() for one in bins}
        kept = [take for take in takes if take[:2] in there]
        lost = [take for take in takes if take[:2] not in there]
        near, used = (by_rule(now, kept, lost, used_first=flag) for flag in (False, True))
        if near is None or used is None:
            continue
        seen += 1
        anew = _short(plan_allocation(now).takes)
        for name, taken in (
            ("before", takes),
            ("lost goods near first", near),
            ("lost goods where it ships from anyway", used),
            ("everything planned anew", anew),
        ):
            cost, parts = weigh(order, taken)
            sums[name] += cost
            shipments[name] += parts
    print(f"{seen} of {count} orders; the others cannot be served whole any more")
    for name, cost in sums.items():
        print(f"{name:40}{cost / seen / 100:10.2f} an order{shipments[name] / seen:6.2f} shipments")


if __name__ == "__main__":
    main()
