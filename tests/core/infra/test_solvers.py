"""Computing beside the event loop, in processes that others may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import NoReturn

import pytest

from core.infra.solvers import Solvers
from core.kernel.errors import Busy


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


async def test_work_is_done_in_another_process_and_a_dead_one_is_replaced() -> None:
    solvers = Solvers()
    try:
        assert await solvers.run(divmod, 7, 2) == (3, 1)
        (process,) = solvers.processes
        assert await solvers.run(os.getpid) == process != os.getpid()
        with pytest.raises(ValueError, match="'van'"):
            await solvers.run(int, "van")
        os.kill(process, signal.SIGKILL)
        assert await solvers.run(divmod, 7, 2) == (3, 1)
        # What kills every process that takes it up is refused, and kills nobody else.
        with pytest.raises(Busy):
            await solvers.run(die)
        assert await solvers.run(os.getpid) != os.getpid()
    finally:
        solvers.close()
    assert solvers.processes == ()


_STARTS_ONE = """
import asyncio, os, time
from core.infra.solvers import Solvers

async def main():
    solvers = Solvers()
    print(await solvers.run(os.getpid), flush=True)
    await solvers.run(time.sleep, 60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_process_at_work_ends_with_the_one_that_started_it_though_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _STARTS_ONE], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) != parent.pid
        parent.kill()
        # Both hold the pipe, which ends with the last of them.
        assert parent.communicate(timeout=30) == ("", None)
