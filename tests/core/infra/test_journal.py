"""The journal: a chain for each dealer, and every kind of tampering found."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import Update, delete, insert, select, update

from core.infra import journal, queue
from core.infra.door import Core
from core.infra.journal import JournalHeadRow, JournalRow
from core.infra.queue import JobRow
from core.infra.transaction import Transaction
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money
from tests.conftest import START
from tests.make import column, rows, write

DEALER = DealerId(uuid.UUID(int=7))
OTHER = DealerId(uuid.UUID(int=8))
ADA = Actor(PersonId(uuid.UUID(int=1)), frozenset({Role.DEALER_BUYER}), DEALER)


@dataclass(frozen=True, slots=True)
class Noted(Event):
    name: ClassVar[str] = "noted"
    dealer_id: DealerId | None
    text: str
    amount: Money = field(default_factory=lambda: Money(10_000_000_000_000_001, "USD"))


async def _write(core: Core, *events: Event, actor: Actor = ADA, heard_by: tuple[str, ...] = ()) -> None:
    now = core.clock.now()
    async with core.database.write() as connection:
        tx = Transaction(connection, actor, now, core.settings, core.cache, core._executor, [*events])
        await journal.append(tx, {"noted": heard_by})
        tx.writes.append(queue.added(connection, tx.jobs, now))
        await tx.finish()


async def _check(core: Core, stream: str = str(DEALER)) -> str | None:
    async with core.database.read() as connection:
        return await journal.check_chain(connection, stream)


async def test_entries_are_numbered_and_chained_within_their_stream(core: Core) -> None:
    await _write(core, Noted(DEALER, "a"), Noted(OTHER, "x"), Noted(DEALER, "b"), Noted(None, "office"))
    await _write(core, Noted(DEALER, "c"), actor=SYSTEM)
    mine = sorted(await rows(core, JournalRow, JournalRow.stream == str(DEALER)), key=lambda row: row.number)
    assert [(row.number, row.payload["text"]) for row in mine] == [(1, "a"), (2, "b"), (3, "c")]
    assert [row.actor_id for row in mine] == [ADA.person_id, ADA.person_id, None]
    assert {row.at for row in mine} == {START}
    assert mine[0].payload["amount"] == {"minor": 10_000_000_000_000_001, "currency": "USD"}
    assert await column(core, JournalHeadRow.stream) == sorted([str(DEALER), str(OTHER), "office"])
    for stream in (str(DEALER), str(OTHER), "office"):
        assert await _check(core, stream) is None


async def test_words_of_all_scripts_and_odd_moments_keep_their_hash(core: Core) -> None:
    await _write(core, Noted(DEALER, '可乐 ٣ çay \U0001f9c3 "q" \\ \n'), Noted(DEALER, ""))
    assert await _check(core) is None


async def test_an_empty_chain_is_whole(core: Core) -> None:
    assert await _check(core) is None


def _entry(number: int) -> Any:
    return (JournalRow.stream == str(DEALER)) & (JournalRow.number == number)


def _change(number: int, **values: Any) -> Update:
    return update(JournalRow).where(_entry(number)).values(**values)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: _change(2, payload={"text": "b!"}),
        lambda: _change(2, actor_id=uuid.UUID(int=99)),
        lambda: _change(2, actor_id=None),
        lambda: _change(2, at=START + timedelta(microseconds=1)),
        lambda: _change(2, name="unsaid"),
        lambda: _change(2, hash="0" * 64),
    ],
    ids=["payload", "actor", "no actor", "time", "name", "hash"],
)
async def test_a_changed_entry_is_found_and_named(core: Core, tamper: Callable[[], Update]) -> None:
    await _write(core, *(Noted(DEALER, text) for text in "abc"))
    await write(core, tamper())
    assert await _check(core) == f"Entry 2 of {DEALER} was changed."


@pytest.mark.parametrize("missing", [1, 2, 3])
async def test_a_missing_entry_is_found_also_when_it_is_the_last(core: Core, missing: int) -> None:
    await _write(core, *(Noted(DEALER, text) for text in "abc"))
    await write(core, delete(JournalRow).where(_entry(missing)))
    assert await _check(core) == f"Entry {missing} of {DEALER} is missing."


async def test_a_stream_emptied_of_all_entries_is_found(core: Core) -> None:
    await _write(core, Noted(DEALER, "a"))
    await write(core, delete(JournalRow).where(JournalRow.stream == str(DEALER)))
    assert await _check(core) == f"Entry 1 of {DEALER} is missing."


async def test_the_head_taken_away_to_hide_a_missing_last_entry_is_found(core: Core) -> None:
    await _write(core, *(Noted(DEALER, text) for text in "abc"))
    await write(
        core,
        delete(JournalRow).where(_entry(3)),
        delete(JournalHeadRow).where(JournalHeadRow.stream == str(DEALER)),
    )
    assert await _check(core) == f"The head of {DEALER} is missing."


async def test_an_entry_put_in_from_another_stream_is_found(core: Core) -> None:
    await _write(core, Noted(DEALER, "a"), Noted(OTHER, "x"))
    await write(core, update(JournalRow).where(_entry(1)).values(number=2))
    await write(core, update(JournalRow).where(JournalRow.stream == str(OTHER)).values(stream=str(DEALER)))
    assert await _check(core) == f"Entry 1 of {DEALER} was changed."


async def test_two_entries_that_change_places_are_found(core: Core) -> None:
    await _write(core, *(Noted(DEALER, text) for text in "ab"))
    for old, new in ((1, 3), (2, 1), (3, 2)):
        await write(core, update(JournalRow).where(_entry(old)).values(number=new))
    assert await _check(core) == f"Entry 1 of {DEALER} was changed."


async def test_an_entry_appended_without_the_head_is_found(core: Core) -> None:
    await _write(core, Noted(DEALER, "a"))
    async with core.database.read() as connection:
        first = (await connection.execute(select(JournalRow.__table__))).mappings().one()
    forged = {**first, "id": uuid.UUID(int=5), "number": 2}
    forged["hash"] = journal._chained_hash(first["hash"], forged)
    await write(core, insert(JournalRow).values(**forged))
    assert await _check(core) is not None


async def test_every_subscriber_gets_a_job_in_the_lane_of_the_stream(core: Core) -> None:
    await _write(core, Noted(DEALER, "a"), Noted(None, "b"), heard_by=("chat", "erp"))
    entries = {row.payload["text"]: str(row.id) for row in await rows(core, JournalRow)}
    jobs = [(job.kind, job.lane, job.payload["entry"]) for job in await rows(core, JobRow)]
    assert jobs == [
        ("hear.chat", f"chat:{DEALER}", entries["a"]),
        ("hear.erp", f"erp:{DEALER}", entries["a"]),
        ("hear.chat", "chat:office", entries["b"]),
        ("hear.erp", "erp:office", entries["b"]),
    ]
    assert START.tzinfo is UTC
