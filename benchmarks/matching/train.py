"""Trains the ranker and the judge and writes core/intake/engine/data/matching_model.json.

    python -m benchmarks.matching.train [--lines 7000] [--dry]

Trains on: a made-up catalogue (seed 11) with simulated dealers, and PriceRunner's offers (other shops' titles
and shortened titles). Never on the sets the benchmarks report: online-retail, hongkong-pricewatch,
malay-pricecatcher, abt-buy, amazon-google, and the made-up catalogue of another seed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.cases import Case, Writer, grown_cases, history_cases, plain_cases
from benchmarks.matching.datasets import price_runner
from benchmarks.matching.judge_training import (
    NOT_LISTED_AT,
    WRONG_AT_MOST,
    WRONG_AT_MOST_NEW,
    accept_threshold,
    chances,
    fit_logistic,
    mixed_cases,
    observe,
)
from benchmarks.matching.noise import LIGHT, ROUGH
from benchmarks.matching.synthetic import make_catalogue
from core.intake.engine.folding import stem
from core.intake.engine.matching.features import NAMES, habits_of
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.matching.judging import INPUTS
from core.intake.engine.matching.match import fit_candidates
from core.intake.engine.matching.ranking import Ranker
from core.intake.engine.matching.wording import same_meaning
from core.intake.types import DealerView

OTHER_WORDS = 0.12  # share of lines with words of other languages or short forms in their place
# The words of made-up names say less than those of real ones, so beside them history would count too much.
HISTORY_TRUST = 0.7
PRIOR = 0.5  # weight of a reading's own plausibility; set by hand, the lines here have one reading each
TARGET = Path(__file__).parents[2] / "core/intake/engine/data/matching_model.json"
# What each measure should say before any line was seen; the fit is pulled towards these, and may shrink a
# weight to nothing but not turn its sign (except where both signs make sense).
PRIORS: dict[str, float] = json.loads(
    Path(__file__).with_name("ranker_priors.json").read_text(encoding="utf8")
)
FREE = {"extra_used", "pinyin", "bought_behind"}
PRIOR_WEIGHTS = np.array([PRIORS[name] for name in NAMES], np.float64)


@dataclass(slots=True)
class Sample:
    """The candidates of one line: features, and which rows are of a right product."""

    features: NDArray[np.float32]
    right: NDArray[np.bool_]


def training_suites(lines: int) -> list[tuple[CatalogIndex, list[Case]]]:
    """Catalogues with the lines to learn from."""
    rng = random.Random(20)
    made = make_catalogue(30_000, 11)
    writer = Writer(made)
    offers = price_runner()
    shops = Writer(offers.products)
    short = [(t, k) for t, k in rng.sample(offers.queries, lines // 6)]
    nobody = DealerView()
    part = lines // 6
    return [
        (
            CatalogIndex.build(made),
            history_cases(writer, made, (), 2 * part, rng, ROUGH)
            + grown_cases(writer, made, 2 * part, rng)
            + plain_cases(writer, made, part, rng, ROUGH)
            + plain_cases(writer, made, part // 2, rng, LIGHT),
        ),
        (
            CatalogIndex.build(offers.products),
            [Case(text, right, nobody) for text, right in short]
            + history_cases(shops, offers.products, (), part // 2, rng, ROUGH)
            + grown_cases(shops, offers.products, 2 * part, rng)
            + plain_cases(shops, offers.products, part, rng, ROUGH),
        ),
    ]


def in_other_words(case: Case, rng: random.Random) -> Case:
    """Some lines with words of the same meaning in their place: short forms and the other languages."""
    if rng.random() > OTHER_WORDS:
        return case
    words = case.text.split()
    for i, word in enumerate(words):
        options = same_meaning(stem(word.lower()))
        if options and rng.random() < 0.7:
            words[i] = rng.choice(options)
    return replace(case, text=" ".join(words))


def collect(index: CatalogIndex, cases: list[Case]) -> tuple[list[Sample], int]:
    """Features of the candidates of each line; lines whose product is no candidate are counted, not used."""
    samples: list[Sample] = []
    missed = 0
    for case in cases:
        products, table, _ = fit_candidates(
            case.text, case.unit, index, case.dealer, habits_of(index, case.dealer)
        )
        right = {index.products.number_of[key] for key in case.right}
        hits = np.array([n in right for n in products], np.bool_)
        if hits.any():
            samples.append(Sample(table, hits))
        else:
            missed += 1
    return samples, missed


def fit_ranker(samples: list[Sample], rounds: int = 400, ridge: float = 2e-3) -> NDArray[np.float64]:
    """Conditional logit: share of the right row among a line's candidates, by projected gradient (Adam)."""
    features = np.concatenate([s.features for s in samples]).astype(np.float32)
    right = np.concatenate([s.right for s in samples])
    counts = np.array([len(s.right) for s in samples])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    owner = np.repeat(np.arange(len(samples)), counts)
    low = np.array([0.0 if PRIORS[n] > 0 and n not in FREE else -np.inf for n in NAMES])
    high = np.array([0.0 if PRIORS[n] < 0 and n not in FREE else np.inf for n in NAMES])
    scale = np.maximum(features.std(axis=0).astype(np.float64), 0.02)
    scale_of_prior = np.maximum(scale, 0.2) ** 2
    weights = PRIOR_WEIGHTS.copy()
    mean, square = np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for step in range(1, rounds + 1):
        scores = features @ weights.astype(np.float32)
        scores -= np.maximum.reduceat(scores, starts)[owner]
        powers = np.exp(scores.astype(np.float64))
        share = powers / np.add.reduceat(powers, starts)[owner]
        good = powers * right
        target = good / np.add.reduceat(good, starts)[owner]
        gradient = (
            features.T @ (share - target).astype(np.float32) / len(samples)
            + ridge * (weights - PRIOR_WEIGHTS) * scale_of_prior
        )
        gradient = gradient / scale
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        pace = 0.3 if step < rounds * 0.6 else 0.05
        move = pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
        weights = np.clip(weights - move / scale / 10, low, high)
        if step % 100 == 0:
            print(f"  step {step}: loss {-np.log(np.add.reduceat(share * right, starts)).mean():.4f}")
    return weights


