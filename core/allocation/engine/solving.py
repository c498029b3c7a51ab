"""The questions of a morning that a solver answers; no other module knows OR-Tools.

* `Mixture`: of all that orders could do, the cheapest average that keeps the stock and the cuts; and from it
  prices (a linear program, GLOP).
* `choose_places`: which places orders open, out of those that are in question (mixed integers, HiGHS).
* `choose_at_once`: the same with everything in question, and what no plan costs less than (HiGHS).
* `flow_out`: who takes how much where once that is settled (minimum cost flow, in whole numbers).

Each runs on one thread and is stopped by its gap or by the nodes it looked at, never by a clock: the same
question has the same answer. Costs go to the solvers as floating point numbers, so no plan of theirs is
believed: prices bound by whole numbers (`Responder`), and sets of places are costed by what flows. The bound
of `choose_at_once` alone is the solver's word; it is taken for less by more than its numbers may be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from ortools.math_opt.python import mathopt

from core.allocation.engine.cutting import Cuts, Floats, leaves
from core.allocation.engine.pricing_stock import NO_WAY, Answer, Freight, Ints, Responder

Bools = NDArray[np.bool_]
# What costs are divided by: the dearest shipment comes to a hundred.
_DEAREST = 100
# So close to the best of what is in question is close enough, and so many branches are looked at.
_GAP, _NODES = 0.001, 20
# By what part a solver's bound may be wrong: what its tolerances let pass, many times over.
_DOUBT = 20 / 1_000_000


@dataclass(frozen=True, slots=True)
class Mixed:
    """cost in micros of the mixture; what a unit of stock and of each cut is worth there; opened[order, set]
    and taken[entry, place] on the average.
    """

    cost: float
    prices: Ints
    weights: Ints
    opened: Floats
    taken: Floats


@dataclass(frozen=True, slots=True)
class _Doing:
    """What one order could do: a set of places and what its entries take where."""

    order: int
    chosen: int
    taken: Ints
    cost: float


class Mixture:
    """A linear program that grows: by what orders could do (`add`), by cuts (`cut`)."""

    def __init__(self, responder: Responder) -> None:
        self._responder, freight = responder, responder.freight
        self._freight = freight
        self._scale = max(int(freight.fixed[freight.fixed < NO_WAY].max(initial=1)), 1) / _DEAREST
        self._ends = [*freight.starts[1:].tolist(), len(freight.order)]
        self._leaves = leaves(responder.members)
        self._known: set[tuple[int, int, bytes]] = set()
        self._doings: list[_Doing] = []
        self.cut(Cuts())

    def cut(self, cuts: Cuts) -> None:
        """Begin anew with these cuts and all that is known of the orders."""
        self._cuts = cuts
        self._model = model = mathopt.Model()
        freight = self._freight
        self._rows = {
            (product, place): model.add_linear_constraint(ub=float(freight.stock[product, place]))
            for product, place in np.argwhere(freight.stock > 0).tolist()
        }
        self._once = [model.add_linear_constraint(lb=1.0, ub=1.0) for _ in self._ends]
        self._kept = [model.add_linear_constraint(lb=float(least)) for least in cuts.least.tolist()]
        # A unit lacking costs a shipment, so that there is always an answer.
        for row, sign in (*((row, -1) for row in self._rows.values()), *((row, 1) for row in self._kept)):
            lack = model.add_variable(lb=0.0)
            row.set_coefficient(lack, sign)
            model.objective.set_linear_coefficient(lack, float(2 * _DEAREST))
        self._of_order: list[tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]] = [
            ([], []) for _ in self._ends
        ]
        order = freight.order
        for term in zip(cuts.open_entry, cuts.open_cut, cuts.open_inside, cuts.open_weight, strict=True):
            entry, number, inside, weight = map(int, term)
            self._of_order[order[entry]][0].append((number, inside, weight))
        for take in zip(cuts.take_entry, cuts.take_cut, cuts.take_inside, strict=True):
            entry, number, inside = map(int, take)
            self._of_order[order[entry]][1].append((number, inside, entry))
        self._parts: list[mathopt.Variable] = []
        self._push()
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    def add(self, answer: Answer) -> None:
        """Let the orders do what they do in an answer, too."""
        freight, chosen = self._freight, answer.chosen
        units = np.where(answer.taken > 0, freight.units * answer.taken, 0).sum(axis=1)
        costs = np.add.reduceat(units, freight.starts)
        costs += np.where(self._responder.members[chosen], freight.fixed, 0).sum(axis=1)
        for order, (start, end) in enumerate(zip(freight.starts.tolist(), self._ends, strict=True)):
            taken = answer.taken[start:end]
            key = order, int(chosen[order]), taken.tobytes()
            if key not in self._known:
                self._known.add(key)
                self._doings.append(_Doing(order, key[1], taken, float(costs[order]) / self._scale))
        self._push()

    def solve(self) -> Mixed:
        """The best mixture of all that was added. Raises ArithmeticError where the solver gives none."""
        result = self._solver.solve()
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            raise ArithmeticError("The mixture of a morning's plans was not found.")
        freight, worth = self._freight, result.dual_values()
        prices = np.zeros(freight.stock.shape, dtype=np.int64)
        for key, row in self._rows.items():
            prices[key] = max(round(-worth[row] * self._scale), 0)
        weights = np.array([max(round(worth[row] * self._scale), 0) for row in self._kept], dtype=np.int64)
        opened = np.zeros((len(self._ends), len(self._responder.members)))
        taken = np.zeros(freight.units.shape)
        for doing, part in zip(self._doings, result.variable_values(self._parts), strict=True):
            if part > 0:
                opened[doing.order, doing.chosen] += part
                start = freight.starts[doing.order]
                taken[start : start + len(doing.taken)] += part * doing.taken
        return Mixed(result.objective_value() * self._scale, prices, weights, opened, taken)

    def _push(self) -> None:
        """Give the solver what it has not yet of what orders could do."""
        for doing in self._doings[len(self._parts) :]:
            part, start = self._model.add_variable(lb=0.0), int(self._freight.starts[doing.order])
            self._parts.append(part)
            self._once[doing.order].set_coefficient(part, 1.0)
            self._model.objective.set_linear_coefficient(part, doing.cost)
            for at, place in np.argwhere(doing.taken).tolist():
                row = self._rows[int(self._freight.product[start + at]), place]
                row.set_coefficient(part, float(doing.taken[at, place]))
            opens, takes = self._of_order[doing.order]
            sums: dict[int, int] = {}
            for number, inside, weight in opens:
                if self._leaves[inside, doing.chosen]:
                    sums[number] = sums.get(number, 0) + weight
            for number, inside, entry in takes:
                away = doing.taken[entry - start][~self._responder.members[inside]]
                sums[number] = sums.get(number, 0) + int(away.sum())
            for number, total in sums.items():
                if total:
                    self._kept[number].set_coefficient(part, float(total))


class _Opening:
    """The question which set of places each order opens, out of those that are ``wanted`` [order, set]."""

    def __init__(self, freight: Freight, members: Bools, wanted: Bools) -> None:
        self._freight, self._members, self._wanted = freight, members, wanted
        self._leaves = leaves(members)
        self._scale = max(int(freight.fixed[freight.fixed < NO_WAY].max(initial=1)), 1) / _DEAREST
        self._model, self._cost = mathopt.Model(), list[mathopt.LinearTypes]()
        self._sets = [self._choice(order, np.flatnonzero(row).tolist()) for order, row in enumerate(wanted)]
        self._taken: list[dict[int, mathopt.LinearTypes]] = []
        self._shelves: dict[tuple[int, int], list[mathopt.LinearTypes]] = {}

    def _choice(self, order: int, sets: list[int]) -> dict[int, mathopt.LinearTypes]:
        """Of one order, each set with the switch that opens it; 1 for the only one."""
        model, fixed = self._model, self._freight.fixed[order]
        found: dict[int, mathopt.LinearTypes] = {}
        for one in sets:
            found[one] = model.add_binary_variable() if len(sets) > 1 else 1.0
            self._cost.append(float(fixed[self._members[one]].sum()) / self._scale * found[one])
        if len(sets) > 1:
            model.add_linear_constraint(mathopt.fast_sum(found.values()) == 1.0)
        return found

    def serve(self) -> None:
        """Let every entry take its goods at places that are opened.

        Where a shelf has too little for all, what is lacking costs two shipments a unit.
        """
        freight, model = self._freight, self._model
        may = self._wanted.astype(np.int64) @ self._members.astype(np.int64) > 0
        reach = np.where(may[freight.order], freight.reach, 0)
        for entry, row in enumerate(reach):
            places, order = np.flatnonzero(row).tolist(), int(freight.order[entry])
            granted, mine = float(freight.granted[entry]), dict[int, mathopt.LinearTypes]()
            for place in places:
                most = float(row[place])
                mine[place] = model.add_variable(lb=0.0, ub=most) if len(places) > 1 else granted
                closing = [one for one in self._sets[order] if not self._members[one, place]]
                if closing and len(places) > 1:
                    shut = mathopt.fast_sum(self._sets[order][one] for one in closing)
                    model.add_linear_constraint(mine[place] <= most - most * shut)
                self._cost.append(float(freight.units[entry, place]) / self._scale * mine[place])
                self._shelves.setdefault((int(freight.product[entry]), place), []).append(mine[place])
            if len(places) > 1:
                model.add_linear_constraint(mathopt.fast_sum(mine.values()) == granted)
            self._taken.append(mine)
        for key, numbers in self._shelves.items():
            lack = model.add_variable(lb=0.0)
            self._cost.append(2.0 * _DEAREST * lack)
            model.add_linear_constraint(mathopt.fast_sum(numbers) - lack <= float(freight.stock[key]))

    def keep(self, cuts: Cuts) -> None:
        """Say what every plan keeps: it helps the solver to see that it is done."""
        sums: list[list[mathopt.LinearTypes]] = [[] for _ in cuts.least]
        order = self._freight.order
        for term in zip(cuts.open_entry, cuts.open_cut, cuts.open_inside, cuts.open_weight, strict=True):
            entry, number, inside, weight = map(int, term)
            sets = self._sets[order[entry]]
            sums[number] += [weight * switch for one, switch in sets.items() if self._leaves[inside, one]]
        for take in zip(cuts.take_entry, cuts.take_cut, cuts.take_inside, strict=True):
            entry, number, inside = map(int, take)
            taken = self._taken[entry]
            sums[number] += [taken[place] for place in taken if not self._members[inside, place]]
        for total, least in zip(sums, cuts.least.tolist(), strict=True):
            self._model.add_linear_constraint(mathopt.fast_sum(total) >= float(least))

    def solve(self) -> Bools | None:
        """[order, place]: what is opened; None without an answer."""
        self._model.minimize(mathopt.fast_sum(self._cost))
        limits = mathopt.SolveParameters(relative_gap_tolerance=_GAP, node_limit=_NODES)
        result = mathopt.solve(self._model, mathopt.SolverType.HIGHS, params=limits)
        if not result.has_primal_feasible_solution():
            return None
        values, opened = result.variable_values(), np.zeros(self._freight.fixed.shape, dtype=bool)
        for order, sets in enumerate(self._sets):
            chosen = next(one for one, switch in sets.items() if len(sets) == 1 or values[switch] > 0.5)
            opened[order] = self._members[chosen]
        return opened


def choose_places(freight: Freight, members: Bools, wanted: Bools, cuts: Cuts) -> Bools | None:
    """[order, place]: what is best opened when each order may open the sets that are ``wanted`` [order, set];
    None without an answer.
    """
    opening = _Opening(freight, members, wanted)
    opening.serve()
    opening.keep(cuts)
    return opening.solve()


class AtOnce(NamedTuple):
    """opened[order, place], and the micros that no plan costs less than."""

    opened: Bools
    bound: int


def choose_at_once(freight: Freight) -> AtOnce | None:
    """What is best opened with every place of every order in question; None without an answer.

    A shipment is a switch, and each entry by itself takes nothing where it is off: so written, the solver's
    own cuts come close to what is possible. What costs nothing is always on.
    """
    model, reach = mathopt.Model(), freight.reach
    scale = max(int(freight.fixed[freight.fixed < NO_WAY].max(initial=1)), 1) / _DEAREST
    wanted = np.zeros(freight.fixed.shape, dtype=bool)
    np.logical_or.at(wanted, freight.order, reach > 0)
    wanted &= freight.fixed > 0
    cost, switches = list[mathopt.LinearTypes](), dict[tuple[int, int], mathopt.Variable]()
    for order, place in np.argwhere(wanted).tolist():
        switches[order, place] = model.add_binary_variable()
        cost.append(float(freight.fixed[order, place]) / scale * switches[order, place])
    shelves: dict[tuple[int, int], list[mathopt.LinearTypes]] = {}
    for entry, row in enumerate(reach.tolist()):
        order, mine = int(freight.order[entry]), list[mathopt.LinearTypes]()
        for place, most in enumerate(row):
            if most:
                part = model.add_variable(lb=0.0, ub=float(most))
                if (order, place) in switches:
                    model.add_linear_constraint(part <= float(most) * switches[order, place])
                cost.append(float(freight.units[entry, place]) / scale * part)
                shelves.setdefault((int(freight.product[entry]), place), []).append(part)
                mine.append(part)
        model.add_linear_constraint(mathopt.fast_sum(mine) == float(freight.granted[entry]))
    for key, parts in shelves.items():
        lack = model.add_variable(lb=0.0)
        cost.append(2.0 * _DEAREST * lack)
        model.add_linear_constraint(mathopt.fast_sum(parts) - lack <= float(freight.stock[key]))
    model.minimize(mathopt.fast_sum(cost))
    limits = mathopt.SolveParameters(relative_gap_tolerance=_GAP, node_limit=_NODES)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    if not result.has_primal_feasible_solution():
        return None
    opened = ~wanted
    for (order, place), value in zip(switches, result.variable_values(switches.values()), strict=True):
        opened[order, place] = value > 0.5
    return AtOnce(opened, int(result.best_objective_bound() * scale * (1 - _DOUBT)))


def flow_out(freight: Freight, opened: Bools) -> list[list[int]] | None:
    """[entry][place]: the cheapest way to serve the entries from places that are opened; what cannot be is
    left out. None where the numbers are too large for the solver.
    """
    flow, reach = SimpleMinCostFlow(), np.where(opened[freight.order], freight.reach, 0)
    usable = np.argwhere(reach)
    entries, places = usable[:, 0], usable[:, 1]
    count, wide = len(freight.order), freight.stock.shape[1]
    shelves = count + freight.product[entries] * wide + places
    costs = freight.units[entries, places]
    lack = 1 + 2 * wide * int(costs.max(initial=0))
    sink = count + freight.stock.size
    stocked = np.flatnonzero(freight.stock.ravel())
    arcs = flow.add_arcs_with_capacity_and_unit_cost(entries, shelves, reach[entries, places], costs)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(count), np.full(count, sink), freight.granted, np.full(count, lack)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        count + stocked, np.full(len(stocked), sink), freight.stock.ravel()[stocked], np.zeros_like(stocked)
    )
    flow.set_nodes_supplies(
        np.append(np.arange(count), sink), np.append(freight.granted, -int(freight.granted.sum()))
    )
    if flow.solve() != flow.OPTIMAL:
        return None
    taken = np.zeros_like(reach)
    taken[entries, places] = flow.flows(arcs)
    found: list[list[int]] = taken.tolist()
    return found
