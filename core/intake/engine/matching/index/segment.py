"""The four inverted lists over a stretch of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.matching.index.postings import Ints, Keys, Postings, pack, sort_distinct, text_grams
from core.intake.engine.matching.index.rows import CONCEPT_KEY, Rows, Vocabulary, number_key
from core.intake.engine.matching.normalise import Kind

GRAM_SIZES = (2, 3, 4)
CODE_SIZES = (3,)
CODE_PAD = "\2"
_BLOCK = 4096  # rows hashed at a time, to keep the peak of memory low


@dataclass(frozen=True, slots=True)
class Segment:
    """Inverted lists of rows ``first`` .. ``first + count``; row numbers inside count from ``first``.

    gram_ptr, gram: forward list of each row's character grams (low 32 bits of the hash), for exact scores.
    """

    first: int
    count: int
    grams: Postings
    words: Postings
    skeletons: Postings
    codes: Postings
    gram_ptr: NDArray[np.int64]
    gram: NDArray[np.uint32]


def build_segment(rows: Rows, first: int, vocabulary: Vocabulary) -> Segment:
    """Lists over ``rows`` from ``first`` to the end."""
    count = len(rows) - first
    pairs, gram_ptr, gram = _gram_pairs(rows, first, count)
    return Segment(
        first,
        count,
        Postings.build(pairs),
        Postings.build(_word_pairs(rows, first)),
        Postings.build(_skeleton_pairs(rows, first, vocabulary)),
        Postings.build(_code_pairs(rows, first, count)),
        gram_ptr,
        gram,
    )


def _gram_pairs(rows: Rows, first: int, count: int) -> tuple[Keys, NDArray[np.int64], NDArray[np.uint32]]:
    # One array of the size it can have at most, filled block by block: the peak of memory stays low.
    most = sum(len(text) + 2 for text in rows.texts[first:]) * len(GRAM_SIZES)
    pairs = np.empty(most, np.uint64)
    filled = 0
    lengths = np.zeros(count, np.int64)
    forward: list[NDArray[np.uint32]] = []
    shift = np.uint64(40)
    mask = np.uint64((1 << 40) - 1)
    for start in range(0, count, _BLOCK):
        stop = min(start + _BLOCK, count)
        keys, owners = text_grams(rows.texts[first + start : first + stop], GRAM_SIZES)
        by_row = sort_distinct((owners.astype(np.uint64) << shift) | keys)
        keys = by_row & mask
        owners = (by_row >> shift).astype(np.int32)
        lengths[start:stop] = np.bincount(owners, minlength=stop - start)
        forward.append(keys.astype(np.uint32))
        pairs[filled : filled + len(keys)] = pack(keys, owners + np.int32(start))
        filled += len(keys)
    ptr = np.concatenate(([0], np.cumsum(lengths)))
    return pairs[:filled], ptr, np.concatenate(forward) if forward else np.zeros(0, np.uint32)


def _token_rows(rows: Rows, first: int) -> tuple[slice, Ints]:
    ptr = rows.token_ptr[first:]
    part = slice(int(ptr[0]), int(ptr[-1]))
    return part, np.repeat(np.arange(len(ptr) - 1, dtype=np.int32), np.diff(ptr))


def _word_pairs(rows: Rows, first: int) -> Keys:
    part, owners = _token_rows(rows, first)
    concept, wider = rows.concept[part], rows.wider[part]
    concepts = np.concatenate((concept[concept >= 0], wider[wider >= 0]))
    concept_rows = np.concatenate((owners[concept >= 0], owners[wider >= 0]))
    kind = rows.kind[part]
    numeric = (kind == Kind.NUMBER) | (kind == Kind.MEASURE)
    numbers = np.array([number_key(value) for value in rows.surface[part][numeric].tolist()], np.uint64)
    return np.concatenate(
        (
            pack(rows.token[part].astype(np.uint64), owners),
            pack(concepts.astype(np.uint64) + np.uint64(CONCEPT_KEY), concept_rows),
            pack(numbers, owners[numeric]),
        )
    )


def _skeleton_pairs(rows: Rows, first: int, vocabulary: Vocabulary) -> Keys:
    part, owners = _token_rows(rows, first)
    skeletons = np.array(vocabulary.skeleton_of, np.int32)[rows.token[part]]
    known = skeletons >= 0
    return pack(skeletons[known].astype(np.uint64), owners[known])


def _code_pairs(rows: Rows, first: int, count: int) -> Keys:
    ptr = rows.code_ptr[first:]
    codes = rows.codes[int(ptr[0]) : int(ptr[-1])]
    row_of = np.repeat(np.arange(count, dtype=np.int32), np.diff(ptr))
    keys, owners = text_grams(codes, CODE_SIZES, CODE_PAD)
    if not len(keys):
        return keys
    return pack(keys, row_of[owners])
