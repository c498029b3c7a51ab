"""Writes that wait go in one trip and do what the same statements one by one would do, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.infra.columns import table_of
from core.infra.door import Core
from core.infra.queue import JobRow
from core.infra.transaction import Transaction
from core.infra.trip import run_trip
from core.infra.writes import Write
from core.kernel.actor import SYSTEM
from core.orders.tables import OrderCounterRow
from tests.conftest import START
from tests.make.rows import count, rows

_jobs, _counter = table_of(JobRow), table_of(OrderCounterRow)
JOB = {"lane": None, "state": "pending", "due": START, "tries": 0, "max_tries": 1, "created": START}
add_jobs = Write(insert(_jobs))
add_years = Write(insert(_counter))
raise_years = Write(
    update(_counter)
    .where(_counter.c.year == bindparam("of_year"))
    .values(last=_counter.c.last + bindparam("by"))
)
double_years = Write(
    update(_counter).where(_counter.c.year == bindparam("of_year")).values(last=_counter.c.last * 2)
)


def made(core: Core, connection: AsyncConnection) -> Transaction:
    return Transaction(connection, SYSTEM, START, core.settings, core.cache, core._executor)


async def test_rows_come_back_as_they_were_given(core: Core) -> None:
    late = datetime(2025, 10, 14, 9, 0, 0, 123456, tzinfo=UTC)
    payloads = [{"给": ["两箱", 1, None, "a'b"]}, {}]
    async with core.database.write() as connection:
        given = [
            {**JOB, "kind": "one", "payload": payloads[0], "due": late, "lane": "A"},
            {**JOB, "kind": "two", "payload": payloads[1]},
        ]
        await run_trip(connection, [(add_jobs, given)])
    kept = await rows(core, JobRow)
    assert [(row.kind, row.payload, row.due, row.lane) for row in kept] == [
        ("one", payloads[0], late, "A"),
        ("two", payloads[1], START, None),
    ]


async def test_a_statement_sees_every_write_before_it(core: Core) -> None:
    async with core.database.write() as connection:
        tx = made(core, connection)
        tx.write(add_years, {"year": 2025, "last": 1}, {"year": 2026, "last": 5})
        tx.write(raise_years, {"of_year": 2025, "by": 2})
        assert (await tx.one_or_none(select(func.sum(_counter.c.last).label("sum")))).sum == 8
        tx.write(raise_years, {"of_year": 2025, "by": 10}, {"of_year": 2026, "by": 20})
        tx.write(double_years, {"of_year": 2026})
        assert [row.last for row in await tx.all(select(_counter.c.last).order_by(_counter.c.year))] == [
            13,
            50,
        ]


async def test_writes_run_in_the_order_they_were_given(core: Core) -> None:
    async with core.database.write() as connection:
        tx = made(core, connection)
        tx.write(add_years, {"year": 2025, "last": 1})
        tx.write(raise_years, {"of_year": 2025, "by": 1})
        tx.write(double_years, {"of_year": 2025})
        tx.write(raise_years, {"of_year": 2025, "by": 1})
        await tx.flush()
    (row,) = await rows(core, OrderCounterRow)
    assert row.last == 5


async def test_rows_of_other_columns_leave_the_rest_to_the_table(core: Core) -> None:
    job = {**JOB, "kind": "k", "payload": {}}
    async with core.database.write() as connection:
        await run_trip(connection, [(add_jobs, [job]), (add_jobs, [{**job, "error": "no"}]), (add_jobs, [])])
    assert [row.error for row in await rows(core, JobRow)] == [None, "no"]


async def test_one_write_that_fails_takes_all_back_and_tells_which_rule_it_broke(core: Core) -> None:
    async def break_a_rule() -> None:
        async with core.database.write() as connection:
            tx = made(core, connection)
            tx.write(add_years, {"year": 2025, "last": 1})
            tx.write(add_years, {"year": 2026, "last": 1}, {"year": 2026, "last": 2})
            tx.write(add_years, {"year": 2027, "last": 1})
            await tx.flush()

    with pytest.raises(IntegrityError):
        await break_a_rule()
    assert await count(core, OrderCounterRow) == 0


async def test_a_row_without_a_value_is_a_fault_and_not_a_null(core: Core) -> None:
    with pytest.raises(KeyError):
        async with core.database.write() as connection:
            await run_trip(
                connection, [(add_jobs, [{**JOB, "kind": "k", "payload": {}}, {**JOB, "kind": "k"}])]
            )
    assert await count(core, JobRow) == 0
