"""The queue's promises, the same on both databases."""

from datetime import timedelta

from core.infra import queue
from core.infra.door import Core
from core.infra.queue import NewJob
from tests.conftest import START


async def _enqueue(core: Core, *jobs: NewJob) -> None:
    async with core.database.write() as connection:
        await queue.enqueue(connection, jobs, START)


async def _claim(core: Core, owner: str = "a", after: float = 0, limit: int = 20) -> list[queue.Job]:
    async with core.database.write() as connection:
        return await queue.claim(
            connection, ["k"], START + timedelta(seconds=after), owner=owner, limit=limit
        )


async def test_jobs_of_one_lane_are_claimed_one_after_the_other_in_order(core: Core) -> None:
    await _enqueue(core, *(NewJob("k", {"n": n}, lane=lane) for n, lane in enumerate("ababa")))
    first = await _claim(core)
    assert [(job.payload["n"], job.lane) for job in first] == [(0, "a"), (1, "b")]
    assert await _claim(core) == []
    async with core.database.write() as connection:
        await queue.finish(connection, [first[0].id], "a")
    assert [job.payload["n"] for job in await _claim(core)] == [2]


async def test_a_known_dedupe_key_is_left_out_even_after_the_job_is_done(core: Core) -> None:
    await _enqueue(core, NewJob("k", {"n": 1}, dedupe_key="x"))
    (job,) = await _claim(core)
    async with core.database.write() as connection:
        await queue.finish(connection, [job.id], "a")
    await _enqueue(core, NewJob("k", {"n": 2}, dedupe_key="x"))
    assert await _claim(core) == []


async def test_a_job_of_a_dead_worker_goes_to_the_next_when_the_lease_ends(core: Core) -> None:
    await _enqueue(core, NewJob("k", {}, lane="a"))
    (first,) = await _claim(core, "dead")
    assert await _claim(core, "other", after=59) == []
    (again,) = await _claim(core, "other", after=61)
    assert (again.id, again.tries) == (first.id, 2)
    async with core.database.write() as connection:
        await queue.finish(connection, [first.id], "dead")  # came back too late: not its job any more
    assert [job.id for job in await _claim(core, "third", after=200)] == [first.id]


async def test_a_failing_job_waits_longer_each_time_and_is_buried_after_its_last_try(core: Core) -> None:
    await _enqueue(core, NewJob("k", {}, lane="a", max_tries=2), NewJob("k", {"next": 1}, lane="a"))
    (job,) = await _claim(core)
    async with core.database.write() as connection:
        assert not await queue.fail(connection, job, "boom", START, owner="a")
    assert await _claim(core, after=1.9) == []
    (job,) = await _claim(core, after=2)
    async with core.database.write() as connection:
        assert await queue.fail(connection, job, "boom", START, owner="a")
    (after,) = await _claim(core, after=2)
    assert after.payload == {"next": 1}


async def test_a_wait_that_was_asked_for_is_not_a_try(core: Core) -> None:
    await _enqueue(core, NewJob("k", {}, max_tries=1))
    for attempt in range(3):
        (job,) = await _claim(core, after=30 * attempt)
        async with core.database.write() as connection:
            later = START + timedelta(seconds=30 * attempt)
            assert not await queue.fail(
                connection, job, "429", later, owner="a", retry_after=timedelta(seconds=30)
            )
    assert [job.tries for job in await _claim(core, after=90)] == [1]


async def test_enqueueing_with_a_lease_takes_only_jobs_whose_lane_is_idle(core: Core) -> None:
    await _enqueue(core, NewJob("k", {"n": 0}, lane="busy"))
    async with core.database.write() as connection:
        mine = await queue.enqueue(
            connection,
            [NewJob("k", {"n": 1}, lane="busy"), NewJob("k", {"n": 2}, lane="idle", dedupe_key="2")],
            START,
            lease_to="me",
        )
        again = await queue.enqueue(
            connection, [NewJob("k", {"n": 2}, lane="idle", dedupe_key="2")], START, lease_to="me"
        )
    assert [job.payload["n"] for job in mine] == [2]
    assert again == []


async def test_prune_deletes_old_done_jobs_and_keeps_the_dead(core: Core) -> None:
    await _enqueue(core, NewJob("k", {"n": 1}), NewJob("k", {"n": 2}, max_tries=1), NewJob("k", {"n": 3}))
    one, two, three = await _claim(core)
    async with core.database.write() as connection:
        await queue.finish(connection, [one.id], "a")
        await queue.fail(connection, two, "boom", START, owner="a")
        assert await queue.prune(connection, START + timedelta(days=1)) == 1
    assert three.payload == {"n": 3}
