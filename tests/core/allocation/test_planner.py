"""Planning beside the event loop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.allocation.engine.planning import plan_allocation
from core.allocation.flow import Planner
from core.allocation.types import OptionKind
from tests.core.allocation.boards import bins, lane, problem

LANES = [lane("LA", 145, 2), lane("PHX", 67, 1)]
EASY = problem({"tea": 5}, {"tea": bins(PHX=5)}, LANES)
HARD = problem({"tea": 5, "rice": 5}, {"tea": bins(PHX=5), "rice": bins(LA=5)}, LANES)


@pytest.fixture
def planner() -> Iterator[Planner]:
    one = Planner()
    yield one
    one.close()


async def test_what_is_quick_starts_no_process_and_what_searches_comes_back_whole(planner: Planner) -> None:
    assert await planner.plan(EASY) == plan_allocation(EASY)
    assert planner.processes == ()
    found = await planner.plan(HARD)
    assert found == plan_allocation(HARD)
    assert found.chosen.kind is OptionKind.SPLIT
    assert len(planner.processes) == 1


async def test_a_worker_that_died_is_replaced(planner: Planner) -> None:
    first = await planner.plan(HARD)
    (process,) = planner.processes
    process.kill()
    process.join()
    assert await planner.plan(HARD) == first
    assert planner.processes != (process,)
