"""What our matching is measured against: rapidfuzz, word BM25, character 2-4-gram BM25.

Each gives a score for every product; the history bonus is a constant (a share of the line's best score for
BM25, points for rapidfuzz) added to products bought before, the best one of a grid for each rival.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

Scores = NDArray[np.float64]
BONUSES = {"rapidfuzz": (0.0, 3.0, 6.0, 10.0, 15.0, 20.0, 30.0), "bm25": (0.0, 0.1, 0.2, 0.3, 0.5, 0.8)}


class RapidFuzz:
    """``token_set_ratio`` (or another scorer) with ``default_process``; names are prepared once."""

    family = "rapidfuzz"

    def __init__(self, names: Sequence[str], scorer: Callable[..., float] = fuzz.token_set_ratio) -> None:
        self.names = [utils.default_process(name) for name in names]
        self.scorer = scorer

    def scores(self, text: str, rows: NDArray[np.int64] | None = None) -> Scores:
        """Scores 0..100 of all names, or of those in ``rows``."""
        names = self.names if rows is None else [self.names[i] for i in rows.tolist()]
        query = utils.default_process(text)
        return process.cdist([query], names, scorer=self.scorer, dtype=np.float32)[0].astype(np.float64)


class BM25:
    """Okapi BM25 (k1 1.2, b 0.75) over the terms that ``split`` gives."""

    family = "bm25"

    def __init__(self, names: Sequence[str], split: Callable[[str], list[str]]) -> None:
        self.split = split
        postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.zeros(len(names))
        for i, name in enumerate(names):
            terms = Counter(split(utils.default_process(name)))
            lengths[i] = sum(terms.values())
            for term, count in terms.items():
                postings[term].append((i, count))
        norm = 1.2 * (1 - 0.75 + 0.75 * lengths / max(lengths.mean(), 1e-9))
        self.count = len(names)
        self.rows: dict[str, NDArray[np.int64]] = {}
        self.weights: dict[str, Scores] = {}
        for term, found in postings.items():
            rows = np.array([i for i, _ in found])
            counts = np.array([c for _, c in found], np.float64)
            idf = np.log1p((len(names) - len(found) + 0.5) / (len(found) + 0.5))
            self.rows[term] = rows
            self.weights[term] = idf * counts * 2.2 / (counts + norm[rows])

    def scores(self, text: str, rows: NDArray[np.int64] | None = None) -> Scores:
        """Scores of all names, or of those in ``rows``, as a share of the best."""
        sums = np.zeros(self.count)
        for term in self.split(utils.default_process(text)):
            if term in self.rows:
                sums[self.rows[term]] += self.weights[term]
        if rows is not None:
            sums = sums[rows]
        return sums / max(sums.max(initial=0), 1e-9)


class TfIdf:
    """Cosine of TF-IDF vectors over the terms that ``split`` gives: strong on pairs of long titles."""

    family = "bm25"

    def __init__(self, names: Sequence[str], split: Callable[[str], list[str]]) -> None:
        self.split = split
        counted = [Counter(split(utils.default_process(name))) for name in names]
        frequency = Counter(term for terms in counted for term in terms)
        self.idf = {term: float(np.log(1 + len(names) / n)) for term, n in frequency.items()}
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, terms in enumerate(counted):
            length = sum((n * self.idf[t]) ** 2 for t, n in terms.items()) ** 0.5
            for term, n in terms.items():
                postings[term].append((i, n * self.idf[term] / max(length, 1e-9)))
        self.count = len(names)
        self.postings = {
            t: (np.array([i for i, _ in p]), np.array([w for _, w in p])) for t, p in postings.items()
        }

    def scores(self, text: str, rows: NDArray[np.int64] | None = None) -> Scores:
        """Cosines with all names, or with those in ``rows``, as a share of the best."""
        sums = np.zeros(self.count)
        for term, n in Counter(self.split(utils.default_process(text))).items():
            if term in self.postings:
                at, weights = self.postings[term]
                sums[at] += n * self.idf[term] * weights
        if rows is not None:
            sums = sums[rows]
        return sums / max(sums.max(initial=0), 1e-9)


Rival = RapidFuzz | BM25 | TfIdf


def words(text: str) -> list[str]:
    """Words, and single Chinese characters."""
    return re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", text)


def grams(text: str) -> list[str]:
    """Character 2- to 4-grams, spaces included."""
    padded = f" {text} "
    return [padded[i : i + n] for n in (2, 3, 4) for i in range(len(padded) - n + 1)]


def make_rivals(names: Sequence[str]) -> dict[str, Rival]:
    """The three rivals over the same names."""
    return {
        "rapidfuzz token_set_ratio": RapidFuzz(names),
        "word BM25": BM25(names, words),
        "character 2-4-gram BM25": BM25(names, grams),
    }
