"""What the clock starts is done once in its slot, whoever looks, however often."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from core.bootstrap import build
from core.infra.door import Core, Handler
from core.infra.transaction import Transaction
from core.jobs.clock import Timed, tick
from core.kernel.actor import Permission
from core.kernel.clock import FixedClock
from core.kernel.command import Command

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Chime(Command[int]):
    permission = Permission.INTERNAL
    slot: datetime


@dataclass(frozen=True, slots=True)
class Fail(Command[None]):
    permission = Permission.INTERNAL


@pytest.fixture
def chimes(core: Core) -> list[datetime]:
    """The slots that ``Chime`` was really done for."""
    done: list[datetime] = []

    async def chime(_tx: Transaction, command: Chime) -> int:
        done.append(command.slot)
        return len(done)

    async def fail(_tx: Transaction, _command: Fail) -> None:
        raise ValueError("broken")

    core.handlers = {**core.handlers, Chime: Handler(chime), Fail: Handler(fail)}
    return done


def test_a_slot_starts_at_its_multiple_of_the_stretch() -> None:
    daily = Timed("daily", timedelta(days=1), Chime)

    assert daily.slot(datetime(2025, 10, 14, 0, 0, tzinfo=UTC)) == datetime(2025, 10, 14, tzinfo=UTC)
    assert daily.slot(datetime(2025, 10, 13, 23, 59, tzinfo=UTC)) == datetime(2025, 10, 13, tzinfo=UTC)


async def test_a_command_is_done_once_in_its_slot(
    core: Core, clock: FixedClock, chimes: list[datetime]
) -> None:
    hourly = (Timed("hourly", HOUR, Chime),)
    start = core.clock.now()

    await tick(core, hourly)
    await tick(core, hourly)
    clock.advance(timedelta(minutes=59))
    await tick(core, hourly)
    assert chimes == [start]

    clock.advance(timedelta(minutes=1))
    await tick(core, hourly)
    assert chimes == [start, start + HOUR]


async def test_a_slot_that_nobody_was_awake_for_is_not_made_up_for(
    core: Core, clock: FixedClock, chimes: list[datetime]
) -> None:
    hourly = (Timed("hourly", HOUR, Chime),)
    start = core.clock.now()
    await tick(core, hourly)
    clock.advance(5 * HOUR)

    await tick(core, hourly)

    assert chimes == [start, start + 5 * HOUR]


async def test_a_command_that_fails_does_not_keep_the_others_from_running(
    core: Core, chimes: list[datetime]
) -> None:
    start = core.clock.now()

    await tick(core, (Timed("broken", HOUR, lambda _slot: Fail()), Timed("hourly", HOUR, Chime)))

    assert chimes == [start]


async def test_two_that_look_at_the_same_moment_do_it_once(core: Core, chimes: list[datetime]) -> None:
    hourly = (Timed("hourly", HOUR, Chime),)

    await asyncio.gather(tick(core, hourly), tick(core, hourly))

    # On PostgreSQL both may begin; the second is rolled back when it finds the key of the first.
    assert set(chimes) == {core.clock.now()}
    await tick(core, hourly)
    assert len(chimes) <= 2


async def test_what_is_kept_in_a_process_is_done_once_in_each_and_anew_after_a_restart(
    core: Core, chimes: list[datetime]
) -> None:
    hourly = (Timed("hourly", HOUR, Chime, in_each_process=True),)
    for _ in range(2):
        await tick(core, hourly)
    other = build(core.settings, clock=core.clock)
    other.handlers = core.handlers
    try:
        for _ in range(2):
            await tick(other, hourly)
    finally:
        await other.close()
    assert len(chimes) == 2
