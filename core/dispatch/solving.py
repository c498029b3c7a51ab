"""Where days are planned: apart from the event loop, within a budget of time."""

from __future__ import annotations

import asyncio

from core.infra.solvers import solvers
from core.routing.engine.planning import plan_day
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Problem

_SEED = 1
# A day of a hundred stops is as good as it gets in half of this; most days end early for want of progress.
BUDGET = Budget(iterations=4_000, seconds=5.0, patience=400, explains=4)
# So few stops are planned in less time than a process takes to start.
_FEW = 12
# Routes that nobody drives, only room for promises: 1 % dearer than the best at 60 stops, in half a second.
SKETCH_BUDGET = Budget(iterations=150, explains=0)


async def run_planner(problem: Problem) -> DayPlan:
    """A checked plan of the day."""
    return await _run(problem, BUDGET)


async def run_sketcher(problem: Problem) -> DayPlan:
    """Routes of the day in a fraction of the time."""
    return await _run(problem, SKETCH_BUDGET)


async def _run(problem: Problem, budget: Budget) -> DayPlan:
    if len(problem.stops) <= _FEW:
        return await asyncio.to_thread(plan_day, problem, _SEED, budget)
    return await solvers.run(plan_day, problem, _SEED, budget)
