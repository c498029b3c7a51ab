"""Fits the judge: logistic models for "the first is right" and "the right one is among five"; thresholds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.cases import Case, Writer, history_cases, plain_cases
from benchmarks.matching.noise import CHATTER, ROUGH, Roughness
from benchmarks.matching.synthetic import brand_names
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.matching.judging import INPUTS, is_barred
from core.intake.engine.matching.match import rank, situation
from core.intake.engine.matching.ranking import Ranker
from core.intake.types import CatalogEntry, LineReading

# The same sound mind as for the ranker: more of these never makes a match less, or more, sure.
NOT_BELOW = frozenset(
    [
        "line_covered",
        "line_exact",
        "line_worst",
        "share",
        "odds",
        "gap",
        "bought",
        "bought_often",
        "bought_loyal",
        "sku_exact",
        "code_exact",
        "gram_line",
        "name_covered",
    ]
)
NOT_ABOVE = frozenset(
    [
        "line_rest",
        "known_missing",
        "measure_contradicts",
        "measure_unknown",
        "number_unknown",
        "count_contradicts",
        "code_contradicts",
        "code_unknown",
        "near_misses",
        "off_list_gap",
        "rival_bought",
        "bought_behind",
        "unit_unsold",
        "size_unsaid",
    ]
)
# Among accepted lines, on lines kept out of the fit. A fifth of what A2 allows: other catalogues are harder.
WRONG_AT_MOST = 0.001
# Of products never bought fewer lines are accepted, and the hard rules stand before most wrong ones.
WRONG_AT_MOST_NEW = 0.003
NOT_LISTED_AT = 0.15


def mixed_cases(
    everything: Sequence[CatalogEntry],
    sold: Sequence[CatalogEntry],
    count: int,
    rng: random.Random,
    focus: Sequence[CatalogEntry] = (),
    rough: Roughness = ROUGH,
    source: str = "",
    writer: Writer | None = None,
    with_unlisted: bool = True,
) -> list[Case]:
    """80 % lines for products of the dealer's list (half of them settled), 10 % off it, 10 % for unsold ones.

    ``everything`` holds ``sold`` and the products that no longer are; focus: where valid lines come from.
    """
    writer = writer or Writer(everything)
    valid = history_cases(writer, sold, focus, int(count * 0.4), rng, rough, 0.8, source, settled=True)
    valid += history_cases(writer, sold, focus, int(count * 0.4), rng, rough, 0.8, source)
    keys = {entry.key for entry in sold}
    unsold = [entry for entry in everything if entry.key not in keys]
    views = [case.dealer for case in valid]
    cases = list(valid)
    for case in plain_cases(writer, focus or sold, int(count * 0.1), rng, rough, source):
        view = rng.choice(views)
        if view.allowed is not None and not case.right & view.allowed:
            cases.append(replace(case, right=frozenset(), dealer=view))
    if with_unlisted and unsold:
        strangers = plain_cases(writer, unsold, int(count * 0.1), rng, rough, source)
        cases += [replace(c, right=frozenset(), dealer=rng.choice(views), sold=False) for c in strangers]
    for _ in range(int(count * 0.05)):
        noise = " ".join(brand_names(rng, rng.choice((1, 2, 3)))).lower()
        text = rng.choice((noise, rng.choice(CHATTER), f"{rng.choice(CHATTER)} {noise}"))
        cases.append(Case(text, frozenset(), rng.choice(views), source, sold=False))
    return cases


def observe(
    index: CatalogIndex, cases: Sequence[Case], ranker: Ranker
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Judge's inputs, is the first right, is the right one among five, is acceptance barred; a row a case."""
    inputs, first, listed, barred = [], [], [], []
    for case in cases:
        ranked = rank([LineReading(case.text, unit=case.unit)], index, case.dealer, ranker)
        keys = [index.products.entries[n].key for n in ranked.products]
        allowed = case.dealer.allowed
        own = ranked.part([i for i, k in enumerate(keys) if allowed is None or k in allowed])
        outside = next((i for i, k in enumerate(keys) if allowed is not None and k not in allowed), None)
        if not own.products:
            continue
        facts = situation(index, case.dealer, own, None if outside is None else ranked.part([outside]))
        five = [index.products.entries[n].key for n in own.products[:5]]
        inputs.append([facts[name] for name in INPUTS])
        first.append(five[0] in case.right)
        listed.append(bool(case.right & set(five)))
        barred.append(is_barred(facts))
    return np.array(inputs), np.array(first), np.array(listed), np.array(barred)


def fit_logistic(
    inputs: NDArray[np.float64], truth: NDArray[np.bool_], ridge: float = 1e-3
) -> dict[str, float]:
    """Projected gradient (Adam) on the log loss, with the signs above."""
    low = np.array([0.0 if n in NOT_BELOW else -np.inf for n in INPUTS])
    high = np.array([0.0 if n in NOT_ABOVE else np.inf for n in INPUTS])
    scale = inputs.std(axis=0)
    scale[scale < 1e-6] = 1.0
    data = inputs / scale
    weights, mean, square = np.zeros(len(INPUTS)), np.zeros(len(INPUTS)), np.zeros(len(INPUTS))
    rounds = 3000
    for step in range(1, rounds + 1):
        chance = 1 / (1 + np.exp(-(data @ weights).clip(-30, 30)))
        gradient = data.T @ (chance - truth) / len(truth) + ridge * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        pace = 0.05 if step < rounds * 0.7 else 0.005
        weights = weights - pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.clip(weights, low, high)
    return {n: float(w) for n, w in zip(INPUTS, weights / scale, strict=True) if w}


def chances(inputs: NDArray[np.float64], weights: dict[str, float]) -> NDArray[np.float64]:
    total = inputs @ np.array([weights.get(name, 0.0) for name in INPUTS])
    result: NDArray[np.float64] = 1 / (1 + np.exp(-total.clip(-30, 30)))
    return result


def accept_threshold(
    chance: NDArray[np.float64],
    right: NDArray[np.bool_],
    barred: NDArray[np.bool_],
    limit: float,
) -> float:
    """The lowest threshold above which (and above every higher one) wrong lines stay within ``limit``."""
    order = np.argsort(-np.where(barred, -1, chance))
    kept = order[~barred[order]]
    wrong = np.cumsum(~right[kept])
    share = wrong / np.arange(1, len(kept) + 1)
    good = np.flatnonzero(share <= limit)
    return float(chance[kept[good[-1]]]) if len(good) else 1.0
