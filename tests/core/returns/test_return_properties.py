"""Whatever is asked for, decided, received and credited: no piece comes back or is paid for twice."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

from core.approvals.tables import ApprovalRow
from core.billing.tables import InvoiceLineRow, InvoiceRow, PaymentRow
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.reverse_credit_note import ReverseCreditNote
from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import Actor
from core.kernel.clock import FixedClock
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId
from core.returns.tables import ReturnLineRow, ReturnRow
from core.returns.types import Outcome, ReturnReason
from core.returns.use_cases.decide_return import DecideReturn
from core.returns.use_cases.receive_return import Came, ReceiveReturn
from core.returns.use_cases.request_return import AddReturnPhoto, ChangeReturn, SendReturn, StartReturn
from core.stock.tables import StockRow
from tests.conftest import START
from tests.core.returns.house import JPEG, Back, make_back
from tests.make import account, column, make_buyer, rows
from tests.races.goods import assert_goods_are_whole

# By position of the order's line: base units that were delivered, and what one of them costs in cents.
BOUGHT, PRICE = {1: 6, 2: 2}, {1: 1_000, 2: 300}
Step = tuple[str, int, int]
_small = st.integers(0, 4)
steps = st.lists(
    st.tuples(
        st.sampled_from(("ada", "ben", "fetch", "keep", "decline", "receive", "credit", "take back")),
        _small,
        _small,
    ),
    min_size=5,
    max_size=14,
)


class Played:
    """One run of steps, with two people of the dealer."""

    def __init__(self, core: Core, back: Back, ben: Actor) -> None:
        self.core, self.back, self.ben = core, back, ben

    async def ask(self, who: Actor, first: int, second: int) -> None:
        started = await self.core.execute(who, StartReturn(self.back.order_id))
        seen = started
        for position, quantity in ((1, first), (2, second)):
            change = ChangeReturn(started.id, position, quantity, ReturnReason.DAMAGED)
            with suppress(Refused):
                seen = await self.core.execute(who, change)
        await self.core.execute(who, AddReturnPhoto(seen.id, JPEG))
        await self.core.execute(who, SendReturn(seen.id, seen.version + 1))

    async def decide(self, outcome: Outcome | None, at: int) -> None:
        requests = await column(self.core, ApprovalRow.id, ApprovalRow.state == "open")
        if requests:
            chosen = DecideReturn(ApprovalId(requests[at % len(requests)]), outcome)
            await self.core.execute(self.back.maria, chosen)

    async def receive(self, good: int, damaged: int) -> None:
        for return_id in (await column(self.core, ReturnRow.id, ReturnRow.state == "expected"))[:1]:
            lines = (Came(1, good, damaged), Came(2, damaged % 2, 0))
            there = await column(self.core, ReturnLineRow.line_id, ReturnLineRow.return_id == return_id)
            await self.core.execute(self.back.kim, ReceiveReturn(return_id, lines[: len(there)]))

    async def credit(self, position: int, quantity: int) -> None:
        note = CreateCreditNote("INV-2025-1", "x", lines=((1 + position % 2, quantity),))
        await self.core.execute(self.back.fiona, note)

    async def take_back(self, at: int) -> None:
        numbers = await column(self.core, PaymentRow.number, PaymentRow.kind == "credit_note")
        if numbers:
            await self.core.execute(self.back.fiona, ReverseCreditNote(numbers[at % len(numbers)], "x"))

    async def do(self, what: str, one: int, other: int) -> None:
        acts: dict[str, Callable[[], Awaitable[None]]] = {
            "ada": lambda: self.ask(self.back.house.buyer, one, other),
            "ben": lambda: self.ask(self.ben, one, other),
            "fetch": lambda: self.decide(Outcome.FETCH, one),
            "keep": lambda: self.decide(Outcome.KEEP, one),
            "decline": lambda: self.decide(None, one),
            "receive": lambda: self.receive(one, other),
            "credit": lambda: self.credit(one, other),
            "take back": lambda: self.take_back(one),
        }
        with suppress(Refused):
            await acts[what]()


async def _assert_whole(core: Core, back: Back, owed: int) -> None:
    undone = set(await column(core, PaymentRow.number, PaymentRow.reversed_on.is_not(None)))
    notes = await rows(core, InvoiceRow, InvoiceRow.kind == "credit_note")
    standing = {one.id: one for one in notes if one.number not in undone}
    assert (await account(core, back.house.dealer_id))["invoiced"] == owed - sum(
        one.total_minor for one in standing.values()
    )
    paid = Counter[int]()
    for line in await rows(core, InvoiceLineRow, InvoiceLineRow.invoice_id.in_(list(standing))):
        paid[line.position] += line.quantity
    assert all(paid[at] <= BOUGHT[at] for at in BOUGHT), paid
    assert sum(one.total_minor for one in standing.values()) == sum(PRICE[at] * paid[at] for at in paid)
    claimed, good, damaged = Counter[Any](), 0, 0
    requests = {one.id: one for one in await rows(core, ReturnRow)}
    for line in await rows(core, ReturnLineRow):
        request = requests[line.return_id]
        if request.state in ("asked", "expected") or (request.state, request.outcome) == ("done", "keep"):
            claimed[line.line_id] += line.quantity
        elif request.state == "done":
            claimed[line.line_id] += line.good + line.damaged
        good, damaged = good + (line.good or 0), damaged + (line.damaged or 0)
    assert sorted(claimed.values(), reverse=True) <= sorted(BOUGHT.values(), reverse=True), claimed
    levels = await rows(core, StockRow)
    assert sum(one.on_hand for one in levels) == 250 - sum(BOUGHT.values()) + good
    assert sum(one.damaged for one in levels) == damaged


@contextmanager
def _copy_of(url: str) -> Iterator[str]:
    """A database like this one, that nobody is connected to."""
    if url.startswith("sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "copy.db"
            shutil.copy(url.removeprefix("sqlite:///"), path)
            yield f"sqlite:///{path}"
        return
    address, _, name = url.partition("?")[0].rpartition("/")
    copy, rest = f"copy_{secrets.token_hex(6)}", url.partition("?")[2]
    with psycopg.connect(f"{address}/postgres?{rest}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY FILE_COPY")
        try:
            yield f"{address}/{copy}?{rest}"
        finally:
            connection.execute(f"DROP DATABASE {copy} WITH (FORCE)")


def _core(url: str) -> Core:
    made = Settings.model_validate({"database_url": url, "require_second_factor": False})
    return build(made, clock=FixedClock(START))


async def _prepare(url: str) -> tuple[Back, Actor, int]:
    core = _core(url)
    back = await make_back(core)
    ben = await make_buyer(core, back.house.dealer_id, "Ben")
    owed = (await account(core, back.house.dealer_id))["invoiced"]
    await core.close()
    return back, ben, owed


async def _play(url: str, back: Back, ben: Actor, owed: int, played: list[Step]) -> None:
    core = _core(url)
    try:
        run = Played(core, back, ben)
        for step in played:
            await run.do(*step)
            await _assert_whole(core, back, owed)
        await assert_goods_are_whole(core)
    finally:
        await core.close()


def test_no_piece_comes_back_or_is_paid_for_twice(database_url: str) -> None:
    prepared = asyncio.run(_prepare(database_url))

    @settings(derandomize=True, max_examples=6, deadline=None)
    @given(steps)
    def play(played: list[Step]) -> None:
        with _copy_of(database_url) as url:
            asyncio.run(_play(url, *prepared, played))

    play()
