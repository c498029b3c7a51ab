"""Inverted lists over numpy: which rows hold a key, and which keys a row holds.

Rows are binary (a key is in a row or not): names are short, so counting repeats buys nothing and the
lists need no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]

_ROW_BITS = np.uint64(24)  # up to 16.7 million rows; 40 bits are left for the key
_ROW_MASK = np.uint32((1 << 24) - 1)
KEY_BITS = 40


@dataclass(frozen=True, slots=True)
class Postings:
    """``rows[starts[i]:starts[i + 1]]`` hold ``keys[i]``; keys ascend."""

    keys: Keys
    starts: Ints
    rows: Ints

    @classmethod
    def build(cls, pairs: Keys) -> Postings:
        """From packed pairs (see :func:`pack`) in any order, with repeats. Uses up the array ``pairs``."""
        pairs = sort_distinct(pairs)
        low_half = pairs.astype("<u8", copy=False).view("<u4")[::2]  # without a copy of eight bytes a pair
        rows = (low_half & _ROW_MASK).view(np.int32)
        pairs >>= _ROW_BITS
        firsts = np.flatnonzero(pairs[1:] != pairs[:-1]) + 1
        edges = [0, *([len(pairs)] if len(pairs) else [])]
        starts = np.insert(np.array(edges, np.int32), 1, firsts)
        return cls(pairs[starts[:-1]], starts, rows)

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """Start and end of each key's list; both 0 where the key is unknown."""
        if not len(self.keys):
            nothing = np.zeros(len(keys), np.int32)
            return nothing, nothing
        slots = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[slots] == keys
        return np.where(known, self.starts[slots], 0), np.where(known, self.starts[slots + 1], 0)


def sort_distinct(values: Keys) -> Keys:
    """The values ascending, each once. Sorts in place; faster here than ``np.unique``, which hashes first."""
    values.sort()
    if len(values) < 2:
        return values
    fresh = values[1:] != values[:-1]
    return values if fresh.all() else values[np.concatenate(([True], fresh))]


def pack(keys: Keys, rows: Ints) -> Keys:
    """Key (40 bits) and row (24 bits) in one number, so that one sort orders both."""
    return (keys << _ROW_BITS) | rows.astype(np.uint64)


_FACTORS = tuple(
    np.uint64(f) for f in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
)
_FINISH = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(64 - KEY_BITS)
_HALF = np.uint64(32)
_LEAST_ROWS = 5000
_GAP = 0  # code point that no gram may cross


def text_grams(texts: Sequence[str], sizes: Sequence[int], pad: str = " ") -> tuple[Keys, Ints]:
    """Hashes (40 bits) of all character grams of the texts, and the number of the text each is from."""
    joined = "\0".join(pad + text + pad for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    gaps = points == _GAP
    owner = np.cumsum(gaps, dtype=np.int32)
    hashes: list[Keys] = []
    owners: list[Ints] = []
    for size in sizes:
        count = len(points) - size + 1
        if count <= 0:
            continue
        total = np.full(count, size, dtype=np.uint64)
        for shift in range(size):
            total += (points[shift : shift + count] + np.uint64(1)) * _FACTORS[shift]
        total ^= total >> _HALF
        total *= _FINISH
        whole = owner[:count] == owner[size - 1 : size - 1 + count]
        whole &= ~gaps[:count]
        hashes.append((total >> _SHIFT)[whole])
        owners.append(owner[:count][whole])
    if not hashes:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32)
    return np.concatenate(hashes), np.concatenate(owners)


def idf(frequency: NDArray[np.int64] | Ints, total: int) -> Floats:
    """BM25's weight of a key that ``frequency`` of ``total`` rows hold; never negative.

    A small catalogue counts as one of ``_LEAST_ROWS``: with 50 names a word that one of them has says
    as much as in a large one, and the models see weights of one scale.
    """
    counts = frequency.astype(np.float32)
    size = max(total, _LEAST_ROWS)
    weights: Floats = np.log1p((size - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    return weights
