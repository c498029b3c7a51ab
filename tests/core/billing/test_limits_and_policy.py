"""Limits, the policy and holds by hand: previewed, at once, and waiting orders go when they may (E1-E4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.billing.errors import AmountNotPositive, NoCreditAccount, WrongCurrency
from core.billing.use_cases.hold_account import HoldAccount, PreviewHold, ReleaseAccount
from core.billing.use_cases.set_credit_limit import PreviewCreditLimit, SetCreditLimit
from core.billing.use_cases.set_credit_policy import (
    PreviewCreditPolicy,
    SetCreditPolicy,
    ShowCreditPolicy,
)
from core.credit.types import CreditOutcome
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotPermitted, SecondFactorNeeded
from core.kernel.money import Money
from core.orders.types import OrderState
from core.orders.use_cases.show_orders import ShowOrder
from tests.core.billing.house import assert_books_balance, make_house, usd, written
from tests.make import account, make_dealer, make_invoice, make_staff, rows

TODAY = date(2025, 10, 14)


async def test_a_higher_limit_is_previewed_and_lets_waiting_orders_go_at_once(core: Core) -> None:
    house = await make_house(core, limit="1000")
    await house.order(core, 7)
    waiting = await house.order(core, 2)
    seen = await core.ask(house.fiona, PreviewCreditLimit(house.dealer_id, usd("2000")))
    assert (seen.before, seen.after, seen.exposure, seen.available_after) == (
        usd("1000"),
        usd("2000"),
        usd("700"),
        usd("1300"),
    )
    assert (seen.waiting, seen.releases, seen.is_below_exposure) == (1, 1, False)
    done = await core.execute(house.fiona, SetCreditLimit(house.dealer_id, usd("2000")))
    assert (done.before, done.after, done.released) == (usd("1000"), usd("2000"), (waiting.number,))
    assert (await core.ask(house.buyer, ShowOrder(waiting.order_id))).state is OrderState.APPROVED
    (told,) = await rows(core, JournalRow, JournalRow.name == "order_released")
    assert (told.payload["number"], told.payload["reason"]) == (waiting.number, "limit")
    await assert_books_balance(core)


async def test_a_limit_below_what_is_owed_is_warned_of_and_stops_only_new_orders(core: Core) -> None:
    house = await make_house(core, limit="2000")
    before = await house.order(core, 15)
    seen = await core.ask(house.fiona, PreviewCreditLimit(house.dealer_id, usd("1000")))
    assert (seen.is_below_exposure, seen.outcome_before, seen.outcome_after) == (
        True,
        CreditOutcome.APPROVE,
        CreditOutcome.REFUSE,
    )
    await core.execute(house.fiona, SetCreditLimit(house.dealer_id, usd("1000")))
    assert (await core.ask(house.buyer, ShowOrder(before.order_id))).state is OrderState.APPROVED
    assert (await account(core, house.dealer_id))["held"] == 150_000
    shown = await core.ask(house.buyer, ShowCredit())
    assert (shown.verdict.outcome, shown.verdict.pay_to_free) == (CreditOutcome.REFUSE, usd("700"))


async def test_bad_limits_are_refused_and_nothing_changes(core: Core) -> None:
    house = await make_house(core, limit="1000")
    before = await written(core), await account(core, house.dealer_id)
    for limit, error in ((Money(100, "EUR"), WrongCurrency), (usd("-1"), AmountNotPositive)):
        with pytest.raises(error):
            await core.execute(house.fiona, SetCreditLimit(house.dealer_id, limit))
        with pytest.raises(error):
            await core.ask(house.fiona, PreviewCreditLimit(house.dealer_id, limit))
    office = await make_staff(core, Role.OFFICE, "Olga")
    for actor in (house.buyer, house.rep, office):
        with pytest.raises(NotPermitted):
            await core.execute(actor, SetCreditLimit(house.dealer_id, usd("5000")))
    unproven = replace(house.fiona, has_second_factor=True)
    with pytest.raises(SecondFactorNeeded):
        await core.execute(unproven, SetCreditLimit(house.dealer_id, usd("5000")))
    assert (await written(core), await account(core, house.dealer_id)) == before
    proven = replace(unproven, proven_until=core.clock.now() + timedelta(minutes=5))
    assert (await core.execute(proven, SetCreditLimit(house.dealer_id, usd("5000")))).after == usd("5000")


async def test_the_policy_holds_for_everybody_at_once(core: Core) -> None:
    house = await make_house(core, limit="1000")
    await make_dealer(core, "Quiet", tier="plain", limit="50")
    waiting = await house.order(core, 9)
    assert waiting.state is OrderState.IN_REVIEW
    policy = await core.ask(house.fiona, ShowCreditPolicy())
    assert (policy.soft_basis_points, policy.hard_basis_points, policy.least_overdue_minor) == (
        8000,
        9500,
        2500,
    )
    looser = replace(policy, soft_basis_points=9000)
    seen = await core.ask(house.fiona, PreviewCreditPolicy(looser))
    assert (seen.dealers, seen.tighter, seen.looser, seen.waiting, seen.releases) == (2, 0, 0, 1, 1)
    assert await core.execute(house.fiona, SetCreditPolicy(looser)) == (waiting.number,)
    (told,) = await rows(core, JournalRow, JournalRow.name == "credit_policy_set")
    assert (told.payload["before"], told.payload["after"]) == (
        {"soft_basis_points": 8000},
        {"soft_basis_points": 9000},
    )
    strict = replace(looser, soft_basis_points=0, hard_basis_points=0)
    assert (await core.ask(house.fiona, PreviewCreditPolicy(strict))).tighter == 1
    await core.execute(house.fiona, SetCreditPolicy(strict))
    assert (await core.ask(house.buyer, ShowCredit())).verdict.outcome is CreditOutcome.REFUSE
    before = await written(core)
    assert await core.execute(house.fiona, SetCreditPolicy(strict)) == ()  # nothing new, nothing told
    assert await written(core) == before
    unproven = replace(house.fiona, has_second_factor=True)
    with pytest.raises(SecondFactorNeeded):
        await core.execute(unproven, SetCreditPolicy(policy))
    assert await core.ask(house.fiona, ShowCreditPolicy()) == strict


async def test_days_that_pass_and_small_change_are_judged_by_the_policy(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await make_invoice(core, house.dealer_id, "24.99", due_on=TODAY - timedelta(days=60), document="OLD")
    assert (await core.ask(house.buyer, ShowCredit())).verdict.outcome is CreditOutcome.APPROVE
    await make_invoice(core, house.dealer_id, "500", due_on=TODAY, document="NEW")
    for days, outcome in ((29, "approve"), (1, "review"), (14, "review"), (1, "refuse")):
        clock.advance(timedelta(days=days))
        verdict = (await core.ask(house.buyer, ShowCredit())).verdict
        assert verdict.outcome.value == outcome
    assert (verdict.is_blocked, verdict.pay_to_unblock) == (True, usd("524.99"))
    await house.pay(core, "500")
    assert (await core.ask(house.buyer, ShowCredit())).verdict.outcome is CreditOutcome.APPROVE


async def test_a_hold_by_hand_stops_new_orders_until_it_is_lifted(core: Core) -> None:
    house = await make_house(core)
    assert (await core.ask(house.fiona, PreviewHold(house.dealer_id))).reason is None
    await core.execute(house.fiona, HoldAccount(house.dealer_id, "  cheque bounced "))
    shown = await core.ask(house.buyer, ShowCredit())
    assert (shown.standing.hold, shown.verdict.outcome) == ("cheque bounced", CreditOutcome.REFUSE)
    assert (await core.ask(house.fiona, PreviewHold(house.dealer_id))).reason == "cheque bounced"
    with pytest.raises(NotPermitted):
        await core.execute(house.rep, ReleaseAccount(house.dealer_id))
    assert await core.execute(house.fiona, ReleaseAccount(house.dealer_id)) == ()
    assert (await core.ask(house.buyer, ShowCredit())).verdict.outcome is CreditOutcome.APPROVE
    bare = await make_dealer(core, "Bare", tier="plain", limit=None)
    with pytest.raises(NoCreditAccount):
        await core.execute(house.fiona, HoldAccount(bare, "x"))
