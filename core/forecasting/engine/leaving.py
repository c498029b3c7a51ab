"""Whose silence is long, and who is about to leave, by the dealer's own rhythm (B4, M3). Pure.

L1 Orders of one day are one occasion. Logarithms of the days between two are taken as normal; the house's
   mean and spread count as much as ``PRIOR`` gaps of the dealer's own, so that a new dealer is judged as the
   others are, and a steady one by itself.
L2 Lasting: the chance that such a gap is longer than the present silence, by the predictive distribution
   (normal, its spread widened for what is not known of the mean). Silent: at most one in ten.
L3 Share: what was bought in the last 91 days, of what was to be expected. Expected: the same days of a year
   ago, where the dealer ordered that long ago; else what it bought a day before, times the house's own
   change (``HouseRhythm.now / before``), so that a slack season of all is nobody's silence.
L4 Chance that nothing comes in the next 91 days. After each order a dealer leaves for good with the chance
   ``LEAVES``; who has not follows L2. Both together give the chance by rhythm: silence counts for as much as
   it is long in gaps of its own. Its log odds, the number of orders, the share and the value of an order
   beside the house's make the chance (logistic; weights: ``benchmarks.forecasting.leaving --train``, shipped
   as ``leaving.json``; measured there on held-back months).
L5 Monthly: what was bought in a month from the first order of the last year to the last one (at least 91
   days). At risk: that times the chance, or times what is lacking of the share where that is more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from core.forecasting.leaving_types import HouseRhythm, Leaving, Spent

SEASON = 91
YEAR = 364
PRIOR = 3.0
MONTH = 30
# The likeliest of 1, 5 and 10 % on the months that the weights are fitted on.
LEAVES = 0.01
# No more orders than there were examples of.
MOST_ORDERS = 12
ALL = 10_000
# A dealer that never misses a week may yet be a day late.
_LEAST_SPREAD = 0.25
_KNOWN_FROM = 3
# Used until a house has dealers enough of its own: those of ``benchmarks.forecasting.leaving``.
UNKNOWN = HouseRhythm(log_gap=3.04, spread=1.15)
_LEAST_GAPS = 30


@dataclass(frozen=True, slots=True)
class LeavingModel:
    """weights: of one and the inputs of ``inputs_of``."""

    weights: tuple[float, ...]


@cache
def shipped_leaving() -> LeavingModel:
    """The weights that come with us."""
    text = resources.files("core.forecasting.engine").joinpath("leaving.json").read_text(encoding="utf8")
    return LeavingModel(tuple(json.loads(text)["weights"]))


def by_day(orders: Iterable[tuple[date, int]]) -> tuple[Spent, ...]:
    """Orders as occasions (L1), oldest first."""
    days: dict[date, int] = {}
    for on, value in orders:
        days[on] = days.get(on, 0) + value
    return tuple(Spent(on, days[on]) for on in sorted(days))


def house_rhythm(dealers: Iterable[Sequence[Spent]], today: date) -> HouseRhythm:
    """How the dealers of a house order; as ``UNKNOWN`` where there is too little to say."""
    logs: list[float] = []
    values: list[float] = []
    recent = earlier = 0
    first = today
    since = today - timedelta(days=SEASON)
    for spent in dealers:
        logs += [math.log(gap) for gap in _gaps(spent)]
        for one in spent:
            first = min(first, one.on)
            values.append(math.log(max(one.value, 1)))
            if one.on > since:
                recent += one.value
            else:
                earlier += one.value
    days = (since - first).days + 1
    now, before = recent / SEASON, earlier / days if days > 0 else 0.0
    value = sum(values) / len(values) if values else 0.0
    if len(logs) < _LEAST_GAPS:
        return HouseRhythm(UNKNOWN.log_gap, UNKNOWN.spread, now, before, value)
    mean = sum(logs) / len(logs)
    spread = math.sqrt(sum((one - mean) ** 2 for one in logs) / len(logs))
    return HouseRhythm(mean, max(spread, _LEAST_SPREAD), now, before, value)


def judge_leaving(
    spent: Sequence[Spent], today: date, house: HouseRhythm, model: LeavingModel | None = None
) -> Leaving | None:
    """What the orders say (L2 to L5); None without any. spent: oldest first, none after ``today``."""
    if not spent:
        return None
    gaps = _gaps(spent)
    silent = (today - spent[-1].on).days
    lasting = _lasting(gaps, silent, house)
    share = _share(spent, today, house)
    weights = (model or shipped_leaving()).weights
    score = weights[0] + sum(
        weight * one for weight, one in zip(weights[1:], inputs_of(spent, today, house), strict=True)
    )
    chance = 1 / (1 + math.exp(-score))
    monthly = _monthly(spent)
    return Leaving(
        last_on=spent[-1].on,
        orders=len(spent),
        silent_days=silent,
        usual_days=round(median(gaps)) if len(spent) >= _KNOWN_FROM else None,
        lasting=lasting,
        share=share,
        chance=chance,
        monthly=monthly,
        at_risk=round(monthly * max(chance, 0.0 if share is None else 1 - share / ALL)),
    )


def inputs_of(spent: Sequence[Spent], today: date, house: HouseRhythm) -> tuple[float, ...]:
    """What the chance is made of (L4): log odds by rhythm, and logarithms of how many orders there were, of
    the share, and of what an order comes to beside the house's."""
    by_rhythm = _chance_by_rhythm(_gaps(spent), (today - spent[-1].on).days, house)
    by_rhythm = min(max(by_rhythm, 0.001), 0.999)
    share = _share(spent, today, house)
    value = sum(one.value for one in spent) / len(spent)
    return (
        math.log(by_rhythm / (1 - by_rhythm)),
        math.log(min(len(spent), MOST_ORDERS)),
        0.0 if share is None else math.log(min(max(share / ALL, 0.1), 3.0)),
        min(max(math.log(max(value, 1)) - house.log_value, -2.0), 2.0) if house.log_value else 0.0,
    )


