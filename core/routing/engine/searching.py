"""The search itself, by PyVRP's iterated local search."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import NamedTuple

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


class Found(NamedTuple):
    """is_feasible: by the engine's own rules; the checker has the last word."""

    tours: tuple[Tour, ...]
    is_feasible: bool


def _stopping(budget: Budget) -> StoppingCriterion:
    criteria: list[StoppingCriterion] = []
    if budget.iterations is not None:
        criteria.append(MaxIterations(budget.iterations))
    if budget.seconds is not None:
        criteria.append(MaxRuntime(budget.seconds))
    if budget.patience is not None:
        criteria.append(NoImprovement(budget.patience))
    return MultipleCriteria(criteria)


def _penalties(data: ProblemData) -> PenaltyManager:
    parameters = PenaltyParams()
    return PenaltyManager(parameters.midpoint_penalties(data), parameters)


def search(model: Model, seed: int, budget: Budget, start: Sequence[Tour] = ()) -> Found:
    """The best tours found from ``start``, or from nothing."""
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
            else method(Solution.make_random(data, rng), penalties.max_cost_evaluator(), exhaustive=True)
        )
        run = IteratedLocalSearch(data, penalties, method, first, IteratedLocalSearchParams())
        best = run.run(_stopping(budget), collect_stats=False, display=False).best
    return Found(tours_of(model, best), best.is_feasible())
