"""Planning beside the event loop."""

from __future__ import annotations

import os
import signal

import pytest

from core.routing.errors import BadProblem
from core.routing.runner import PlanRunner
from tests.core.routing.days import BARE, line_day, planned, stop, van


async def test_a_plan_from_another_process_is_the_same_and_a_dead_process_is_replaced() -> None:
    problem = line_day([0, 5, 9], [van()], [stop(1), stop(2)])
    runner = PlanRunner()
    try:
        assert await runner.plan_day(problem, 1, BARE) == planned(problem)
        with pytest.raises(BadProblem, match="stands twice"):
            await runner.plan_day(line_day([0], [van(), van()], []), 1, BARE)
        (process,) = runner.processes
        os.kill(process, signal.SIGKILL)
        assert await runner.plan_day(problem, 1, BARE) == planned(problem)
    finally:
        runner.close()
    assert runner.processes == ()
