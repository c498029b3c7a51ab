"""What an order is allocated with elsewhere: nearest first, and CP-SAT with the model of the text books.

Both serve the same orders from goods on hand and direct lanes; what they leave open is counted, and their
freight is by the same rates. The plain model is the one that a solver's guide shows: a number for each line
and place, a switch for each place, one big bound between them, and all wishes in one weighted sum.
"""

from __future__ import annotations

from typing import NamedTuple

from ortools.sat.python import cp_model

from core.allocation.engine.network import build_network, items_of
from core.allocation.engine.preparing import prepare
from core.allocation.types import AllocationProblem, Bin, Goods, Lane, PlaceId
from core.kernel.ids import ProductId

MICROS = 1_000_000
# What one unit lacking and one day of waiting weigh in a single sum: more than all freight.
WAITS = 1 << 38
LACKS = 1 << 50


class Served(NamedTuple):
    """cost: freight, surcharges and worth of days in micros. is_proven: whether the rival says it is
    best.
    """

    missing: int
    waiting: int
    micros: int
    is_proven: bool


def _lanes(problem: AllocationProblem) -> dict[PlaceId, Lane]:
    return {lane.place_id: lane for lane in problem.lanes}


def _unit(goods: Goods, lane: Lane, one: Bin, days: int) -> int:
    return goods.grams * lane.kilogram_mills + (one.mills + days * goods.day_mills) * 1_000


def nearest_first(problem: AllocationProblem) -> Served:
    """Each line from the place with the shortest lane that has some of it on hand, then the next."""
    lanes, supply = _lanes(problem), problem.supply
    left: dict[tuple[ProductId, int], int] = {}
    missing = micros = 0
    opened = set()
    for line in problem.lines:
        need, goods = line.quantity, supply.goods[line.product_id]
        bins = [
            (lanes[one.place_id].days, lanes[one.place_id].cost or 0, at, one)
            for at, one in enumerate(supply.stock[line.product_id])
            if one.available_on is None
        ]
        for days, _, at, one in sorted(bins, key=lambda found: found[:3]):
            there = left.get((line.product_id, at), one.quantity)
            given = min(need, there)
            if given:
                left[line.product_id, at] = there - given
                opened.add(one.place_id)
                micros += given * _unit(goods, lanes[one.place_id], one, days)
                need -= given
        missing += need
    micros += sum((lanes[place].cost or 0) * MICROS for place in opened)
    return Served(missing, 0, micros, False)


def plain_solver(
    problem: AllocationProblem, seconds: float, *, waits: int = WAITS, lacks: int = LACKS
) -> Served:
    """CP-SAT on the same shipments, transfers and ways: one core, so many seconds.

    waits, lacks: their weights in the one sum, which has to stay within 64 bits (0: nothing is waited for).

    One number for each way, one switch for each shipment or transfer, and between them one big bound each.
    """
    network, model = build_network(prepare(problem)), cp_model.CpModel()
    switches = [model.new_bool_var("") for _ in network.items]
    through: list[list[cp_model.IntVar]] = [[] for _ in network.items]
    goal = [(switch, item.micros) for switch, item in zip(switches, network.items, strict=True)]
    for stream in network.streams:
        short = model.new_int_var(0, stream.want.quantity, "")
        given = [short]
        goal.append((short, lacks))
        for source in stream.sources:
            numbers = []
            for way in source.ways:
                number = model.new_int_var(0, source.quantity, "")
                worth = network.scale.unpack(way.key)
                goal.append((number, worth.micros + worth.waiting * waits))
                for at in items_of(way.mask):
                    through[at].append(number)
                numbers.append(number)
            model.add(cp_model.LinearExpr.sum(numbers) <= source.quantity)
            given += numbers
        model.add(cp_model.LinearExpr.sum(given) == stream.want.quantity)
    most = sum(stream.want.quantity for stream in network.streams)
    for switch, numbers in zip(switches, through, strict=True):
        model.add(cp_model.LinearExpr.sum(numbers) <= most * switch)
    model.minimize(cp_model.LinearExpr.weighted_sum([one for one, _ in goal], [by for _, by in goal]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    whole = round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0
    missing, rest = divmod(whole, lacks)
    waiting, micros = divmod(rest, waits) if waits else (0, rest)
    return Served(missing, waiting, micros, status == cp_model.OPTIMAL)
