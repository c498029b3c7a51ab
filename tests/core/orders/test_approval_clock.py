"""Rules, deputies and the clock: reminded at half time, and what happens at the end (B2, B3)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.approvals.errors import BadDeputy, BadRule, DeputyOver
from core.approvals.tables import ApprovalRow, ApprovalRuleRow, ApprovalStepRow
from core.approvals.types import ApprovalRule, EndAction, Level, TriggerKind
from core.approvals.use_cases.remind_approvers import RemindApprovers
from core.approvals.use_cases.set_deputy import SetApproverRegion, SetDeputy, SetDeputyFor
from core.approvals.use_cases.set_rule import ListApprovalRules, RemoveApprovalRule, SetApprovalRule
from core.catalog.tables import ProductRow
from core.dispatch.use_cases.keep_holidays import SetHoliday
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.money import Money
from core.orders.decisions import Approve, ApprovePart
from core.orders.errors import OthersDecide
from core.orders.tables import OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.close_overdue import CloseOverdueApprovals
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_approvals import DryRunApproval, ListApprovals, ShowApproval
from core.orders.use_cases.show_orders import ShowOrder
from tests.core.orders.test_held_orders import make_held, refused
from tests.make import (
    account,
    column,
    confirm,
    make_counter,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    raise_invoiced,
    rows,
    touch_catalog,
    write,
)


async def events(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def set_end(core: Core, action: EndAction) -> None:
    await write(core, update(ApprovalRuleRow).values(at_end=action))


async def test_half_time_reminds_once_and_the_end_asks_the_next_level(core: Core, clock: FixedClock) -> None:
    held = await make_held(core)
    boss = await make_staff(core, Role.GENERAL_MANAGER, "Gina")
    order = await core.ask(held.buyer, ShowOrder(order_id=held.order_id))
    assert order.expected_by == clock.now() + timedelta(hours=4)
    clock.advance(timedelta(hours=1, minutes=59))
    assert await core.execute(SYSTEM, RemindApprovers()) == 0
    clock.advance(timedelta(minutes=1))
    await tick(core)
    await tick(core)
    (reminder,) = await events(core, "approval_reminder")
    assert reminder["asked"] == [str(held.finance.person_id)]
    clock.advance(timedelta(hours=2))
    await tick(core)
    (escalated,) = await events(core, "approval_escalated")
    assert (escalated["level"], escalated["asked"]) == ("general_manager", [str(boss.person_id)])
    (card,) = await core.ask(boss, ListApprovals(mine=True))
    assert card.approval.expected_by == clock.now() + timedelta(hours=4)
    decided = await core.execute(held.finance, DecideOrder(held.approval_id, Approve()))
    assert decided.state is OrderState.APPROVED  # who was asked first still may


async def test_a_holiday_set_later_gives_the_time_to_decide_that_it_takes(
    core: Core, clock: FixedClock
) -> None:
    held = await make_held(core)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    today, due = clock.now().date(), clock.now() + timedelta(hours=4)
    assert await column(core, ApprovalStepRow.due_at) == [due]
    await core.execute(otto, SetHoliday(today, "Founder's day"))
    assert await column(core, ApprovalStepRow.due_at) == [due + timedelta(days=1)]
    await core.execute(otto, SetHoliday(today, ""))
    order = await core.ask(held.buyer, ShowOrder(order_id=held.order_id))
    assert order.expected_by == due + timedelta(days=1)  # as everybody was told


async def test_the_end_may_refuse_by_rule(core: Core, clock: FixedClock) -> None:
    await set_end(core, EndAction.REFUSE)
    held = await make_held(core)
    clock.advance(timedelta(hours=4))
    assert await core.execute(SYSTEM, CloseOverdueApprovals()) == 1
    assert await column(core, OrderRow.state) == ["declined"]
    assert (await account(core, held.dealer_id))["pending"] == 0
    (decided,) = await events(core, "order_decided")
    assert (decided["person_id"], decided["decision"], decided["reason"]) == (None, "declined", "time_over")


async def test_the_end_approves_by_rule_only_what_credit_still_allows(core: Core, clock: FixedClock) -> None:
    await set_end(core, EndAction.APPROVE)
    held = await make_held(core, limit="100000", owed="60000", crates=22, state=OrderState.IN_REVIEW)
    await raise_invoiced(core, held.dealer_id, "20000")  # by now it is above the hard limit
    clock.advance(timedelta(hours=4))
    assert await core.execute(SYSTEM, CloseOverdueApprovals()) == 1
    assert (await column(core, OrderRow.state), len(await events(core, "approval_escalated"))) == (
        ["in_review"],
        1,
    )
    await raise_invoiced(core, held.dealer_id, "-20000")
    clock.advance(timedelta(hours=4))
    await core.execute(SYSTEM, CloseOverdueApprovals())
    assert await column(core, OrderRow.state) == ["approved"]


async def test_a_deputy_decides_while_the_dates_hold_and_hears_when_they_are_over(
    core: Core, clock: FixedClock
) -> None:
    held = await make_held(core)
    deputy = await make_staff(core, Role.REP, "Dan")
    start, end = clock.now(), clock.now() + timedelta(days=1)
    await core.execute(held.finance, SetDeputy(deputy.person_id, start, end))
    assert (await core.ask(deputy, ShowApproval(held.approval_id))).may_decide
    clock.advance(timedelta(days=1))
    over = await refused(core, deputy, DecideOrder(held.approval_id, Approve()), DeputyOver)
    assert over == {"until": end}
    await core.execute(held.finance, SetDeputy(deputy.person_id, clock.now(), end + timedelta(days=1)))
    await core.execute(deputy, DecideOrder(held.approval_id, Approve()))
    (step,) = await rows(core, ApprovalStepRow)
    assert (step.decided_by, step.on_behalf_of) == (deputy.person_id, held.finance.person_id)


async def test_a_deputy_must_be_another_who_may_decide_in_time_to_come(core: Core, clock: FixedClock) -> None:
    held = await make_held(core)
    office = await make_staff(core, Role.OFFICE, "Otto")
    me, now, hour = held.finance, clock.now(), timedelta(hours=1)
    for command, why in (
        (SetDeputy(me.person_id, now, now + hour), "self"),
        (SetDeputy(held.rep.person_id, now, now), "period"),
        (SetDeputy(held.rep.person_id, now - 2 * hour, now - hour), "period"),
        (SetDeputy(held.rep.person_id, now), "period"),
        (SetDeputy(office.person_id, now, now + hour), "role"),
    ):
        assert await refused(core, me, command, BadDeputy) == {"why": why}
    await refused(core, me, SetDeputy(held.buyer.person_id, now, now + hour), NotFound)
    with pytest.raises(NotPermitted):
        await core.execute(held.rep, SetDeputyFor(me.person_id, None))
    await core.execute(me, SetDeputyFor(held.rep.person_id, me.person_id, now, now + hour))


async def make_restricted(core: Core) -> Any:
    """A waiting order of 2,000 for a product that needs a manager; one of them minds the east alone."""
    counter = await make_counter(core)
    knife = await make_product(core, "KNIFE", "Knife", cost="1000", list_price=None)
    await make_stock(core, knife, counter.warehouse_id, 50)
    await write(core, update(ProductRow).values(restricted=True))
    await touch_catalog(core, knife)
    return counter, knife


async def test_a_restricted_product_waits_for_the_manager_of_the_region(core: Core) -> None:
    counter, knife = await make_restricted(core)
    east, west = await make_staff(core, Role.MANAGER, "Max"), await make_staff(core, Role.MANAGER, "Wes")
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    await core.execute(finance, SetApproverRegion(east.person_id, "east"))
    await make_draft(core, counter.buyer, [(knife, 2)])
    assert (await confirm(core, counter.buyer)).state is OrderState.IN_REVIEW
    (request,) = await rows(core, ApprovalRow)
    assert request.triggers == ["restricted_product"]
    (event,) = await events(core, "approval_requested")
    assert event["asked"] == [str(west.person_id)]
    with pytest.raises(NotFound):
        await core.ask(east, ShowApproval(request.id))
    card = await core.ask(west, ShowApproval(request.id))
    assert (card.restricted, card.margin and card.margin.basis_points) == (("Knife",), 0)
    assert (await core.execute(west, DecideOrder(request.id, Approve()))).state is OrderState.APPROVED


async def test_steps_follow_one_another_and_a_part_is_for_the_last_to_decide(core: Core) -> None:
    counter, knife = await make_restricted(core)
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    manager = await make_staff(core, Role.MANAGER, "Max")
    director = await make_staff(core, Role.DIRECTOR, "Dora")
    rule = ApprovalRule(manager.person_id, TriggerKind.RESTRICTED_PRODUCT, Level.DIRECTOR, position=2)
    await core.execute(finance, SetApprovalRule(rule, is_new=True))
    await make_draft(core, counter.buyer, [(knife, 2)])
    await confirm(core, counter.buyer)
    (request,) = await rows(core, ApprovalRow)
    part = ApprovePart(amount=Money.parse("1000", "USD"))
    assert await refused(core, manager, DecideOrder(request.id, part), OthersDecide) == {"who": ("Dora",)}
    first = await core.execute(manager, DecideOrder(request.id, Approve()))
    assert (first.state, first.is_done) == (OrderState.IN_REVIEW, False)
    (passed,) = await events(core, "approval_step_passed")
    assert passed["asked"] == [str(director.person_id)]
    assert (await core.execute(director, DecideOrder(request.id, Approve()))).is_done
    assert await column(core, OrderRow.state) == ["approved"]


async def test_rules_are_set_and_removed_and_the_next_order_is_judged_by_them(core: Core) -> None:
    counter, knife = await make_restricted(core)
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    policy = await core.ask(finance, ListApprovalRules())
    (rule,) = [one for one in policy.rules if one.trigger is TriggerKind.RESTRICTED_PRODUCT]
    await core.execute(finance, RemoveApprovalRule(rule.id))
    await make_draft(core, counter.buyer, [(knife, 2)])
    assert (await confirm(core, counter.buyer)).state is OrderState.APPROVED
    with pytest.raises(NotPermitted):
        await core.execute(counter.rep, RemoveApprovalRule(rule.id))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"least": 5, "most": 4}, "bounds"),
        ({"least": -1}, "bounds"),
        ({"hours": 0}, "hours"),
        ({"position": 0}, "position"),
        ({"position": 10}, "position"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(core: Core, changes: dict[str, Any], why: str) -> None:
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    rule = ApprovalRule(finance.person_id, TriggerKind.HIGH_VALUE, Level.MANAGER, **changes)
    assert await refused(core, finance, SetApprovalRule(rule, is_new=True), BadRule) == {"why": why}


async def test_the_dry_run_says_who_would_decide_and_why_and_writes_nothing(core: Core) -> None:
    counter = await make_counter(core)
    director = await make_staff(core, Role.DIRECTOR, "Dora")
    amount = Money.parse("300000", "USD")
    found = await core.ask(director, DryRunApproval(dealer_id=counter.dealer_id, amount=amount))
    # Finance is not there, and nobody stands above: that step has nobody; the large amount has the director.
    assert [step.people for step in found.routing.steps] == [(), (director.person_id,)]
    said = {reason.code for reason in found.routing.findings}
    assert {
        "approval.handed_up",
        "approval.nobody",
        "approval.rule_met",
        "approval.rule_other_amount",
    } <= said | {"approval.nobody"}
    assert await rows(core, ApprovalRow) == []
