"""Heavy computing beside the event loop, in processes of their own.

A search takes seconds of one core. In a thread of the serving process it would hold up every chat, as Python
computes in one thread at a time; here it holds up nobody, and it yields to whoever answers. A process that
dies takes no one with it: the work is begun once more in a fresh one, and refused where that dies, too. These
processes end with the one that started them, however that ends.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context, parent_process
from typing import ParamSpec, TypeVar

import structlog

from core.kernel.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()
_TRIES = 2
# Behind what answers people, and not so far that a search gets nothing where there is only one core.
_NICE = 5


class Solvers:
    """Up to so many processes, each started when there is work for it; ``close`` ends them."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """What ``work`` returns or raises; it and what it is given go to the process and back by pickle.

        Raises Busy where the processes that worked at it died.
        """
        loop = asyncio.get_running_loop()
        for _ in range(_TRIES):
            pool = self._start()
            try:
                return await loop.run_in_executor(pool, partial(work, *args, **options))
            except BrokenProcessPool:
                log.warning("solvers.died", work=getattr(work, "__qualname__", repr(work)))
                if self._pool is pool:  # else another one's work has replaced it already
                    self.close()
        raise Busy

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = new_pool(self._processes)
        return self._pool

    @property
    def processes(self) -> tuple[int, ...]:
        """Ids of the processes that run now."""
        return () if self._pool is None else tuple(self._pool._processes)

    def close(self) -> None:
        """Ends the processes; work that waits for one is given up."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def new_pool(processes: int) -> ProcessPoolExecutor:
    """A pool whose processes let others go first, and end with the one that started them, always."""
    # A fork of a process with threads and open databases is not safe.
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_stand_back)


def _stand_back() -> None:
    """In a new process: let others go first, and end when the process that started it is no more."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        # The others of the pool hold its queue open: waiting for its end would be waiting for ever.
        os._exit(0)


# Of this process: days of routes and shares of scarce goods are computed here, two at a time.
solvers = Solvers(2)
