"""Candidates for a line: the best rows of four lists, from the dealer's own products and a few from all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.matching.index.catalog import CatalogIndex, accumulate
from core.intake.engine.matching.index.postings import Floats, Ints, Keys
from core.intake.engine.matching.query import Query, code_keys, skeleton_keys, word_keys

Sums = NDArray[np.float64]

_BUDGET = {"grams": 60_000, "words": 120_000, "skeletons": 40_000, "codes": 40_000}
_OWN = {"grams": 32, "words": 20, "skeletons": 8, "codes": 8}
_ALL = {"grams": 6, "words": 4, "skeletons": 1, "codes": 3}
_BOUGHT = {"grams": 8, "words": 6, "skeletons": 3, "codes": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows, ascending, and for each list the rows' scores as a share of the best score."""

    rows: Ints
    words: Floats
    skeletons: Floats
    codes: Floats


def find_candidates(index: CatalogIndex, query: Query, own: Ints | None, bought: Ints, also: Ints) -> Found:
    """own: rows the dealer may buy, None for all; bought: bought before; also: found exactly."""
    picked: list[Ints] = [also]
    shares: dict[str, Sums] = {}
    for name, keys, weights in _keys(index, query):
        if not len(keys):
            continue
        sums = accumulate(index, name, keys, weights, _BUDGET[name])
        if name == "grams":
            sums *= index.gram_length
        else:
            shares[name] = sums
        picked.append(_best_of_all(sums, index.alive, _OWN[name] if own is None else _ALL[name]))
        if own is not None:
            picked.append(_best(sums, own, _OWN[name]))
        if len(bought):
            picked.append(_best(sums, bought, _BOUGHT[name]))
    rows = np.unique(np.concatenate(picked))
    return Found(rows, *(_share(shares.get(name), rows) for name in ("words", "skeletons", "codes")))


def _keys(index: CatalogIndex, query: Query) -> list[tuple[str, Keys, Floats | None]]:
    words, weights = word_keys(query)
    return [
        ("grams", query.gram_keys, None),
        ("words", words, weights),
        ("skeletons", skeleton_keys(query, index), None),
        ("codes", code_keys(query), None),
    ]


def _best_of_all(sums: Sums, alive: NDArray[np.bool_], count: int) -> Ints:
    top = float(sums.max(initial=0.0))
    if top <= 0:
        return np.zeros(0, np.int32)
    high = np.flatnonzero(sums > top * 0.5)
    if len(high) < count:
        high = np.flatnonzero(sums > top * 0.15)
    return _best(sums, high[alive[high]].astype(np.int32), count)


def _best(sums: Sums, rows: Ints, count: int) -> Ints:
    values = sums[rows]
    # Most rows share nothing with the line; leaving them out first makes the selection several times cheaper.
    some = np.flatnonzero(values)
    rows, values = rows[some], values[some]
    if len(rows) > count:
        rows = rows[np.argpartition(values, len(rows) - count)[len(rows) - count :]]
    return rows


def _share(sums: Sums | None, rows: Ints) -> Floats:
    if sums is None or not len(rows):
        return np.zeros(len(rows), np.float32)
    values = sums[rows]
    return (values / max(float(values.max()), 1e-9)).astype(np.float32)
