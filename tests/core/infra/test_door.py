"""The door's promises: permission, once per key, all or nothing, again on conflict."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from core.infra.db import Database
from core.infra.door import Core, Handler, IdempotencyRow
from core.infra.journal import JournalRow
from core.infra.queue import JobRow, NewJob
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import STRANGER, SYSTEM, Actor, Permission, Role
from core.kernel.clock import FixedClock
from core.kernel.command import Command, Query
from core.kernel.errors import Busy, NotFound, NotPermitted, Refused
from core.kernel.events import Event
from core.kernel.ids import PersonId
from core.kernel.money import Money
from core.orders.tables import OrderCounterRow
from tests.conftest import START
from tests.make import column, count

ADA = Actor(PersonId(uuid.UUID(int=1)), frozenset({Role.DEALER_BUYER}))
BEN = Actor(PersonId(uuid.UUID(int=2)), frozenset({Role.DEALER_BUYER}))


@dataclass(frozen=True, slots=True)
class Counted(Event):
    name: ClassVar[str] = "counted"
    year: int


@dataclass(frozen=True, slots=True)
class Result:
    id: uuid.UUID
    at: datetime
    amount: Money
    note: str | None


@dataclass(frozen=True, slots=True)
class CountUp(Command[Result]):
    """Writes the row of a year, once; ``then`` is what happens after everything is written."""

    permission = Permission.ORDER_PLACE
    year: int
    then: str = ""


@dataclass(frozen=True, slots=True)
class Peek(Query[int]):
    permission = Permission.ORDER_READ
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Forget(Command[None]):
    permission = Permission.ORDER_PLACE


@dataclass(frozen=True, slots=True)
class Think(Command[str]):
    permission = Permission.ORDER_PLACE
    writes_too_early: bool = False


tries: list[str] = []


async def count_up(tx: Transaction, command: CountUp) -> Result:
    if await tx.one_or_none(select(OrderCounterRow.year).where(OrderCounterRow.year == command.year)):
        raise NotFound(what="room")
    await tx.execute(insert(OrderCounterRow).values(year=command.year, last=1))
    tx.record(Counted(command.year))
    tx.enqueue(NewJob("k", {}))
    tries.append(command.then)
    await _then(tx, command.then)
    return Result(tx.new_id(), tx.now, Money(104_000, "USD"), None)


async def _then(tx: Transaction, then: str) -> None:
    if then == "refuse":
        raise Refused(why="no")
    if then == "crash":
        raise ZeroDivisionError
    if then == "always busy" or (then == "busy twice" and tries.count(then) <= 2):
        if tx.on_postgres:
            await tx.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$"))
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
    if then == "wrong sql":
        await tx.execute(text("SELECT no_such_column"))
    if then == "same twice":
        await tx.execute(insert(OrderCounterRow).values(year=1, last=1))
        await tx.execute(insert(OrderCounterRow).values(year=1, last=1))


async def forget(tx: Transaction, _command: Forget) -> None:
    tx.record(Counted(0))


async def peek(snap: Snapshot, query: Peek) -> int:
    if query.writes:
        await snap.execute(insert(OrderCounterRow).values(year=1999, last=1))
    return len(await snap.all(select(OrderCounterRow.year)))


async def think_first(snap: Snapshot, command: Think) -> str:
    if command.writes_too_early:
        await snap.execute(insert(OrderCounterRow).values(year=1999, last=1))
    return f"thought by {snap.actor.person_id}"


async def think(_tx: Transaction, _command: Think, thought: str) -> str:
    return thought


@pytest.fixture
async def core(core: Core) -> AsyncIterator[Core]:
    """The door with the commands of this file behind it."""
    tries.clear()
    built = Core(
        settings=core.settings,
        database=core.database,
        clock=core.clock,
        handlers={
            CountUp: Handler(count_up),
            Forget: Handler(forget),
            Peek: Handler(peek),
            Think: Handler(think, prepare=think_first),
        },
        subscribers={"counted": ("ear",)},
    )
    yield built
    await built.close()


async def nothing_written(core: Core) -> bool:
    tables = (OrderCounterRow, JournalRow, JobRow, IdempotencyRow)
    return [await count(core, table) for table in tables] == [0, 0, 0, 0]


async def test_what_a_command_writes_records_and_enqueues_is_committed_together(core: Core) -> None:
    woken: list[int] = []
    core.on_commit(lambda: woken.append(1))
    result = await core.execute(ADA, CountUp(2025))
    assert result == Result(result.id, START, Money(104_000, "USD"), None)
    assert await column(core, OrderCounterRow.year) == [2025]
    assert await column(core, JournalRow.name) == ["counted"]
    assert await column(core, JobRow.kind) == ["hear.ear", "k"]
    assert woken == [1]


@pytest.mark.parametrize("actor", [STRANGER, replace(ADA, roles=frozenset({Role.DEALER_VIEWER}))])
async def test_without_the_permission_nothing_happens(core: Core, actor: Actor) -> None:
    with pytest.raises(NotPermitted) as refused:
        await core.execute(actor, CountUp(2025), key="k")
    assert refused.value.fields == {"permission": "order_place"}
    assert tries == []
    assert await nothing_written(core)


async def test_a_query_needs_its_permission_too(core: Core) -> None:
    with pytest.raises(NotPermitted):
        await core.ask(STRANGER, Peek())


@pytest.mark.parametrize(
    ("then", "error"), [("refuse", Refused), ("crash", ZeroDivisionError), ("wrong sql", DBAPIError)]
)
async def test_what_is_not_done_leaves_nothing_behind(core: Core, then: str, error: type[Exception]) -> None:
    woken: list[int] = []
    core.on_commit(lambda: woken.append(1))
    with pytest.raises(error):
        await core.execute(ADA, CountUp(2025, then), key="k")
    assert await nothing_written(core)
    assert (tries, woken) == ([then], [])


async def test_a_key_may_be_used_again_after_a_refusal(core: Core) -> None:
    with pytest.raises(Refused):
        await core.execute(ADA, CountUp(2025, "refuse"), key="k")
    await core.execute(ADA, CountUp(2025), key="k")
    assert await column(core, OrderCounterRow.year) == [2025]


async def test_the_same_key_twice_is_one_effect_and_the_same_result(core: Core, clock: FixedClock) -> None:
    first = await core.execute(ADA, CountUp(2025), key="tap 1")
    clock.advance(timedelta(minutes=5))
    assert await core.execute(ADA, CountUp(2025), key="tap 1") == first
    assert (len(tries), await count(core, JournalRow)) == (1, 1)


async def test_a_result_of_nothing_is_remembered_as_well(core: Core) -> None:
    for _ in range(2):
        await core.execute(ADA, Forget(), key="tap 1")
    assert await count(core, JournalRow) == 1


async def test_another_person_is_never_given_somebodys_result(core: Core) -> None:
    await core.execute(ADA, CountUp(2025), key="tap 1")
    with pytest.raises(NotFound):
        await core.execute(BEN, CountUp(2025), key="tap 1")
    assert (await core.execute(BEN, CountUp(2026), key="tap 1")).at == START


async def test_a_stranger_is_not_given_what_the_house_itself_did(core: Core) -> None:
    await core.execute(SYSTEM, CountUp(2025), key="tap 1")
    stranger_who_may = Actor(None, frozenset({Role.STRANGER, Role.DEALER_BUYER}))
    with pytest.raises(NotFound):
        await core.execute(stranger_who_may, CountUp(2025), key="tap 1")


async def test_a_key_that_stands_for_another_command_is_refused(core: Core) -> None:
    await core.execute(ADA, CountUp(2025), key="tap 1")
    with pytest.raises(Refused):
        await core.execute(ADA, Forget(), key="tap 1")
    assert await count(core, JournalRow) == 1


async def test_a_lost_permission_also_bars_the_stored_result(core: Core) -> None:
    await core.execute(ADA, CountUp(2025), key="tap 1")
    with pytest.raises(NotPermitted):
        await core.execute(replace(ADA, roles=frozenset({Role.STRANGER})), CountUp(2025), key="tap 1")


async def test_the_same_key_from_eight_tasks_at_once_is_one_effect_and_one_answer(core: Core) -> None:
    results = await asyncio.gather(*(core.execute(ADA, CountUp(2025), key="tap 1") for _ in range(8)))
    assert len(set(results)) == 1
    assert (await count(core, JournalRow), await count(core, IdempotencyRow)) == (1, 1)


async def test_eight_different_commands_at_once_are_all_done(core: Core) -> None:
    await asyncio.gather(*(core.execute(ADA, CountUp(2000 + n), key=str(n)) for n in range(8)))
    assert await count(core, OrderCounterRow) == 8
    assert await column(core, JournalRow.number) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_a_conflict_is_tried_again_and_done_once(core: Core) -> None:
    await core.execute(ADA, CountUp(2025, "busy twice"), key="k")
    assert len(tries) == 3
    assert (await count(core, OrderCounterRow), await count(core, JournalRow)) == (1, 1)


async def test_a_conflict_that_does_not_end_is_told_and_nothing_is_written(core: Core) -> None:
    with pytest.raises(Busy):
        await core.execute(ADA, CountUp(2025, "always busy"), key="k")
    assert len(tries) == 3
    assert await nothing_written(core)


async def test_a_row_that_is_there_already_after_all_tries_is_a_fault_and_not_a_busy_database(
    core: Core,
) -> None:
    with pytest.raises(IntegrityError):
        await core.execute(ADA, CountUp(2025, "same twice"))
    assert await nothing_written(core)


async def test_a_query_cannot_write(core: Core) -> None:
    with pytest.raises(DBAPIError):
        await core.ask(ADA, Peek(writes=True))
    with pytest.raises(DBAPIError):
        await core.execute(ADA, Think(writes_too_early=True))
    assert await nothing_written(core)
    assert await core.ask(ADA, Peek()) == 0


async def test_what_was_prepared_outside_reaches_the_act(core: Core) -> None:
    assert await core.execute(ADA, Think(), key="k") == f"thought by {ADA.person_id}"


async def test_outcomes_are_counted_by_their_code(core: Core) -> None:
    await core.execute(ADA, CountUp(2025))
    for then in ("refuse", "crash"):
        with pytest.raises((Refused, ZeroDivisionError)):
            await core.execute(ADA, CountUp(2026, then))
    metric: Any = core.telemetry.commands
    outcomes = {
        sample.labels["outcome"]: sample.value
        for family in metric.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    }
    assert outcomes == {"done": 1.0, "refused": 1.0, "failed": 1.0}


async def test_who_gets_no_connection_in_time_is_told_that_it_is_busy(database_url: str, core: Core) -> None:
    crowded = Core(
        settings=core.settings,
        database=Database(database_url, pool_size=1, patience=0.05),
        clock=core.clock,
        handlers={**core.handlers, CountUp: Handler(count_up)},
        subscribers={},
    )
    async with crowded.database.engine.connect():
        with pytest.raises(Busy):
            await crowded.execute(ADA, CountUp(2025))
    assert await count(core, OrderCounterRow) == 0
    assert (await crowded.execute(ADA, CountUp(2025))).note is None
    await crowded.close()
