"""Which tier a year's turnover earns, and how a dealer gets there (D7).

TI1 A tier is earned by its threshold: exactly the threshold earns it, one minor unit less does not.
TI2 A dealer goes up at once, to the best tier that is earned, however many tiers that is.
TI3 A dealer goes down by one tier only, and only when the turnover earns none so good as the present tier.
TI4 Nobody is moved down who has not been with us for the whole year, or was given the tier by hand within it.
TI5 A tier without a threshold is given by hand: nobody is moved into it or out of it.
TI6 Turnover in another currency than the tiers' is not compared with anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.channel.types import DealerTurnover, Outcome, TierStep, TierVerdict
from core.kernel.money import Money, divide_half_up

_WHOLE = 10_000
# D1, what a house starts with: Platinum is more than 500,000 a year, the others from their amount on.
FIRST_THRESHOLDS = {
    "platinum": Money(50_000_001, "USD"),
    "gold": Money(20_000_000, "USD"),
    "silver": Money(5_000_000, "USD"),
    "bronze": Money(0, "USD"),
}


class _Rung(NamedTuple):
    """A tier that is earned, and its threshold."""

    step: TierStep
    threshold: Money


def judge_tiers(dealers: Iterable[DealerTurnover], steps: Iterable[TierStep]) -> tuple[TierVerdict, ...]:
    """What a review finds for each of the dealers, in their order."""
    known = {step.code: step for step in steps}
    ladder = _ladder(known.values())
    return tuple(_judge(dealer, known, ladder) for dealer in dealers)


def _ladder(steps: Iterable[TierStep]) -> tuple[_Rung, ...]:
    """The tiers that turnover earns, the lowest first; of equal thresholds the lower margin stands higher."""
    rungs = [_Rung(step, step.threshold) for step in steps if step.threshold is not None]
    rungs.sort(key=lambda rung: (rung.threshold.minor, -rung.step.margin_bp, rung.step.code))
    return tuple(rungs)


def _judge(dealer: DealerTurnover, known: dict[str, TierStep], ladder: Sequence[_Rung]) -> TierVerdict:
    turnover = dealer.turnover
    at = next((place for place, rung in enumerate(ladder) if rung.step.code == dealer.tier), None)
    if at is None:
        return _stays(dealer, Outcome.BY_HAND)
    own = ladder[at]
    if turnover is None or turnover.currency != own.threshold.currency:
        return _stays(dealer, Outcome.OTHER_CURRENCY)
    comparable = [
        place for place, rung in enumerate(ladder) if rung.threshold.currency == own.threshold.currency
    ]
    earned = [place for place in comparable if ladder[place].threshold.minor <= turnover.minor]
    best = earned[-1] if earned else -1
    if best > at:
        return _moves(dealer, Outcome.UP, own.step, ladder[best].step, turnover)
    below = [place for place in comparable if place < at]
    if best >= at or not below:
        return _stays(dealer, Outcome.STAYS)
    if not dealer.is_known_a_year:
        return _stays(dealer, Outcome.NOT_A_YEAR)
    missing = own.threshold - turnover
    return _moves(dealer, Outcome.DOWN, own.step, ladder[below[-1]].step, turnover, missing)


def _stays(dealer: DealerTurnover, outcome: Outcome) -> TierVerdict:
    return TierVerdict(dealer.dealer_id, dealer.name, outcome, dealer.tier, dealer.tier, dealer.turnover)


def _moves(
    dealer: DealerTurnover,
    outcome: Outcome,
    before: TierStep,
    after: TierStep,
    turnover: Money,
    missing: Money | None = None,
) -> TierVerdict:
    return TierVerdict(
        dealer.dealer_id,
        dealer.name,
        outcome,
        before.code,
        after.code,
        turnover,
        missing,
        margin_effect(turnover, before.margin_bp, after.margin_bp),
    )


def margin_effect(turnover: Money, before_bp: int, after_bp: int) -> Money:
    """What a year of the same goods would earn more (less: negative) at the other margin on cost.

    An estimate: it takes all goods to be sold at the price of the tier.
    """
    gained = divide_half_up(turnover.minor * (after_bp - before_bp), _WHOLE + before_bp)
    return Money(gained, turnover.currency)
