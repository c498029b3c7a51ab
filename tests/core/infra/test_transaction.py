"""What stands under every use case: the cache of compiled values, times, and snapshots of one moment."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.infra.transaction import Cache, Digest
from core.kernel.actor import STRANGER, SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.orders.tables import OrderCounterRow
from tests.conftest import START
from tests.make import rows
from tests.make.rows import add


async def test_a_value_is_made_once_for_each_version() -> None:
    cache, made = Cache(), list[int]()

    async def load() -> int:
        made.append(len(made))
        return made[-1]

    assert [await cache.get("book", version, load) for version in (1, 1, 2, 2)] == [0, 0, 1, 1]
    assert await cache.get("other", 1, load) == 2


async def test_of_versions_without_an_order_the_last_one_asked_for_is_kept() -> None:
    cache, made = Cache(), list[str]()

    async def load() -> int:
        made.append("made")
        return len(made)

    # One of the two steps goes down, whatever the letters are.
    wanted = [Digest(version) for version in ("b", "a", "a", "c", "c")]
    assert [await cache.get("shares", version, load) for version in wanted] == [1, 2, 2, 3, 3]


async def test_eight_tasks_that_want_the_same_value_make_it_once() -> None:
    cache, made = Cache(), list[int]()

    async def load() -> int:
        await asyncio.sleep(0)
        made.append(1)
        return 7

    assert await asyncio.gather(*(cache.get("book", 1, load) for _ in range(8))) == [7] * 8
    assert made == [1]


async def test_a_stale_snapshot_gets_its_own_version_and_does_not_turn_the_others_back() -> None:
    cache = Cache()

    async def bring_up(to: int) -> int:
        async def work(_known: int | None, _value: int | None) -> int:
            return to * 10

        return await cache.refresh("book", to, work)

    assert [await bring_up(version) for version in (2, 1, 2)] == [20, 10, 20]
    seen: list[tuple[int | None, int | None]] = []

    async def look(known: int | None, value: int | None) -> int:
        seen.append((known, value))
        return 30

    assert await cache.refresh("book", 3, look) == 30
    assert seen == [(2, 20)]


async def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    cache = Cache()

    async def fail() -> int:
        raise ZeroDivisionError

    async def load() -> int:
        return 5

    with pytest.raises(ZeroDivisionError):
        await cache.get("book", 1, fail)
    assert await cache.get("book", 1, load) == 5


async def test_times_come_back_aware_in_utc_to_the_microsecond(core: Core) -> None:
    east = datetime(2025, 10, 14, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    job = {"kind": "k", "payload": {}, "state": "pending", "tries": 0, "max_tries": 1, "created": START}
    await add(core, JobRow, due=east, **job)
    (row,) = await rows(core, JobRow)
    assert row.due == east
    assert row.due.tzinfo is UTC
    assert row.due.isoformat() == "2025-10-14T09:00:00.123456+00:00"
    with pytest.raises(StatementError, match="without a zone"):
        await add(core, JobRow, due=datetime(2025, 10, 14), **job)


async def test_a_snapshot_stays_at_its_moment_while_others_write(core: Core) -> None:
    async with core.snapshot(SYSTEM) as snap:
        assert await snap.all(select(OrderCounterRow.year)) == []
        await add(core, OrderCounterRow, year=2025, last=1)
        assert await snap.all(select(OrderCounterRow.year)) == []
    async with core.snapshot(SYSTEM) as snap:
        assert len(await snap.all(select(OrderCounterRow.year))) == 1


async def test_nobody_without_a_dealer_has_one_by_accident(core: Core) -> None:
    async with core.snapshot(STRANGER) as snap:
        for wanted in ("dealer_id", "person_id"):
            with pytest.raises(NotFound):
                getattr(snap, wanted)
        assert await snap.all(select(JournalRow.id)) == []


def test_a_clock_needs_an_aware_time_and_tells_utc() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2025, 1, 1))
    clock = FixedClock(datetime(2025, 10, 14, 17, 0, tzinfo=timezone(timedelta(hours=8))))
    assert clock.now() == START
    assert clock.now().tzinfo is UTC
