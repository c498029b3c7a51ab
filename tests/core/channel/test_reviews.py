"""Reviews of tiers on both databases: monthly, with notice, called off, and once each."""

from datetime import timedelta

import pytest

from core.channel.tables import TierMoveRow, TierReviewRow
from core.channel.types import Outcome, TierReview
from core.channel.use_cases.review_tiers import PreviewTiers, ReviewTiers
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.types import OrderState
from tests.core.channel.past import make_past_order, make_thresholds
from tests.make import count, make_dealer, make_staff, make_tier, rows

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


async def _tier(core: Core, dealer: DealerId) -> str:
    (row,) = await rows(core, DealerRow, DealerRow.id == dealer)
    return str(row.tier)


async def test_a_move_down_is_announced_made_after_its_time_and_one_tier_at_a_time(
    core: Core, clock: FixedClock, dealer: DealerId
) -> None:
    assert await core.execute(SYSTEM, ReviewTiers()) == TierReview(noticed=1)
    assert await _tier(core, dealer) == "gold"
    (move,) = await rows(core, TierMoveRow)
    assert (move.turnover_minor, move.missing_minor) == (10_000_000, 10_000_000)
    assert move.effective_at == clock.now() + 60 * DAY
    clock.advance(60 * DAY - timedelta(seconds=1))
    assert (await core.execute(SYSTEM, ReviewTiers())).downgraded == 0
    clock.advance(timedelta(seconds=1))
    assert (await core.execute(SYSTEM, ReviewTiers())).downgraded == 1
    assert await _tier(core, dealer) == "silver"


async def test_turnover_that_is_back_calls_the_move_off(
    core: Core, clock: FixedClock, dealer: DealerId
) -> None:
    await core.execute(SYSTEM, ReviewTiers())
    clock.advance(10 * DAY)
    await make_past_order(core, dealer, "99999.99", clock.now())
    assert (await core.execute(SYSTEM, ReviewTiers())).recovered == 0
    await make_past_order(core, dealer, "0.01", clock.now())
    assert (await core.execute(SYSTEM, ReviewTiers())).recovered == 1
    clock.advance(60 * DAY)
    await core.execute(SYSTEM, ReviewTiers())
    assert await _tier(core, dealer) == "gold"
    assert await count(core, JournalRow, JournalRow.name == "tier_move_cancelled") == 1


async def test_a_move_up_is_made_at_once_and_a_month_is_reviewed_once(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor
) -> None:
    await make_past_order(core, dealer, "400000.01", clock.now())
    dry = await core.ask(otto, PreviewTiers())
    (move,) = dry.moves
    assert (move.outcome, move.to_tier) == (Outcome.UP, "platinum")
    assert dry.margin_effect == (Money(-1_785_714, "USD"),)
    assert await _tier(core, dealer) == "gold", "a dry run changes nothing"
    await tick(core)
    assert await _tier(core, dealer) == "platinum"
    for _ in range(3):
        clock.advance(DAY)
        await tick(core)
    assert await count(core, TierReviewRow) == 1
    assert await count(core, JournalRow, JournalRow.name == "tier_moved") == 1


async def test_what_waits_was_declined_or_is_older_than_a_year_is_no_turnover(
    core: Core, clock: FixedClock, dealer: DealerId, otto: Actor
) -> None:
    for state in (OrderState.HELD, OrderState.IN_REVIEW, OrderState.DECLINED, OrderState.CANCELLED):
        await make_past_order(core, dealer, "900000", clock.now(), state=state)
    (move,) = (await core.ask(otto, PreviewTiers())).moves
    assert move.turnover == Money(10_000_000, "USD")
