"""A dealer's silence beside its own rhythm, and what it is worth. Values are minor units of one currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spent:
    """What a dealer bought for on a day."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class HouseRhythm:
    """How the house's dealers order, for whoever is too new to have a rhythm of its own.

    log_gap, spread: mean and standard deviation of the logarithms of days between two orders of a dealer.
    now, before: what all dealers together bought a day in the last 91 days, and in the time before that is
    looked at: the season. log_value: mean of the logarithms of what an order comes to. Zero where nothing is
    known.
    """

    log_gap: float
    spread: float
    now: float = 0.0
    before: float = 0.0
    log_value: float = 0.0


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a dealer's orders say of whether it goes on.

    last_on, silent_days: its last order. usual_days: the middle of the days between two; None before three
    orders. lasting: the chance that a silence of its own lasts longer than the present one. share: what it
    bought in the last 91 days, in hundredths of a percent of what was to be expected of its own season; None
    where it had not ordered before them. chance: that nothing comes in the next 91 days. monthly: what it
    used to buy in 30 days; at_risk: how much of that may be lost.
    """

    last_on: date
    orders: int
    silent_days: int
    usual_days: int | None
    lasting: float
    share: int | None
    chance: float
    monthly: int
    at_risk: int

    @property
    def is_silent(self) -> bool:
        """Whether the silence is long against its own rhythm: at most one in ten would last as long."""
        return self.usual_days is not None and self.lasting <= SILENT

    @property
    def is_falling(self) -> bool:
        """Whether it buys less than half of what its own season lets expect."""
        return self.usual_days is not None and self.share is not None and self.share < FALLING

    @property
    def is_leaving(self) -> bool:
        """Whether somebody should look after it."""
        return self.is_silent or self.is_falling or (self.usual_days is not None and self.chance >= LEAVING)


SILENT = 0.10
FALLING = 5_000
# Of those named at it 44 % order nothing for three months, in the months it was chosen on
# (``benchmarks.forecasting.leaving``).
LEAVING = 0.25
