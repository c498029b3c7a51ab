"""Tiers by turnover: exact at the thresholds, up at once, down one at a time (TI1-TI6)."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.channel.engine.tiering import judge_tiers, margin_effect
from core.channel.types import DealerTurnover, Outcome, TierStep, TierVerdict
from core.kernel.ids import DealerId
from core.kernel.money import Money

USD = "USD"
# Platinum is more than 500,000: from one cent above it.
FROM = {"platinum": 50_000_001, "gold": 20_000_000, "silver": 5_000_000, "bronze": 0}
MARGIN = {"platinum": 800, "gold": 1200, "silver": 1600, "bronze": 2000, "partner": 500}
STEPS = [TierStep(code, code.title(), USD, MARGIN[code], Money(minor, USD)) for code, minor in FROM.items()]
ORDER = ["bronze", "silver", "gold", "platinum"]


def judge(tier: str, minor: int | None, *, known: bool = True, currency: str = USD) -> TierVerdict:
    turnover = None if minor is None else Money(minor, currency)
    dealer = DealerTurnover(DealerId(uuid.UUID(int=1)), "A", tier, turnover, known)
    partner = TierStep("partner", "Partner", USD, MARGIN["partner"], None)
    (verdict,) = judge_tiers([dealer], [*STEPS, partner])
    return verdict


@pytest.mark.parametrize(
    ("minor", "earned"),
    [
        (0, "bronze"), (4_999_999, "bronze"), (5_000_000, "silver"), (19_999_999, "silver"),
        (20_000_000, "gold"), (50_000_000, "gold"), (50_000_001, "platinum"), (10**12, "platinum"),
    ],
)  # fmt: skip
def test_a_threshold_is_earned_to_the_cent(minor: int, earned: str) -> None:
    verdict = judge("bronze", minor)
    assert verdict.to_tier == earned
    assert verdict.outcome is (Outcome.STAYS if earned == "bronze" else Outcome.UP)


def test_a_dealer_goes_up_over_several_tiers_and_down_by_one() -> None:
    assert judge("bronze", 60_000_000).to_tier == "platinum"
    down = judge("platinum", 0)
    assert (down.outcome, down.to_tier) == (Outcome.DOWN, "gold")
    assert down.missing == Money(50_000_001, USD)


def test_who_is_new_was_given_the_tier_or_pays_in_another_currency_is_not_moved_down() -> None:
    assert judge("gold", 0, known=False).outcome is Outcome.NOT_A_YEAR
    assert judge("gold", 30_000_000, known=False).outcome is Outcome.STAYS
    assert judge("gold", 60_000_000, known=False).outcome is Outcome.UP
    assert judge("partner", 10**10).outcome is Outcome.BY_HAND
    assert judge("gold", None).outcome is Outcome.OTHER_CURRENCY
    assert judge("gold", 10**10, currency="EUR").outcome is Outcome.OTHER_CURRENCY


def test_the_margin_of_a_move_is_what_the_same_goods_would_earn() -> None:
    # 112,000 at cost + 12 % are goods of 100,000: at + 8 % they earn 4,000 less.
    assert margin_effect(Money(11_200_000, USD), 1200, 800) == Money(-400_000, USD)
    assert judge("gold", 11_200_000).margin_effect == Money(400_000, USD)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(tier=st.sampled_from(ORDER), minor=st.integers(0, 60_000_000), known=st.booleans())
def test_moves_keep_the_rules_whatever_was_bought(tier: str, minor: int, known: bool) -> None:
    verdict = judge(tier, minor, known=known)
    before, after = ORDER.index(tier), ORDER.index(verdict.to_tier)
    if verdict.outcome is Outcome.UP:
        assert after > before
        assert FROM[verdict.to_tier] <= minor
        assert after == len(ORDER) - 1 or FROM[ORDER[after + 1]] > minor
    elif verdict.outcome is Outcome.DOWN:
        assert known
        assert after == before - 1
        assert verdict.missing == Money(FROM[tier] - minor, USD)
        # With what is missing the dealer stays, with a cent less it does not.
        assert judge(tier, FROM[tier]).outcome is Outcome.STAYS
        assert judge(tier, FROM[tier] - 1).outcome is Outcome.DOWN
    else:
        assert after == before
        assert verdict.outcome is Outcome.NOT_A_YEAR or FROM[tier] <= minor or before == 0