def hits(samples: list[Sample], weights: NDArray[np.float64]) -> float:
    """Share of lines whose best row is of a right product."""
    return float(np.mean([s.right[int(np.argmax(s.features @ weights))] for s in samples]))


def train_judge(lines: int, ranker: Ranker) -> dict[str, dict[str, float]]:
    """The judge's part of the model, from lines the ranker has not seen."""
    rng = random.Random(77)
    made, offers = make_catalogue(30_000, 11), price_runner().products
    observed = []
    for everything, other, count in ((made, offers, lines), (offers, made, lines // 2)):
        sold = [entry for entry in everything if rng.random() > 0.03]
        index = CatalogIndex.build(sold)
        cases = mixed_cases(everything, sold, count, rng)
        cases += grown_cases(Writer(everything), sold, count // 3, rng)
        # Lines of quite another trade: nothing like them is sold here.
        strange = plain_cases(Writer(other), other, count // 20, rng)
        cases += [replace(c, right=frozenset(), dealer=rng.choice(cases).dealer, sold=False) for c in strange]
        rng.shuffle(cases)
        # Dealers of whom only the list, only the history, or nothing is known.
        fourth = len(cases) // 4
        cases += [replace(c, dealer=DealerView(allowed=c.dealer.allowed)) for c in cases[:fourth]]
        open_to_all = [c for c in cases[fourth : 3 * fourth] if c.right or not c.sold]
        cases += [replace(c, dealer=DealerView(bought=c.dealer.bought)) for c in open_to_all[: fourth // 2]]
        cases += [replace(c, dealer=DealerView()) for c in open_to_all[fourth // 2 :]]
        observed.append(observe(index, [in_other_words(case, rng) for case in cases], ranker))
    inputs, first, listed, barred = (np.concatenate(part) for part in zip(*observed, strict=True))
    order = np.random.default_rng(3).permutation(len(first))
    inputs, first, listed, barred = inputs[order], first[order], listed[order], barred[order]
    half = len(first) // 2
    # Each half is judged by a model of the other, so that the thresholds rest on lines not fitted.
    chance = np.concatenate(
        (
            chances(inputs[:half], fit_logistic(inputs[half:], first[half:])),
            chances(inputs[half:], fit_logistic(inputs[:half], first[:half])),
        )
    )
    new = inputs[:, INPUTS.index("bought")] == 0
    at = accept_threshold(chance[~new], first[~new], barred[~new], WRONG_AT_MOST)
    at_new = accept_threshold(chance[new], first[new], barred[new], WRONG_AT_MOST_NEW)
    accepted = (chance >= np.where(new, at_new, at)) & ~barred
    wrong = 1 - first[accepted].mean()
    print(f"judge: {len(first)} lines, first right {first.mean():.3f}")
    print(f"accept at {at:.4f}, never bought {at_new:.4f}: {accepted.mean():.3f} of all, {wrong:.4f} wrong")
    by_first, by_listed = fit_logistic(inputs, first), fit_logistic(inputs, listed)
    return {
        "first": {n: round(w, 4) for n, w in by_first.items()},
        "listed": {n: round(w, 4) for n, w in by_listed.items()},
        # Half way to certainty: real chats are stranger than the lines we fit on, and a wrong pick costs more
        # than a question.
        "thresholds": {
            "accept": round((1 + at) / 2, 4),
            "accept_new": round((1 + at_new) / 2, 4),
            "ask": NOT_LISTED_AT,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=7000)
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    asked = parser.parse_args()
    began = time.process_time()
    samples: list[Sample] = []
    rng = random.Random(9)
    for index, written in training_suites(asked.lines):
        cases = [in_other_words(case, rng) for case in written]
        found, missed = collect(index, cases)
        print(f"{len(index)} products, {len(cases)} lines, not among the candidates {missed}")
        samples += found
    random.Random(5).shuffle(samples)
    held = len(samples) // 5
    weights = fit_ranker(samples[held:])
    print(
        f"first hits: trained {hits(samples[held:], weights):.4f},"
        f" held out {hits(samples[:held], weights):.4f}"
    )
    weights *= np.where([name.startswith("bought") for name in NAMES], HISTORY_TRUST, 1.0)
    for name, weight in sorted(zip(NAMES, weights, strict=True), key=lambda x: -abs(x[1])):
        print(f"  {name:22} {weight:8.3f}")
    model = {
        "ranker": {n: round(float(w), 4) for n, w in zip(NAMES, weights, strict=True)} | {"prior": PRIOR}
    }
    model |= train_judge(asked.lines, Ranker(weights.astype(np.float32), PRIOR))
    if not asked.dry:
        TARGET.write_text(json.dumps(model, indent=1) + "\n", encoding="utf8")
    print(f"CPU {time.process_time() - began:.0f} s")


if __name__ == "__main__":
    main()
