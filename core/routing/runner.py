"""Planning beside the event loop: each day is planned in a process of its own pool.

A search takes seconds of one core. Here it blocks nobody, and a process that dies takes no one with it: the
next plan starts a new pool.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from core.routing.engine.planning import plan_day
from core.routing.plan_types import DayPlan
from core.routing.types import Budget, Problem


class PlanRunner:
    """Plans days in ``processes`` processes, started at the first plan; `close` ends them."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    async def plan_day(self, problem: Problem, seed: int, budget: Budget) -> DayPlan:
        """The same plan as `core.routing.engine.planning.plan_day`, and the same errors."""
        pool = self._start()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(pool, plan_day, problem, seed, budget)
        except BrokenProcessPool:
            if self._pool is pool:  # else another plan has replaced it already
                self.close()
            return await loop.run_in_executor(self._start(), plan_day, problem, seed, budget)

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fork of a process with threads and open databases is not safe.
            self._pool = ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))
        return self._pool

    @property
    def processes(self) -> tuple[int, ...]:
        """Ids of the processes that run now."""
        return () if self._pool is None else tuple(self._pool._processes)

    def close(self) -> None:
        """Ends the processes; plans that wait are given up."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
