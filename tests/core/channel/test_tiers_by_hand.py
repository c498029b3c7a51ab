"""A tier by hand goes the way of every exception: rules, deputies, the clock, one decision (D7, B2, B3)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.approvals.errors import AlreadyDecided, NotAsked
from core.approvals.tables import ApprovalRow, ApprovalRuleRow
from core.approvals.types import ApprovalRule, ApprovalState, EndAction, Level, SubjectKind, TriggerKind
from core.approvals.use_cases.list_waiting_approvals import ListWaitingApprovals
from core.approvals.use_cases.set_deputy import SetDeputyFor
from core.approvals.use_cases.set_rule import SetApprovalRule
from core.channel.errors import TierMoveUnfit
from core.channel.tables import TierMoveRow
from core.channel.use_cases.decide_tier_move import (
    DecideTierMove,
    DecideTierMoves,
    ShowTierApproval,
)
from core.channel.use_cases.move_tier import ListTierMoves, RequestTierMove, ShowTierMove
from core.channel.use_cases.review_tiers import ReviewTiers
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import ApprovalId, DealerId
from core.kernel.money import Money
from tests.core.channel.past import make_past_order, make_thresholds
from tests.make import column, count, make_dealer, make_staff, make_tier, rows, write
from tests.make.rows import new_id

DAY = timedelta(days=1)


@pytest.fixture
async def dealer(core: Core) -> DealerId:
    """A gold dealer that bought 100,000 half a year ago, and for the first time two years ago."""
    for code, margin in (("platinum", 8), ("gold", 12), ("silver", 16), ("bronze", 20)):
        await make_tier(core, code, margin=margin)
    await make_thresholds(core, platinum="500000.01", gold="200000", silver="50000", bronze="0")
    made = await make_dealer(core, "Regional", tier="gold")
    now = core.clock.now()
    await make_past_order(core, made, "900000", now - 730 * DAY)
    await make_past_order(core, made, "100000", now - 180 * DAY)
    return made


@pytest.fixture
async def otto(core: Core) -> Actor:
    return await make_staff(core, Role.OFFICE, "Otto")


@pytest.fixture
async def dora(core: Core) -> Actor:
    return await make_staff(core, Role.DIRECTOR, "Dora")


async def _tier(core: Core, dealer: DealerId) -> str:
    (row,) = await rows(core, DealerRow, DealerRow.id == dealer)
    return str(row.tier)


async def _request(core: Core) -> ApprovalId:
    (row,) = await rows(core, ApprovalRow, ApprovalRow.state == "open")
    return ApprovalId(row.id)


async def _events(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_the_request_is_asked_of_whom_the_rule_names_with_a_years_turnover(
    core: Core, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    await core.execute(otto, RequestTierMove(dealer, "platinum", "flagship"))
    (asked,) = await _events(core, "approval_requested")
    assert (asked["kind"], asked["asked"]) == ("tier_move", [str(dora.person_id)])
    (row,) = await rows(core, ApprovalRow)
    assert (row.label, row.amount_minor, row.tier) == ("Gold → Platinum", 10_000_000, "gold")
    card = await core.ask(dora, ShowTierApproval(await _request(core)))
    assert (card.may_decide, card.asked_by) == (True, "Otto")
    # 100,000 at cost + 12 % earn 3,571.43 less at cost + 8 %.
    assert card.effect == Money(-357_143, "USD")
    assert await _tier(core, dealer) == "gold"


async def test_one_decision_wins_the_review_gives_way_and_the_tier_is_kept_for_a_year(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    await core.execute(SYSTEM, ReviewTiers())
    move = await core.execute(otto, RequestTierMove(dealer, "platinum", "flagship"))
    with pytest.raises(TierMoveUnfit):
        await core.execute(otto, RequestTierMove(dealer, "silver", "again"))
    assert (await core.ask(otto, ShowTierMove(move))).asked == ("Dora",)
    approval = await _request(core)
    assert await core.execute(dora, DecideTierMove(approval, is_yes=True)) is ApprovalState.APPROVED
    assert await _tier(core, dealer) == "platinum"
    with pytest.raises(AlreadyDecided) as decided:
        await core.execute(dora, DecideTierMove(approval, is_yes=False))
    assert decided.value.fields["by"] == "Dora"
    clock.advance(300 * DAY)
    await core.execute(SYSTEM, ReviewTiers())
    assert await _tier(core, dealer) == "platinum"
    states = [(one.kind, one.state) for one in await core.ask(otto, ListTierMoves(dealer))]
    assert sorted(states) == [("manual", "done"), ("review", "cancelled")]


async def test_nobody_decides_what_he_asked_for_nor_below_the_level_that_is_asked(
    core: Core, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    gus = await make_staff(core, Role.GENERAL_MANAGER, "Gus")
    await core.execute(dora, RequestTierMove(dealer, "platinum", "flagship"))
    (asked,) = await _events(core, "approval_requested")
    assert asked["asked"] == [str(gus.person_id)], "no other director: it is handed up"
    approval = await _request(core)
    with pytest.raises(NotAsked):
        await core.execute(dora, DecideTierMove(approval, is_yes=True))
    with pytest.raises(NotPermitted):
        await core.execute(otto, DecideTierMove(approval, is_yes=True))
    rita = await make_staff(core, Role.REP, "Rita")
    with pytest.raises(NotFound):
        await core.execute(rita, DecideTierMove(approval, is_yes=True))
    assert await _tier(core, dealer) == "gold"
    assert await column(core, ApprovalRow.state) == ["open"]


async def test_without_any_rule_a_director_is_asked_all_the_same(
    core: Core, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    await write(core, delete(ApprovalRuleRow))
    await core.execute(otto, RequestTierMove(dealer, "silver", "moved away"))
    (asked,) = await _events(core, "approval_requested")
    assert asked["asked"] == [str(dora.person_id)]


async def test_two_steps_are_two_decisions_one_after_the_other(
    core: Core, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    gus = await make_staff(core, Role.GENERAL_MANAGER, "Gus")
    above = ApprovalRule(
        new_id(core),
        TriggerKind.TIER_MOVE,
        Level.GENERAL_MANAGER,
        position=2,
        currency="USD",
        least=10_000_000,
    )
    await core.execute(gus, SetApprovalRule(above, is_new=True))
    await core.execute(otto, RequestTierMove(dealer, "platinum", "flagship"))
    approval = await _request(core)
    assert await core.execute(dora, DecideTierMove(approval, is_yes=True)) is ApprovalState.OPEN
    assert await _tier(core, dealer) == "gold"
    assert await core.execute(gus, DecideTierMove(approval, is_yes=True)) is ApprovalState.APPROVED
    assert await _tier(core, dealer) == "platinum"


async def test_a_deputy_decides_while_the_dates_hold(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    mona = await make_staff(core, Role.MANAGER, "Mona")
    boss = await make_staff(core, Role.GENERAL_MANAGER, "Gus")
    assert dora.person_id is not None
    await core.execute(boss, SetDeputyFor(dora.person_id, mona.person_id, None, clock.now() + 2 * DAY))
    await core.execute(otto, RequestTierMove(dealer, "silver", "smaller shop"))
    decision = DecideTierMove(await _request(core), is_yes=False, reason="too_early")
    assert await core.execute(mona, decision) is ApprovalState.DECLINED
    (declined,) = await _events(core, "tier_move_declined")
    assert (declined["reason"], declined["asked_by"]) == ("too_early", str(otto.person_id))
    assert await _tier(core, dealer) == "gold"
    assert await count(core, JournalRow, JournalRow.name == "tier_moved") == 0


@pytest.mark.parametrize(
    ("end", "state", "tier"),
    [
        (EndAction.APPROVE, "approved", "platinum"),
        (EndAction.REFUSE, "declined", "gold"),
        (EndAction.ESCALATE, "open", "gold"),
    ],
)
async def test_the_end_of_its_time_does_what_the_rule_says(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor, dora: Actor, end: EndAction, state: str,
    tier: str,
) -> None:  # fmt: skip
    gus = await make_staff(core, Role.GENERAL_MANAGER, "Gus")
    await write(core, update(ApprovalRuleRow).values(at_end=end))
    await core.execute(otto, RequestTierMove(dealer, "platinum", "flagship"))
    clock.advance(timedelta(days=2, hours=8, minutes=59))  # three days of the office's nine hours
    await tick(core)
    assert await column(core, ApprovalRow.state) == ["open"]
    assert await count(core, JournalRow, JournalRow.name == "approval_reminder") == 1
    clock.advance(timedelta(minutes=1))
    await tick(core)
    assert (await column(core, ApprovalRow.state), await _tier(core, dealer)) == ([state], tier)
    escalated = await _events(core, "approval_escalated")
    assert [one["asked"] for one in escalated] == ([[str(gus.person_id)]] if state == "open" else [])


async def test_what_is_moved_meanwhile_cannot_be_agreed_to_and_is_escalated_at_its_end(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    await write(core, update(ApprovalRuleRow).values(at_end=EndAction.APPROVE))
    await core.execute(otto, RequestTierMove(dealer, "platinum", "flagship"))
    await write(core, update(DealerRow).values(tier="platinum"))
    with pytest.raises(TierMoveUnfit):
        await core.execute(dora, DecideTierMove(await _request(core), is_yes=True))
    assert await column(core, TierMoveRow.state) == ["waiting"]
    clock.advance(3 * DAY)
    await tick(core)
    assert await column(core, ApprovalRow.state) == ["open"]
    assert await count(core, JournalRow, JournalRow.name == "approval_escalated") == 1


async def test_several_are_listed_by_themselves_and_decided_alike(
    core: Core, dealer: DealerId, otto: Actor, dora: Actor
) -> None:
    other = await make_dealer(core, "Second", tier="gold")
    for one in (dealer, other):
        await core.execute(otto, RequestTierMove(one, "platinum", "flagship"))
    listed = await core.ask(dora, ListWaitingApprovals(kind=SubjectKind.TIER_MOVE))
    assert (listed.found, listed.mine, listed.kinds[SubjectKind.ORDER]) == (2, 2, 0)
    await write(core, update(DealerRow).where(DealerRow.id == other).values(tier="platinum"))
    ids = tuple(one.approval.id for one in listed.entries)
    done = await core.execute(dora, DecideTierMoves(ids, is_yes=True))
    assert sorted(one.refused or "" for one in done) == ["", "tier_move_unfit"]
    assert await _tier(core, dealer) == "platinum"
    assert await count(core, JournalRow, JournalRow.name == "tier_moved") == 1
