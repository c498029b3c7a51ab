"""Scarce goods of small mornings shared out as /fairshare does, beside the optimum proven in whole numbers.

    python -m benchmarks.allocation.proven [--seconds 60]

Data: `monday` (benchmarks/allocation/world.py), five times, with 40 orders over 24 products, all of them
short, without urgent orders (those choose first, whatever the others pay). The optimum is OR-Tools CP-SAT's,
which counts in integers: the same shares, shelves, lanes and shipments that leave anyway, in a model of its
own.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import NamedTuple

from ortools.sat.python import cp_model

from benchmarks.allocation.shortage import question_of
from benchmarks.allocation.world import a_morning
from core.allocation.engine import morning
from core.allocation.engine.pricing_stock import NO_WAY, Freight
from core.orders.engine.sharing import share_out

MICROS_OF_DOLLAR = 100_000_000


class Proven(NamedTuple):
    """Micros of the best plan that was found, and of the best that there can be."""

    cost: int
    bound: int
    seconds: float


def prove(freight: Freight, seconds: float) -> Proven:
    """CP-SAT's plan: how much each entry takes where, in whole units, and what each order opens."""
    model, started = cp_model.CpModel(), time.process_time()
    opened: dict[tuple[int, int], cp_model.IntVar] = {}
    cost: list[tuple[cp_model.IntVar, int]] = []
    shelves: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for entry, row in enumerate(freight.reach.tolist()):
        order, parts = int(freight.order[entry]), list[cp_model.IntVar]()
        for place, most in enumerate(row):
            if not most:
                continue
            part = model.new_int_var(0, most, "")
            parts.append(part)
            cost.append((part, int(freight.units[entry, place])))
            shelves.setdefault((int(freight.product[entry]), place), []).append(part)
            if freight.fixed[order, place]:
                if (order, place) not in opened:
                    opened[order, place] = model.new_bool_var("")
                    cost.append((opened[order, place], int(freight.fixed[order, place])))
                model.add(part <= most * opened[order, place])
        model.add(cp_model.LinearExpr.sum(parts) == int(freight.granted[entry]))
    for key, parts in shelves.items():
        model.add(cp_model.LinearExpr.sum(parts) <= int(freight.stock[key]))
    model.minimize(cp_model.LinearExpr.weighted_sum([one for one, _ in cost], [by for _, by in cost]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.solve(model)
    return Proven(
        round(solver.objective_value), round(solver.best_objective_bound), time.process_time() - started
    )


def cost_of(freight: Freight, taken: list[list[int]]) -> int:
    """Micros of a plan, summed up in whole numbers."""
    units, fixed = freight.units.tolist(), freight.fixed.tolist()
    opened = {
        (order, place)
        for order, row in zip(freight.order.tolist(), taken, strict=True)
        for place, quantity in enumerate(row)
        if quantity
    }
    goods = sum(
        cost * quantity
        for costs, row in zip(units, taken, strict=True)
        for cost, quantity in zip(costs, row, strict=True)
        if quantity and cost < NO_WAY
    )
    return goods + sum(fixed[order][place] for order, place in opened)


class Watched(morning.Settlement):
    """A settlement that can be looked at when all is done."""

    last: Watched

    def __init__(self, freight: Freight) -> None:
        super().__init__(freight)
        self.freight = freight
        Watched.last = self


def main(seconds: float) -> None:
    morning.Settlement = Watched  # type: ignore[misc]
    for seed in range(1, 6):
        orders, supply = a_morning(orders=40, products=24, short=1.0, seed=seed)
        asked = question_of([replace(one, urgent=False) for one in orders], supply)
        started = time.process_time()
        plan = share_out(*asked)
        spent = time.process_time() - started
        freight, taken = Watched.last.freight, Watched.last.taken
        ours, best = cost_of(freight, taken), prove(freight, seconds)
        print(
            f"morning {seed}, {len(freight.order)} shares to send: ours {ours / MICROS_OF_DOLLAR:,.2f}"
            f" ({(plan.gap or 0) / 100:.2f} % by our bound, {spent:.1f} s CPU); CP-SAT"
            f" {best.cost / MICROS_OF_DOLLAR:,.2f}, nothing below {best.bound / MICROS_OF_DOLLAR:,.2f}"
            f" ({best.seconds:.1f} s CPU): ours is {(ours - best.bound) / best.bound:.3%} above",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    main(parser.parse_args().seconds)
