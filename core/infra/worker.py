"""Runs claimed jobs of the queue: inbox, subscribers, sends, timed work.

Each job may be killed at any line: what it did is idempotent, and its lease hands it to the next worker. What
a job leaves to be done goes into the queue in the same transaction that marks it done.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from core.infra import queue
from core.infra.door import Core
from core.infra.queue import Job, NewJob
from core.infra.trip import run_trip
from core.infra.writes import Row, Write

log = structlog.get_logger()

POLL_SECONDS = 1.0
LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Leaves:
    """What a job leaves: jobs to do, and rows to write in the transaction that marks it done."""

    jobs: Sequence[NewJob] = ()
    writes: Sequence[tuple[Write, Sequence[Row]]] = ()


JobHandler = Callable[[Job], Awaitable[Leaves | Sequence[NewJob] | None]]


class Later(Exception):
    """A job cannot be done yet: the other side asked to wait. It comes back after ``seconds``, untried."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"later, in {seconds} s")
        self.seconds = seconds


class GiveUp(Exception):
    """A job can never be done (the chat is gone): it is buried at once, its lane goes on."""


@dataclass(slots=True)
class _Outcome:
    job: Job
    leaves: Leaves = Leaves()
    error: BaseException | None = None


class Worker:
    """Claims jobs of some kinds and runs up to ``concurrency`` of them at a time, in one event loop."""

    def __init__(
        self, core: Core, handlers: Mapping[str, JobHandler], *, concurrency: int = 20, name: str = "worker"
    ) -> None:
        self._core = core
        self._handlers = handlers
        self._concurrency = concurrency
        self.owner = f"{name}-{secrets.token_hex(4)}"
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._outcomes: list[_Outcome] = []
        self._running = 0
        # Whether there may be something to claim; work leased to us as it was enqueued needs no look.
        self._look = True
        self._stopping = False
        self._group: asyncio.TaskGroup | None = None
        core.on_commit(self.wake)

    def wake(self) -> None:
        """Look at the queue now instead of at the next poll."""
        self._look = True
        self._wake.set()

    def stop(self) -> None:
        """Finish what runs, claim nothing more; ``run`` then returns."""
        self._stopping = True
        self._wake.set()

    def take(self, jobs: Sequence[Job]) -> None:
        """Run jobs that were leased to this worker when they were enqueued."""
        if self._group is None:
            return  # not running: the lease ends and another worker finds them
        for job in jobs:
            self._idle.clear()
            self._running += 1
            self._group.create_task(self._run_job(job))

    async def run(self) -> None:
        """Work until ``stop``; what runs then is finished first."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            while not (self._stopping and not self._running and not self._outcomes):
                self._wake.clear()
                progressed = await self._turn()
                if not progressed and not self._outcomes and not (self._stopping and not self._running):
                    # Not wait_for: on Python 3.11 it can swallow a cancellation that comes with the wake.
                    try:
                        async with asyncio.timeout(POLL_SECONDS):
                            await self._wake.wait()
                    except TimeoutError:
                        self._look = True
            self._group = None

    async def settle(self) -> None:
        """Wait until nothing runs here and all that came out is written: for tests and benchmarks."""
        await self._idle.wait()

    async def drain(self) -> None:
        """Run everything that is due and return: for tests and scripts."""
        self._look = True
        async with asyncio.TaskGroup() as group:
            self._group = group
            while True:
                self._wake.clear()
                progressed = await self._turn()
                if not progressed and not self._outcomes:
                    if not self._running:
                        break
                    await self._wake.wait()
            self._group = None

    async def _turn(self) -> bool:
        """One transaction: write what came out, claim what is next. True when there is more to claim now."""
        outcomes, self._outcomes = self._outcomes, []
        look, self._look = self._look and not self._stopping, False
        if not outcomes and not look:
            return False
        room, jobs = 0, list[Job]()
        now = self._core.clock.now()
        try:
            async with self._core.database.write() as connection:
                done = [outcome.job.id for outcome in outcomes if outcome.error is None]
                await queue.finish(connection, done, self.owner)
                for outcome in outcomes:
                    await self._settle(connection, outcome, now)
                    look = look or bool(outcome.leaves.jobs)
                if look:
                    room = self._concurrency - self._running
                    jobs = await queue.claim(
                        connection, list(self._handlers), now, owner=self.owner, lease=LEASE, limit=room
                    )
        except Exception:
            self._outcomes = outcomes + self._outcomes
            self._look = True
            log.exception("queue_turn_failed")
            await asyncio.sleep(POLL_SECONDS)
            return True
        self.take(jobs)
        is_full = 0 < room == len(jobs)
        # A job that stands behind a running one in its lane is the next to claim, once that one is done.
        self._look = self._look or (look and (is_full or self._running > 0))
        if not self._running and not self._outcomes:
            self._idle.set()
        return is_full

    async def _settle(self, connection: AsyncConnection, outcome: _Outcome, now: datetime) -> None:
        job, error = outcome.job, outcome.error
        if error is None:
            await queue.enqueue(connection, outcome.leaves.jobs, now)
            await run_trip(connection, outcome.leaves.writes)
            self._core.telemetry.jobs.labels(job.kind, "done").inc()
            return
        retry_after = timedelta(seconds=error.seconds) if isinstance(error, Later) else None
        last = replace(job, tries=job.max_tries) if isinstance(error, GiveUp) else job
        buried = await queue.fail(
            connection, last, repr(error), now, owner=self.owner, retry_after=retry_after
        )
        self._core.telemetry.jobs.labels(job.kind, "buried" if buried else "again").inc()
        if retry_after is None:
            log.warning("job_failed", kind=job.kind, job=job.id, buried=buried, exc_info=error)

    async def _run_job(self, job: Job) -> None:
        outcome = _Outcome(job)
        try:
            left = await self._handlers[job.kind](job) or ()
            outcome.leaves = left if isinstance(left, Leaves) else Leaves(left)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            outcome.error = error
        finally:
            self._running -= 1
        self._outcomes.append(outcome)
        self._wake.set()
