"""Learns how much sales, amounts and other lines count beside the words (offering.py of the engine).

    python -m benchmarks.matching.train_offers [--lines 6000]

From real customers of the online retailer who bought nothing in September (so none of them is shown by
first_hit.py), and from orders of March to August, each known by what was bought before its month. The weights
are those of a conditional logit on the ranker's score and the three measures, as shares of the score's own;
what each is worth is told by leaving it out, on customers that were not fitted.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.cases import Case, Writer
from benchmarks.matching.customers import elsewhere, other_customer_cases
from benchmarks.matching.first_hit import benchmark_catalogue
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.matching.match import rank
from core.intake.engine.matching.offering import amount_fit, popularity
from core.intake.engine.matching.ranking import load_ranker

MEASURES = ("score", "popularity", "amount_fit", "elsewhere")
_FOLDS = 4
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of a line: a row each of ``MEASURES``, and which is right."""

    table: NDArray[np.float64]
    right: NDArray[np.bool_]
    fold: int


def collect(index: CatalogIndex, cases: Sequence[Case]) -> list[Sample]:
    """A sample of each line; all lines of a customer are in the same fold."""
    folds: dict[str, int] = {}
    samples = []
    for case in cases:
        readings = [case.reading()]
        ranked = rank(readings, index, case.dealer, load_ranker())
        entries = [index.products.entries[n] for n in ranked.products]
        sales, also = case.dealer.sales, elsewhere(index, case)
        columns = (
            ranked.scores,
            popularity(sales, entries),
            amount_fit(sales, entries, readings * len(entries)),
            [entry.key in also for entry in entries],
        )
        right = np.array([entry.key in case.right for entry in entries], np.bool_)
        fold = folds.setdefault(case.customer, len(folds) % _FOLDS)
        samples.append(Sample(np.stack(columns, axis=1).astype(np.float64), right, fold))
    return samples


def fit(samples: Sequence[Sample], used: Sequence[str], ridge: float = 1e-3) -> NDArray[np.float64]:
    """Weights of the measures used (0 for the others), by Newton's method on the log likelihood."""
    columns = [MEASURES.index(name) for name in used]
    told = [sample for sample in samples if sample.right.any()]
    weights = np.zeros(len(used))
    for _ in range(_ROUNDS):
        gradient, bend = ridge * weights, ridge * np.eye(len(used))
        for sample in told:
            table = sample.table[:, columns]
            scores = table @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            good = share * sample.right / (share * sample.right).sum()
            mean = share @ table
            gradient += (share - good) @ table / len(told)
            bend += ((table * share[:, None]).T @ table - np.outer(mean, mean)) / len(told)
        step = np.linalg.solve(bend, gradient)
        weights -= step
        if np.abs(step).max() < 1e-5:
            break
    whole = np.zeros(len(MEASURES))
    whole[columns] = weights
    return whole


def held_out(samples: Sequence[Sample], used: Sequence[str]) -> float:
    """Share of wrong first hits on customers that were not fitted."""
    wrong = 0
    for fold in range(_FOLDS):
        weights = fit([s for s in samples if s.fold != fold], used)
        wrong += sum(not _is_right(s, weights) for s in samples if s.fold == fold)
    return wrong / len(samples)


def _is_right(sample: Sample, weights: NDArray[np.float64]) -> bool:
    return bool(len(sample.right)) and bool(sample.right[int(np.argmax(sample.table @ weights))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=6000)
    asked = parser.parse_args()
    entries, _ = benchmark_catalogue()
    cases = other_customer_cases(Writer(entries), asked.lines, random.Random(12))
    samples = collect(CatalogIndex.build(entries), cases)
    print(f"{len(samples)} lines of {len({case.customer for case in cases})} customers")
    for used in (
        MEASURES[:1],
        MEASURES[:2],
        *((MEASURES[0], one) for one in MEASURES[2:]),
        MEASURES[:3],
        MEASURES,
    ):
        print(f"{' + '.join(used):48} wrong first hits, held out: {100 * held_out(samples, used):.2f} %")
    weights = fit(samples, MEASURES)
    for name, weight in zip(MEASURES[1:], weights[1:] / weights[0], strict=True):
        print(f"{name:12} {weight:.2f} of the score's weight")


if __name__ == "__main__":
    main()
