"""The proven front of planning again: the least length for each number of stops that change van, beside ours.

    python -m benchmarks.routing.proven [--draws 3] [--seconds 1.5] [--prices 0.05,0.15,0.5]
        [--incidents "each leg its own,an accident"]

Homberger's RC1_2_1 (200 stops, twenty vans) is planned in 10 CPU seconds; when 59 stops are left one of
`replan`'s incidents happens, and any van may take any stop. Windows are so narrow that all
routes of the rest can be listed, some 600,000; which of them are driven is an integer programme. Its linear
relaxation is a bound that nobody can beat; where the optimum is proven too, it is printed. Ours: the rest
planned again in so many CPU seconds with a price on each stop that changes van (per cent of the re-solve's
length a stop); a full re-solve does not know of the plan before. Per cent over the optimum without a limit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp

from benchmarks.routing.cases import cases
from benchmarks.routing.replan import changed_stops, rest_after
from core.routing.engine.indexing import Day, index_problem
from core.routing.engine.planning import plan_day
from core.routing.formats.instances import problem_of
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Change, Problem

INSTANCE, LEFT = "rc1_2_1", 59
MOST_ROUTES = 12_000_000
# Routes by which an optimum is worse than the bound by more than these shares are looked at in turn.
GAPS = (0.005, 0.01, 0.02)
# So many routes with the least reduced cost come into the relaxation at once.
BATCH = 3_000

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Routes:
    """All routes of a rest, each the shortest for its van and its stops. van, length, moved (stops that were
    on another van): one number a route. serves: routes x stops. vans: how many there are of each.
    """

    van: Numbers
    length: Numbers
    moved: Numbers
    serves: npt.NDArray[np.float64]
    vans: dict[int, int]


def all_routes(day: Day) -> Routes:
    """Every route that holds its windows, by depth first; loads are not looked at."""
    had = set(day.old_van) - {-1}
    kinds: dict[tuple[int, ...], list[int]] = {}
    for index, van in enumerate(day.vans):
        key = (index,) if index in had else (-1, day.starts[index], *van.shift)
        kinds.setdefault(key, []).append(index)
    rows: list[tuple[int, int, int]] = []
    for same in kinds.values():
        rows += [(same[0], mask, length) for mask, length in _routes_of(day, same[0]).items()]
        if len(rows) > MOST_ROUTES:
            raise SystemExit("Too many routes to list.")
    of_van, mask, length = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    serves = ((mask[:, None] >> np.arange(len(day.stops))) & 1).astype(np.float64)
    others = np.array(day.old_van)[None, :] != of_van[:, None]
    moved = (serves * others).sum(axis=1).astype(np.int64)
    return Routes(of_van, length, moved, serves, {same[0]: len(same) for same in kinds.values()})


def _routes_of(day: Day, van: int) -> dict[int, int]:
    """Shortest length of each set of stops, as bits, that the van can serve."""
    seconds, metres = day.problem.roads.seconds[0], day.metres
    quickest = seconds.copy()
    for via in range(len(quickest)):
        quickest = np.minimum(quickest, quickest[:, via : via + 1] + quickest[via : via + 1, :])
    end, ends = day.ends[van], day.vans[van].shift[1]
    assert end is not None
    home, ways = quickest[:, end].tolist(), seconds.tolist()
    stops = [
        (1 << index, day.at[index], stop.windows[0].opens, stop.windows[0].closes, stop.service)
        for index, stop in enumerate(day.stops)
    ]
    best: dict[int, int] = {}
    open_ends = [(day.starts[van], day.vans[van].shift[0], 0, 0, stops)]
    while open_ends:
        place, leaves, length, mask, near = open_ends.pop()
        if leaves + ways[place][end] <= ends:
            whole = length + metres[place][end]
            if whole < best.get(mask, whole + 1):
                best[mask] = whole
        way = ways[place]
        # Where ways are slowed one by one a detour may be quicker; what is too late by any way stays so.
        still = [one for one in near if not mask & one[0] and leaves + int(quickest[place, one[1]]) <= one[3]]
        for bit, there, opens, closes, service in still:
            arrives = leaves + way[there]
            if arrives > closes:
                continue
            gone = max(arrives, opens) + service
            if gone + home[there] <= ends:
                open_ends.append((there, gone, length + metres[place][there], mask | bit, still))
    return best


class Programme:
    """Which routes are driven: each stop and each van of the old plan once, at most ``most`` stops moved."""

    def __init__(self, day: Day, routes: Routes, most: int, solver: str) -> None:
        self.routes, self.had = routes, set(day.old_van) - {-1}
        self.is_whole = solver == "SCIP"
        self.solver = pywraplp.Solver.CreateSolver(solver)
        self.stops = [self.solver.RowConstraint(1, 1, "") for _ in day.stops]
        self.vans = {
            van: self.solver.RowConstraint(int(van in self.had), many, "")
            for van, many in routes.vans.items()
        }
        self.moved = self.solver.RowConstraint(-self.solver.infinity(), most, "")
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.inside: set[int] = set()

    def add(self, chosen: Sequence[int]) -> None:
        routes = self.routes
        for one in chosen:
            most = routes.vans[int(routes.van[one])]
            variable = self.solver.IntVar(0, most, "") if self.is_whole else self.solver.NumVar(0, most, "")
            self.objective.SetCoefficient(variable, float(routes.length[one]))
            self.vans[int(routes.van[one])].SetCoefficient(variable, 1)
            self.moved.SetCoefficient(variable, float(routes.moved[one]))
            for stop in np.flatnonzero(routes.serves[one]):
                self.stops[stop].SetCoefficient(variable, 1)
            self.inside.add(int(one))

    def reduced(self) -> npt.NDArray[np.float64]:
        """Reduced cost of every route at the relaxation's optimum."""
        stops = np.array([row.dual_value() for row in self.stops])
        vans = {van: row.dual_value() for van, row in self.vans.items()}
        routes = self.routes
        paid = np.array([vans[int(van)] for van in routes.van])
        found: npt.NDArray[np.float64] = (
            routes.length - routes.serves @ stops - paid - routes.moved * self.moved.dual_value()
        )
        return found


