"""The rep decides about an order in review; everything is judged again at the tap (B1, E2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.approvals.errors import AlreadyDecided
from core.approvals.tables import ApprovalAskedRow, ApprovalRow
from core.approvals.types import TriggerKind
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import ApprovalId
from core.kernel.money import Money
from core.orders.decisions import Approve, Decline
from core.orders.errors import CreditRefused
from core.orders.tables import OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_approvals import ListApprovals, ShowApproval
from core.orders.use_cases.show_orders import ShowOrder
from core.pricing.tables import PromotionRow
from core.stock.tables import ReservationRow, StockRow
from tests.make import (
    Trade,
    account,
    column,
    confirm,
    count,
    make_coupon,
    make_dealer,
    make_draft,
    make_flash_sale,
    make_staff,
    make_trade,
    raise_invoiced,
    rows,
    set_limit,
)
from tests.make.people import make_buyer


async def decided(
    core: Core, actor: Actor, approval_id: ApprovalId, decision: Approve | Decline
) -> OrderState:
    """State of the order after this decision."""
    return (await core.execute(actor, DecideOrder(approval_id, decision))).state


async def in_review(core: Core) -> tuple[Trade, ApprovalId]:
    """25 iPhones, 26,000.00, with a limit of 30,000: above 80 %, below 95 %."""
    trade = await make_trade(core, limit="30000")
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    assert (await confirm(core, trade.buyer)).state is OrderState.IN_REVIEW
    (approval_id,) = await column(core, ApprovalRow.id)
    return trade, approval_id


async def test_the_card_has_what_is_needed_to_decide(core: Core) -> None:
    trade, approval_id = await in_review(core)
    card = await core.ask(trade.rep, ShowApproval(approval_id))
    assert (card.order.number, card.order.dealer_name, card.order.total) == (
        "B2B-2025-1",
        "TechMart Corp",
        Money.parse("26000", "USD"),
    )
    assert card.approval.triggers == (TriggerKind.SOFT_LIMIT,)
    assert card.verdict.exposure_after == Money.parse("26000", "USD")
    assert (card.standing.pending, card.decided_by) == (Money.parse("26000", "USD"), None)
    (listed,) = await core.ask(trade.rep, ListApprovals())
    assert listed == card


async def test_approved_the_pending_amount_becomes_held(core: Core, clock: FixedClock) -> None:
    trade, approval_id = await in_review(core)
    clock.advance(timedelta(minutes=5))
    assert await decided(core, trade.rep, approval_id, Approve()) is OrderState.APPROVED
    assert await account(core, trade.dealer_id) == {
        "limit": 3_000_000,
        "invoiced": 0,
        "held": 2_600_000,
        "pending": 0,
    }
    assert await column(core, CreditEntryRow.state) == ["held"]
    assert await column(core, StockRow.reserved) == [25]
    order = await core.ask(trade.buyer, ShowOrder(number="B2B-2025-1"))
    assert [step.state for step in order.steps] == [OrderState.IN_REVIEW, OrderState.APPROVED]
    assert await column(core, JournalRow.name) == ["approval_requested", "order_decided", "order_placed"]
    assert await column(core, JobRow.kind) == ["hear.chat", "hear.chat"]
    assert await core.ask(trade.rep, ListApprovals()) == ()


async def test_declined_stock_and_credit_are_given_back_and_the_reason_is_kept(
    core: Core, clock: FixedClock
) -> None:
    trade, approval_id = await in_review(core)
    clock.advance(timedelta(minutes=5))
    declined = await decided(core, trade.rep, approval_id, Decline("pay first"))
    assert declined is OrderState.DECLINED
    assert await account(core, trade.dealer_id) == {
        "limit": 3_000_000,
        "invoiced": 0,
        "held": 0,
        "pending": 0,
    }
    assert (await column(core, StockRow.reserved), await column(core, ReservationRow.state)) == (
        [0],
        ["released"],
    )
    order = await core.ask(trade.buyer, ShowOrder(number="B2B-2025-1"))
    assert [(step.state, step.reason) for step in order.steps] == [
        (OrderState.IN_REVIEW, None),
        (OrderState.DECLINED, "pay first"),
    ]
    (request,) = await rows(core, ApprovalRow)
    assert (request.state, request.decided_by, request.decision_reason) == (
        "declined",
        trade.rep.person_id,
        "pay first",
    )


@pytest.mark.parametrize("approve", [True, False])
async def test_the_second_decider_is_told_who_decided_and_changes_nothing(core: Core, approve: bool) -> None:
    trade, approval_id = await in_review(core)
    manager = await make_staff(core, Role.MANAGER, "Max")
    await core.execute(trade.rep, DecideOrder(approval_id, Approve()), key="tap 1")
    before = [await rows(core, table) for table in (ApprovalRow, OrderRow, CreditEntryRow, JournalRow)]
    with pytest.raises(AlreadyDecided) as caught:
        await core.execute(manager, DecideOrder(approval_id, Approve() if approve else Decline()))
    assert caught.value.fields == {"state": "approved", "by": "Rita"}
    assert before == [
        await rows(core, table) for table in (ApprovalRow, OrderRow, CreditEntryRow, JournalRow)
    ]
    # the same tap of the first decider, delivered twice, is not a second decision
    again = await core.execute(trade.rep, DecideOrder(approval_id, Approve()), key="tap 1")
    assert again.state is OrderState.APPROVED


async def test_an_approval_is_judged_at_the_tap_and_not_as_it_was_asked(core: Core) -> None:
    trade, approval_id = await in_review(core)
    await raise_invoiced(core, trade.dealer_id, "2500.01")  # 28,500.01 of 30,000: above 95 %
    with pytest.raises(CreditRefused):
        await core.execute(trade.rep, DecideOrder(approval_id, Approve()))
    assert await column(core, ApprovalRow.state) == ["open"]
    assert (await account(core, trade.dealer_id))["pending"] == 2_600_000
    await set_limit(core, trade.dealer_id, "40000")
    assert await decided(core, trade.rep, approval_id, Approve()) is OrderState.APPROVED


async def test_what_may_not_be_approved_may_still_be_declined(core: Core) -> None:
    trade, approval_id = await in_review(core)
    await raise_invoiced(core, trade.dealer_id, "29000")
    assert await decided(core, trade.rep, approval_id, Decline()) is OrderState.DECLINED


async def test_a_declined_order_gives_back_what_it_took_of_promotions(core: Core) -> None:
    trade = await make_trade(core, limit="30000")
    await make_flash_sale(core, "IP15P", "1030", cap=40)
    await make_coupon(core, "WELCOME", threshold="1000", off="100", cap=3)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)], coupon="WELCOME")
    assert (await confirm(core, trade.buyer)).state is OrderState.IN_REVIEW
    used = {row.code: row.used for row in await rows(core, PromotionRow)}
    assert used == {"flash-IP15P": 25, "coupon-WELCOME": 1}
    (approval_id,) = await column(core, ApprovalRow.id)
    await core.execute(trade.rep, DecideOrder(approval_id, Decline()))
    assert await column(core, PromotionRow.used) == [0, 0]


async def test_only_the_asked_rep_and_those_above_see_and_decide(core: Core) -> None:
    trade, approval_id = await in_review(core)
    other_rep = await make_staff(core, Role.REP, "Other")
    with pytest.raises(NotFound):
        await core.ask(other_rep, ShowApproval(approval_id))
    with pytest.raises(NotFound):
        await core.execute(other_rep, DecideOrder(approval_id, Approve()))
    assert await core.ask(other_rep, ListApprovals()) == ()
    for nobody in (trade.buyer, await make_staff(core, Role.OFFICE)):
        with pytest.raises(NotPermitted):
            await core.execute(nobody, DecideOrder(approval_id, Approve()))
    for role in (Role.MANAGER, Role.DIRECTOR, Role.FINANCE, Role.GENERAL_MANAGER):
        boss = await make_staff(core, role)
        (seen,) = await core.ask(boss, ListApprovals())
        assert seen.approval.id == approval_id
    assert await column(core, ApprovalRow.state) == ["open"]


async def test_nobody_decides_about_an_order_of_the_own_dealer(core: Core) -> None:
    trade, approval_id = await in_review(core)
    both = replace(trade.buyer, roles=frozenset({Role.DEALER_BUYER, Role.MANAGER}))
    with pytest.raises(NotFound):
        await core.execute(both, DecideOrder(approval_id, Approve()))
    assert await column(core, ApprovalRow.state) == ["open"]


async def test_a_dealer_without_a_rep_is_decided_by_those_above(core: Core) -> None:
    trade = await make_trade(core)
    dealer_id = await make_dealer(core, "Orphan", limit="30000")
    buyer = await make_buyer(core, dealer_id)
    await make_draft(core, buyer, [(trade.iphone, 25)])
    await confirm(core, buyer)
    (request,) = await rows(core, ApprovalRow)
    assert await count(core, ApprovalAskedRow) == 0
    with pytest.raises(NotFound):
        await core.ask(trade.rep, ShowApproval(request.id))
    manager: Actor = await make_staff(core, Role.MANAGER)
    assert await decided(core, manager, request.id, Approve()) is OrderState.APPROVED
    assert await count(core, OrderRow) == 1
