"""Candidates for a line: the best rows of four lists, from the dealer's own products and a few from all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.matching.index.catalog import CatalogIndex, accumulate
from core.intake.engine.matching.index.postings import Floats, Ints, Keys
from core.intake.engine.matching.query import Query, code_keys, skeleton_keys, word_keys

Sums = NDArray[np.float64]

_BUDGET = {"grams": 30_000, "words": 60_000, "skeletons": 20_000, "codes": 20_000}
_OWN = {"grams": 24, "words": 14, "skeletons": 5, "codes": 6}
_ALL = {"grams": 6, "words": 4, "skeletons": 1, "codes": 3}
_BOUGHT = {"grams": 8, "words": 5, "skeletons": 2, "codes": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows, ascending, and their scores by codes as a share of the best one's."""

    rows: Ints
    codes: Floats


def find_candidates(index: CatalogIndex, query: Query, own: Ints | None, bought: Ints, also: Ints) -> Found:
    """own: rows the dealer may buy, None for all; bought: bought before; also: found exactly."""
    picked: list[Ints] = [also]
    by_code: Sums | None = None
    for name, keys, weights in _keys(index, query):
        if not len(keys):
            continue
        sums = accumulate(index, name, keys, weights, _BUDGET[name])
        if name == "grams":
            sums *= index.gram_length
        elif name == "codes":
            by_code = sums
        picked.append(_best_of_all(sums, index.alive, _OWN[name] if own is None else _ALL[name]))
        if own is not None:
            picked.append(_best(sums, own, _OWN[name]))
        if len(bought):
            picked.append(_best(sums, bought, _BOUGHT[name]))
    rows = np.unique(np.concatenate(picked))
    return Found(rows, _share(by_code, rows))


def _keys(index: CatalogIndex, query: Query) -> list[tuple[str, Keys, Floats | None]]:
    words, weights = word_keys(query)
    return [
        ("grams", query.gram_keys, None),
        ("words", words, weights),
        ("skeletons", skeleton_keys(query, index), None),
        ("codes", code_keys(query), None),
    ]


def _best_of_all(sums: Sums, alive: NDArray[np.bool_], count: int) -> Ints:
    high = _high(sums, count, 0.15)
    living = high[alive[high]].astype(np.int32)
    return _best(sums, living, count)


def _best(sums: Sums, rows: Ints, count: int) -> Ints:
    values = sums[rows]
    high = _high(values, count, 0.0)
    if len(high) > count:
        high = high[np.argpartition(values[high], len(high) - count)[len(high) - count :]]
    return rows[high]


def _high(values: Sums, count: int, least: float) -> NDArray[np.intp]:
    """Places of at least ``count`` of the best values, else of all above ``least`` of the best one.

    Most rows share little with the line; leaving them out first makes the selection several times cheaper.
    """
    top = float(values.max(initial=0.0))
    for share in (0.7, 0.4, least):
        high = np.flatnonzero(values > top * share)
        if len(high) >= count:
            break
    return high


def _share(sums: Sums | None, rows: Ints) -> Floats:
    if sums is None or not len(rows):
        return np.zeros(len(rows), np.float32)
    values = sums[rows]
    return (values / max(float(values.max()), 1e-9)).astype(np.float32)