def bound(day: Day, routes: Routes, most: int) -> tuple[float, npt.NDArray[np.float64]]:
    """Least length of the relaxation, and each route's reduced cost there."""
    programme = Programme(day, routes, most, "GLOP")
    dear = float(routes.length.max()) * len(day.stops)
    for row in programme.stops:
        lacking = programme.solver.NumVar(0, 1, "")
        row.SetCoefficient(lacking, 1)
        programme.objective.SetCoefficient(lacking, dear)
    programme.add(np.flatnonzero((routes.moved == 0) | (routes.serves.sum(axis=1) <= 1)).tolist())
    while True:
        if programme.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise SystemExit("The relaxation has no optimum.")
        reduced = programme.reduced()
        better = [one for one in np.argsort(reduced)[:BATCH] if reduced[one] < -1e-3]
        more = [int(one) for one in better if int(one) not in programme.inside]
        if not more:
            return programme.objective.Value(), reduced
        programme.add(more)


def optimum(
    day: Day, routes: Routes, most: int, least: float, reduced: npt.NDArray[np.float64]
) -> float | None:
    """The least length; None where it is not within the widest of `GAPS` of the bound."""
    for gap in GAPS:
        programme = Programme(day, routes, most, "SCIP")
        programme.add(np.flatnonzero(reduced <= gap * least).tolist())
        status = programme.solver.Solve()
        if status == pywraplp.Solver.OPTIMAL and programme.objective.Value() <= least * (1 + gap):
            return float(programme.objective.Value())
    return None


def moved_stops(rest: Problem, plan: DayPlan) -> int:
    """How many stops that had a van are on another, or in no route."""
    new = {step.stop: route.van for route in plan.routes for step in route.stops}
    there = {stop.key for stop in rest.stops}
    return sum(new.get(key) != old.van for old in rest.change.old for key in old.stops if key in there)


def _minor(plan: DayPlan) -> int:
    return sum(route.cost.minor for route in plan.routes) + plan.penalty.minor


def _budget(seconds: float) -> Budget:
    return Budget(seconds=seconds, explains=0, is_cpu=True)


def front(rest: Problem, seed: int, seconds: float, prices: Sequence[float]) -> None:
    """Prints ours and the proven front of one rest."""
    free = plan_day(replace(rest, change=Change()), seed, _budget(seconds))
    many = moved_stops(rest, free)
    day = index_problem(rest)
    began = time.process_time()
    routes = all_routes(day)
    least, reduced = bound(day, routes, len(day.stops))
    best = optimum(day, routes, len(day.stops), least, reduced) or least
    print(
        f"  {len(routes.van):,} routes, {time.process_time() - began:.0f} CPU s; full re-solve "
        f"{_minor(free) / best - 1:+.2%}, {many} stops change van ({changed_stops(rest, free)} lines)",
        flush=True,
    )
    asked = {many // 3}
    for price in prices:
        a_stop = int(price / 100 * _minor(free))
        began = time.process_time()
        ours = plan_day(
            replace(rest, change=replace(rest.change, moved=a_stop, turned=a_stop)), seed, _budget(seconds)
        )
        used = time.process_time() - began
        few = moved_stops(rest, ours)
        asked.add(few)
        print(
            f"  ours, {price:g} % a stop: {_minor(ours) / best - 1:+.2%}, {few} change van "
            f"({changed_stops(rest, ours)} lines); {used:.1f} CPU s",
            flush=True,
        )
    for most in sorted(asked):
        least, reduced = bound(day, routes, most)
        whole = optimum(day, routes, most, least, reduced)
        told = "optimum not proven" if whole is None else f"optimum {whole / best - 1:+.2%}"
        third = ", a third of the re-solve's" if most == many // 3 else ""
        print(f"  proven for at most {most}{third}: bound {least / best - 1:+.2%}, {told}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--draws", type=int, default=3)
    options.add_argument("--seconds", type=float, default=1.5)
    options.add_argument("--prices", default="0.05,0.15,0.5")
    options.add_argument("--incidents", default="each leg its own,an accident")
    given = options.parse_args()
    found = [case for case in cases("vrptw-homberger-200", None) if case.instance.name.lower() == INSTANCE]
    if not found:
        raise SystemExit("The data vrptw-homberger-200 is absent.")
    problem = problem_of(found[0].instance)
    plan = plan_day(problem, 0, _budget(10))
    served = len(problem.stops) - LEFT
    for draw in range(given.draws):
        for incident in given.incidents.split(","):
            rest = rest_after(problem, plan, incident, draw, served=served)
            print(f"{INSTANCE}, {incident}, draw {draw}: {len(rest.stops)} stops left", flush=True)
            front(rest, draw, given.seconds, [float(price) for price in given.prices.split(",")])


if __name__ == "__main__":
    main()
