"""The search itself, by PyVRP's iterated local search."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyvrp.search as local
from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning, ScalingWarning
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, NoImprovement, StoppingCriterion

from core.routing.engine.indexing import Tour
from core.routing.engine.modelling import Model, solution_of, tours_of
from core.routing.types import Budget

# Tried: 10, 40, 100, 1,000 and PyVRP's own 50,000, three seconds each on ten of Solomon's instances. Mean gap
# with 40 or 100: 0.3 to 0.4 %; with PyVRP's own: 0.5 to 1.2 %.
FIRST_PENALTY = 100
MOST_PENALTY = 1_000
# What PyVRP says that a solution costs which breaks a rule.
NO_COST = float(2**62)


class Found(NamedTuple):
    """is_feasible: by the engine's own rules; the checker has the last word."""

    tours: tuple[Tour, ...]
    is_feasible: bool


class _Worked:
    """Ends a search after so many seconds of this process's own work."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    def __call__(self, best_cost: int) -> bool:
        return time.process_time() >= self._until


def _clock(budget: Budget, share: float = 1.0) -> StoppingCriterion | None:
    if budget.seconds is None:
        return None
    seconds = budget.seconds * share
    return _Worked(seconds) if budget.is_cpu else MaxRuntime(seconds)


class _Hopeless:
    """Ends a search that has found no whole solution after such a share of the budget."""

    def __init__(self, budget: Budget, share: float) -> None:
        self._iterations = None if budget.iterations is None else max(1, int(budget.iterations * share))
        self._clock = _clock(budget, share)
        self._count = 0

    def __call__(self, best_cost: float) -> bool:
        self._count += 1
        if best_cost < NO_COST:
            return False
        late = self._iterations is not None and self._count > self._iterations
        return late or (self._clock is not None and self._clock(int(best_cost)))


def _stopping(budget: Budget, hope: float) -> StoppingCriterion:
    criteria: list[StoppingCriterion] = []
    if hope < 1:
        criteria.append(_Hopeless(budget, hope))
    clock = _clock(budget)
    if clock is not None:
        criteria.append(clock)
    if budget.iterations is not None:
        criteria.append(MaxIterations(budget.iterations))
    if budget.patience is not None:
        criteria.append(NoImprovement(budget.patience))
    return MultipleCriteria(criteria)


def _penalties(data: ProblemData) -> PenaltyManager:
    """What breaking a rule costs at first: `FIRST_PENALTY` times the usual leg for the usual load or the
    usual time. PyVRP's own start is the same for every scale, and far too high or too low for most.
    """
    leg = _usual(data.distance_matrices())
    a_second = leg / _usual(data.duration_matrices())
    loads = []
    for kind in range(data.num_load_dimensions):
        amounts = [max(client.delivery[kind], client.pickup[kind]) for client in data.clients()]
        loads.append(leg * sum(amount > 0 for amount in amounts) / max(1, sum(amounts)))
    parameters = PenaltyParams(max_penalty=FIRST_PENALTY * leg * MOST_PENALTY)
    return PenaltyManager(
        ([FIRST_PENALTY * load for load in loads], FIRST_PENALTY * a_second, FIRST_PENALTY), parameters
    )


def _usual(tables: Sequence[np.ndarray[Any, np.dtype[Any]]]) -> float:
    """The mean of what is not nothing; 1 where all is."""
    whole = np.concatenate([table[table > 0] for table in tables])
    return float(whole.mean()) if whole.size else 1.0


def search(model: Model, seed: int, budget: Budget, start: Sequence[Tour] = (), hope: float = 1.0) -> Found:
    """The best tours found from ``start``, or from nothing. hope: the share of the budget after which a
    search without any whole solution is given up.
    """
    data, rng = model.data, RandomNumberGenerator(seed)
    method = local.LocalSearch(data, rng, local.compute_neighbours(data), local.PerturbationManager())
    for operator in local.OPERATORS:
        if operator.supports(data):
            method.add_operator(operator(data))
    penalties = _penalties(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        warnings.simplefilter("ignore", ScalingWarning)
        first = (
            solution_of(model, start)
            if start
            else method(Solution.make_random(data, rng), penalties.cost_evaluator(), exhaustive=True)
        )
        run = IteratedLocalSearch(data, penalties, method, first, IteratedLocalSearchParams())
        best = run.run(_stopping(budget, hope), collect_stats=False, display=False).best
    return Found(tours_of(model, best), best.is_feasible())
