"""How likely each product is in a dealer's next order (A7, M3). Pure.

U1 Orders of one day are one occasion; a product counts once in it.
U2 The prior chance is logistic in four logarithms: the share of the occasions that held the product, the
   occasions since it was last taken, what share of the house's late orders held it (the season), and how
   many occasions there were. Weights: ``benchmarks.forecasting.train``, shipped as ``rhythm.json``.
U3 The product's own rhythm takes over as evidence comes in: of the earlier gaps that had lasted as long as
   the present one, how many ended there, counted in occasions and in days. The prior weighs as much as
   ``strength`` such gaps, so chance = (strength x prior + ended) / (strength + lasted): the mean of a Beta
   posterior of a discrete-time hazard.
U4 How much: the quantity taken most often of the last seven, where it was at least half of them; else the
   smaller middle one. The unit is the one taken most often, the later one where two are as frequent.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from core.forecasting.types import Demand, Due, Occasion, Take
from core.kernel.ids import ProductId

RECENT = 7
# A house with few late orders knows little of its season: this many orders' worth of "as usual".
_SEASON_PRIOR = 50
_LEAST_SHARE, _MOST_SHARE = 0.002, 0.3
# Days are the same rhythm within a third: a fortnight is 10 to 19 days.
_SAME_DAYS = 0.3
_LASTED_DAYS = 0.75

Past = list[tuple[int, date, Take]]


@dataclass(frozen=True, slots=True)
class Model:
    """weights: of one and the four inputs of ``inputs_of``; strength: gaps that the prior is worth."""

    weights: tuple[float, ...]
    strength: float


@cache
def shipped_model() -> Model:
    """The weights that come with us."""
    text = resources.files("core.forecasting.engine").joinpath("rhythm.json").read_text(encoding="utf8")
    found = json.loads(text)
    return Model(tuple(found["weights"]), found["strength"])


def occasions_of(orders: Iterable[tuple[date, Sequence[Take]]]) -> tuple[Occasion, ...]:
    """Orders as occasions, oldest first (U1); a product ordered twice on a day is added up where its unit is
    the same, else the later one stands."""
    days: dict[date, dict[ProductId, Take]] = {}
    for on, takes in sorted(orders, key=lambda one: one[0]):
        held = days.setdefault(on, {})
        for take in takes:
            before = held.get(take.product_id)
            if before is not None and before.unit == take.unit:
                take = Take(
                    take.product_id,
                    before.quantity + take.quantity,
                    take.unit,
                    before.unit_quantity + take.unit_quantity,
                )
            held[take.product_id] = take
    return tuple(Occasion(on, tuple(held.values())) for on, held in days.items() if held)


def rank_due(
    occasions: Sequence[Occasion], today: date, demand: Demand, model: Model | None = None
) -> tuple[Due, ...]:
    """Every product ever taken, the likeliest first; ties by how late it was taken, then by its id.

    occasions: oldest first, none after ``today``.
    """
    model = model or shipped_model()
    pasts = pasts_of(occasions)
    found = [_due(past, len(occasions), today, demand, model) for past in pasts.values()]
    return tuple(sorted(found, key=lambda due: (-due.chance, -due.last_on.toordinal(), due.product_id)))


def pasts_of(occasions: Sequence[Occasion]) -> dict[ProductId, Past]:
    """For each product: number of the occasion, day, and what was taken, oldest first."""
    pasts: defaultdict[ProductId, Past] = defaultdict(list)
    for at, occasion in enumerate(occasions):
        for take in occasion.takes:
            pasts[take.product_id].append((at, occasion.on, take))
    return dict(pasts)


def inputs_of(past: Past, occasions: int, demand: Demand) -> tuple[float, float, float, float]:
    """What the prior is made of (U2)."""
    held = demand.holding.get(past[-1][2].product_id, 0)
    season = (held + 0.5) / (demand.orders + _SEASON_PRIOR)
    return (
        math.log((len(past) + 0.3) / (occasions + 1)),
        math.log(occasions - past[-1][0]),
        math.log(min(max(season, _LEAST_SHARE), _MOST_SHARE)),
        math.log(occasions),
    )


def evidence_of(past: Past, occasions: int, today: date) -> tuple[float, float]:
    """Of the product's earlier gaps: how many ended at the length of the present one, and how many lasted as
    long; in occasions and in days, added up (U3)."""
    since = occasions - past[-1][0]
    days = max((today - past[-1][1]).days, 1)
    gaps = [(b[0] - a[0], max((b[1] - a[1]).days, 1)) for a, b in pairwise(past)]
    # One occasion earlier or later is nearly the same rhythm; one at once is not "nearly" two.
    ended = sum(
        1.0 if gap == since else 0.5 if since > 1 and abs(gap - since) == 1 else 0.0 for gap, _ in gaps
    )
    lasted = sum(1.0 for gap, _ in gaps if gap >= since - (since > 1))
    ended_days = sum(1.0 for _, gap in gaps if abs(math.log(gap / days)) < _SAME_DAYS)
    lasted_days = sum(1.0 for _, gap in gaps if gap >= days * _LASTED_DAYS)
    return ended + ended_days, max(lasted, ended) + max(lasted_days, ended_days)


def _due(past: Past, occasions: int, today: date, demand: Demand, model: Model) -> Due:
    score = model.weights[0] + sum(
        weight * one
        for weight, one in zip(model.weights[1:], inputs_of(past, occasions, demand), strict=True)
    )
    prior = 1 / (1 + math.exp(-score))
    ended, lasted = evidence_of(past, occasions, today)
    chance = (model.strength * prior + ended) / (model.strength + lasted)
    gaps = [(b[1] - a[1]).days for a, b in pairwise(past)]
    usual = _usual_take([take for _, _, take in past])
    return Due(
        product_id=usual.product_id,
        chance=chance,
        times=len(past),
        occasions=occasions,
        last_on=past[-1][1],
        every_days=round(median(gaps)) if gaps else None,
        quantity=usual.quantity,
        unit=usual.unit,
        unit_quantity=usual.unit_quantity,
    )


def _usual_take(takes: Sequence[Take]) -> Take:
    """How much of it (U4): always one that was really taken, so packs and multiples fit."""
    counted = Counter(take.unit for take in takes)
    unit = max(reversed(takes), key=lambda take: counted[take.unit]).unit
    recent = [take for take in takes if take.unit == unit][-RECENT:]
    often, times = Counter(take.quantity for take in reversed(recent)).most_common(1)[0]
    if times * 2 < len(recent):
        often = sorted(take.quantity for take in recent)[(len(recent) - 1) // 2]
    return next(take for take in reversed(recent) if take.quantity == often)
