"""What credit does to an order as it is placed: it passes, waits, or is held (E1, E2)."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.approvals.types import TriggerKind
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from core.orders.errors import (
    CreditRefused,
    Overdue,
)
from core.orders.tables import DraftLineRow
from core.orders.types import OrderState, WhatFits
from core.stock.tables import StockRow
from tests.core.orders.confirming import refused, usd
from tests.make import (
    account,
    column,
    confirm,
    make_counter,
    make_dealer,
    make_draft,
    make_invoice,
    make_product,
    make_staff,
    make_stock,
    make_trade,
    quote,
    raise_invoiced,
    rows,
    write,
)
from tests.make.people import make_buyer


async def test_at_the_soft_limit_it_passes_and_a_cent_above_it_waits_for_the_rep(core: Core) -> None:
    counter = await make_counter(core, limit="2500")
    exact = await make_product(core, "A", "Crate", cost="2000", list_price=None)
    above = await make_product(core, "B", "Crate and a cent", cost="2000.01", list_price=None)
    for product in (exact, above):
        await make_stock(core, product, counter.warehouse_id, 5)
    await make_draft(core, counter.buyer, [(exact, 1)])
    assert (await quote(core, counter.buyer)).credit.outcome == "approve"
    await write(core, update(DraftLineRow).values(product_id=above))
    placed = await confirm(core, counter.buyer)
    assert placed.state is OrderState.IN_REVIEW
    (approval,) = await rows(core, ApprovalRow)
    assert (approval.subject_id, approval.rep_id, approval.amount_minor, approval.state) == (
        placed.order_id,
        counter.rep.person_id,
        200_001,
        "open",
    )
    assert (approval.label, approval.triggers) == (placed.number, ["soft_limit"])
    assert await account(core, counter.dealer_id) == {
        "limit": 250_000,
        "invoiced": 0,
        "held": 0,
        "pending": 200_001,
    }
    assert await column(core, CreditEntryRow.state) == ["pending"]
    assert await column(core, StockRow.reserved) == [0, 1]
    assert await column(core, JournalRow.name) == ["approval_requested", "order_placed"]
    (job,) = await rows(core, JobRow)
    assert (job.kind, job.lane) == ("hear.chat", f"chat:{counter.dealer_id}")
    assert job.payload["event"]["asked"] == [str(counter.rep.person_id)]


async def test_above_the_hard_limit_it_is_held_and_the_card_says_what_would_fit(core: Core) -> None:
    trade = await make_trade(core, limit="30000")
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    await make_draft(core, trade.buyer, [(trade.iphone, 28)])  # 29,120 of 30,000 is above 95 %
    shown = await quote(core, trade.buyer)
    assert (shown.blockers, shown.asks, shown.credit.fits) == ((), (TriggerKind.HARD_LIMIT,), usd("24000.00"))
    assert shown.what_fits == WhatFits({1: 23}, usd("23920.00"))
    assert (await confirm(core, trade.buyer)).state is OrderState.HELD
    assert await account(core, trade.dealer_id) == {
        "limit": 3_000_000,
        "invoiced": 0,
        "held": 0,
        "pending": 2_912_000,
    }
    assert await column(core, StockRow.reserved) == [28]
    (event,) = [one.payload for one in await rows(core, JournalRow, JournalRow.name == "approval_requested")]
    assert (event["asked"], event["told"]) == ([str(finance.person_id)], [str(trade.rep.person_id)])


async def test_credit_that_was_used_up_since_the_card_holds_the_order(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    assert (await quote(core, trade.buyer)).asks == ()
    await raise_invoiced(core, trade.dealer_id, "140000")
    assert (await confirm(core, trade.buyer)).state is OrderState.HELD
    assert (await account(core, trade.dealer_id))["held"] == 0


@pytest.mark.parametrize(
    ("days", "state"), [(15, OrderState.APPROVED), (30, OrderState.IN_REVIEW), (45, None)]
)
async def test_an_overdue_invoice_warns_restricts_and_blocks(
    core: Core, clock: FixedClock, days: int, state: OrderState | None
) -> None:
    trade = await make_trade(core)
    await make_invoice(core, trade.dealer_id, "100", due_on=clock.now().date() - timedelta(days=days))
    await make_draft(core, trade.buyer, [(trade.iphone, 1)])
    if state is None:
        assert await refused(core, trade.buyer, Overdue) == {"overdue": usd("100")}
    else:
        assert (await confirm(core, trade.buyer)).state is state


async def test_a_dealer_without_an_account_or_with_one_in_another_currency_has_no_credit(core: Core) -> None:
    trade = await make_trade(core)
    for name, limit in (("No Account", None), ("Other Money", "90000")):
        dealer_id = await make_dealer(core, name, limit=limit, currency="USD")
        buyer = await make_buyer(core, dealer_id)
        if limit:
            await write(
                core,
                update(CreditAccountRow)
                .where(CreditAccountRow.dealer_id == dealer_id)
                .values(currency="EUR"),
            )
        await make_draft(core, buyer, [(trade.iphone, 1)])
        assert await refused(core, buyer, CreditRefused) == {"fits": usd("0")}
