"""The service is killed while people order, decide, pick, ship, return and pay: nobody notices (N4).

``python -m benchmarks.orders.killed`` does the same two hundred times.
"""

from tests.races.killed.run import work_and_be_killed


async def test_the_service_killed_at_any_moment_loses_and_doubles_nothing(database_url: str) -> None:
    summary = await work_and_be_killed(database_url, 4, seed=5, dealers=2)
    assert summary.faults == ()
    assert (summary.notices.missing, summary.notices.doubled) == ((), ())
    assert summary.kills >= 4
    assert summary.orders["delivered"] == summary.orders.total() >= 2
    assert summary.notices.told >= 6
