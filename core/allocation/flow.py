"""Planning beside the event loop: what is quick is done at once, what searches goes to another process.

One shipment that has everything takes less than a millisecond and is planned on the spot. A search takes 20
to 200 milliseconds for 150 lines and a morning many seconds; they would hold up every other chat, so a
process of its own does them. A worker that dies is replaced, and the work is done once more.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.process import BaseProcess
from typing import TypeVar

from core.allocation.engine.morning import plan_morning
from core.allocation.engine.planning import EFFORT, plan_allocation, plan_at_once
from core.allocation.shortage_types import MorningOrder, MorningPlan
from core.allocation.types import AllocationPlan, AllocationProblem, Supply

_T = TypeVar("_T")


class Planner:
    """Plans for a running house; close it at the end. The first search starts the processes."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    @property
    def processes(self) -> tuple[BaseProcess, ...]:
        """The processes that run at the moment."""
        return () if self._pool is None else tuple((self._pool._processes or {}).values())

    async def plan(self, problem: AllocationProblem, *, effort: int = EFFORT) -> AllocationPlan:
        """As `plan_allocation`."""
        quick = plan_at_once(problem)
        if quick is not None:
            return quick
        return await self._run(partial(plan_allocation, problem, effort=effort))

    async def plan_morning(self, orders: Sequence[MorningOrder], supply: Supply) -> MorningPlan:
        """As `plan_morning`."""
        return await self._run(partial(plan_morning, orders, supply))

    def close(self) -> None:
        """Stop the processes; work that has not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    async def _run(self, act: Callable[[], _T]) -> _T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._start(), act)
        except BrokenProcessPool:
            self.close()
            return await loop.run_in_executor(self._start(), act)

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Forking a process that runs threads and holds database connections is not safe: a fresh one is.
            fresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, mp_context=fresh)
        return self._pool