def _chance_by_rhythm(gaps: Sequence[int], silent: int, house: HouseRhythm) -> float:
    """That nothing comes in a season, by the silence and the gaps alone (L4)."""
    now = max(_lasting(gaps, silent, house), 1e-12)
    then = _lasting(gaps, silent + SEASON, house)
    stays = (1 - LEAVES) * now / ((1 - LEAVES) * now + LEAVES)
    return 1 - stays * (1 - then / now)


def _gaps(spent: Sequence[Spent]) -> list[int]:
    return [(b.on - a.on).days for a, b in pairwise(spent)]


def _own(gaps: Sequence[int], house: HouseRhythm) -> tuple[float, float]:
    """Mean and spread of the logarithms of the dealer's gaps (L1)."""
    logs = [math.log(gap) for gap in gaps]
    weight = PRIOR + len(logs)
    mean = (PRIOR * house.log_gap + sum(logs)) / weight
    around = sum((one - mean) ** 2 for one in logs) + PRIOR * house.spread**2
    return mean, max(math.sqrt(around / weight), _LEAST_SPREAD)


def _lasting(gaps: Sequence[int], silent: int, house: HouseRhythm) -> float:
    mean, spread = _own(gaps, house)
    wide = spread * math.sqrt(1 + 1 / (PRIOR + len(gaps)))
    return 0.5 * math.erfc((math.log(silent + 1) - mean) / wide / math.sqrt(2))


def _share(spent: Sequence[Spent], today: date, house: HouseRhythm) -> int | None:
    """L3, in hundredths of a percent."""
    since = today - timedelta(days=SEASON)
    bought = sum(one.value for one in spent if one.on > since)
    year_ago = (since - timedelta(days=YEAR), today - timedelta(days=YEAR))
    if spent[0].on <= year_ago[0]:
        expected = float(sum(one.value for one in spent if year_ago[0] < one.on <= year_ago[1]))
    else:
        before = [one for one in spent if one.on <= since]
        if not before:
            return None
        days = max((since - before[0].on).days, MONTH)
        season = house.now / house.before if house.now > 0 and house.before > 0 else 1.0
        expected = sum(one.value for one in before) / days * SEASON * season
    return round(bought / expected * ALL) if expected > 0 else None


def _monthly(spent: Sequence[Spent]) -> int:
    year = [one for one in spent if one.on > spent[-1].on - timedelta(days=YEAR)]
    days = max((year[-1].on - year[0].on).days, SEASON)
    return sum(one.value for one in year) * MONTH // days
