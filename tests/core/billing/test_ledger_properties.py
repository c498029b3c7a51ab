"""Whatever orders, invoices, payments, reversals and credit notes follow each other, the books are whole."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.approvals.tables import ApprovalRow
from core.billing.tables import InvoiceRow, PaymentRow
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.reverse_credit_note import ReverseCreditNote
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.set_credit_limit import SetCreditLimit
from core.billing.use_cases.show_account import ShowStatement
from core.bootstrap import build
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.kernel.errors import Refused
from core.kernel.money import Money, total
from core.orders.decisions import ApprovePart
from core.orders.tables import OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.decide_order import DecideOrder
from tests.conftest import START
from tests.core.billing.house import House, assert_books_balance, make_house
from tests.make import column, rows

Step = tuple[str, int]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.integers(1, 9)),
        st.tuples(st.just("invoice"), st.just(0)),
        st.tuples(st.just("pay"), st.integers(1, 120_000)),
        st.tuples(st.just("pay one"), st.integers(1, 60_000)),
        st.tuples(st.just("reverse"), st.integers(0, 9)),
        st.tuples(st.just("reverse note"), st.integers(0, 9)),
        st.tuples(st.just("credit amount"), st.integers(1, 40_000)),
        st.tuples(st.just("credit line"), st.integers(1, 4)),
        st.tuples(st.just("limit"), st.integers(0, 500_000)),
        st.tuples(st.just("approve part"), st.integers(1, 60_000)),
        st.tuples(st.just("cancel"), st.integers(0, 9)),
        st.tuples(st.just("days"), st.integers(1, 12)),
    ),
    min_size=4,
    max_size=14,
)


async def _order(core: Core, house: House, amount: int) -> None:
    await house.order(core, amount)


async def _invoice(core: Core, house: House, _amount: int) -> None:
    await core.execute(house.fiona, CreateInvoices())


async def _pay(core: Core, house: House, amount: int) -> None:
    await house.pay(core, str(Money(amount, "USD").to_decimal()))


async def _pay_one(core: Core, house: House, amount: int) -> None:
    for number in (await column(core, InvoiceRow.number, InvoiceRow.kind == "invoice"))[-1:]:
        await house.pay(core, str(Money(amount, "USD").to_decimal()), number)


async def _reverse(core: Core, house: House, at: int) -> None:
    numbers = await column(core, PaymentRow.number, PaymentRow.kind == "payment")
    if numbers:
        await core.execute(house.fiona, ReversePayment(numbers[at % len(numbers)], "back"))


async def _reverse_note(core: Core, house: House, at: int) -> None:
    numbers = await column(core, PaymentRow.number, PaymentRow.kind == "credit_note")
    if numbers:
        await core.execute(house.fiona, ReverseCreditNote(numbers[at % len(numbers)], "back"))


async def _credit_amount(core: Core, house: House, amount: int) -> None:
    for number in (await column(core, InvoiceRow.number, InvoiceRow.kind == "invoice"))[:1]:
        await core.execute(house.fiona, CreateCreditNote(number, "x", amount=Money(amount, "USD")))


async def _credit_line(core: Core, house: House, pieces: int) -> None:
    for number in (await column(core, InvoiceRow.number, InvoiceRow.kind == "invoice"))[-1:]:
        await core.execute(house.fiona, CreateCreditNote(number, "x", lines=((1, pieces),)))


async def _limit(core: Core, house: House, amount: int) -> None:
    await core.execute(house.fiona, SetCreditLimit(house.dealer_id, Money(amount, "USD")))


async def _approve_part(core: Core, house: House, amount: int) -> None:
    for approval_id in (await column(core, ApprovalRow.id, ApprovalRow.state == "open"))[:1]:
        await core.execute(house.fiona, DecideOrder(approval_id, ApprovePart(Money(amount, "USD"))))


async def _cancel(core: Core, house: House, at: int) -> None:
    orders = await column(core, OrderRow.id)
    if orders:
        await core.execute(house.buyer, CancelOrder(orders[at % len(orders)]))


_DO: dict[str, Callable[[Core, House, int], Awaitable[None]]] = {
    "order": _order,
    "invoice": _invoice,
    "pay": _pay,
    "pay one": _pay_one,
    "reverse": _reverse,
    "reverse note": _reverse_note,
    "credit amount": _credit_amount,
    "credit line": _credit_line,
    "limit": _limit,
    "approve part": _approve_part,
    "cancel": _cancel,
}


async def _play(url: str, played: list[Step]) -> None:
    clock = FixedClock(START)
    house_settings = Settings.model_validate({"database_url": url, "require_second_factor": False})
    core = build(house_settings, clock=clock)
    try:
        house = await make_house(core, limit="3000", early_percent=2)
        for what, amount in played:
            if what == "days":
                clock.advance(timedelta(days=amount))
                continue
            with suppress(Refused):
                await _DO[what](core, house, amount)
            await _assert_whole(core, house)
    finally:
        await core.close()


async def _assert_whole(core: Core, house: House) -> None:
    await assert_books_balance(core)
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    by_items = await core.ask(house.buyer, ShowStatement())
    by_period = await core.ask(house.buyer, ShowStatement(since=START.date()))
    assert by_items.closing == by_period.closing == standing.open_balance - standing.unapplied
    assert standing.exposure == by_items.closing + standing.held
    assert total([item.open for item in by_items.items], "USD") == by_items.ageing.total
    assert standing.unapplied.minor >= 0
    totals = {row.id: row.total_minor for row in await rows(core, OrderRow)}
    for invoice in await rows(core, InvoiceRow, InvoiceRow.kind == "invoice"):
        assert invoice.total_minor == totals[invoice.order_id]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(steps)
def test_the_books_are_whole_after_any_sequence_of_acts(sqlite_template: Path, played: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.db"
        shutil.copy(sqlite_template, path)
        asyncio.run(_play(f"sqlite:///{path}", played))
