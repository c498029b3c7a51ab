"""How alike the words of a line and the words of candidate names are, all candidates at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, LCSseq, Prefix
from rapidfuzz.process import cdist

from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.index.postings import Floats, Ints
from core.intake.engine.matching.normalise import COUNT_DIMENSION, NO_DIMENSION, Kind
from core.intake.engine.matching.query import Query
from core.intake.engine.matching.wording import skeleton

SAME_MEANING = 0.93
SAME_SKELETON = 0.86
INSIDE = 0.88
_LONG_WORD = 8
_SLIPS = 80  # per cent of a long word that must be found
_TOLERANCE = 0.003  # 355 ml and 12 fl oz are the same can
_LONGEST_NAME = 48

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Tokens of the candidate rows side by side (candidates x tokens), padded where not ``valid``."""

    valid: Mask
    token: Ints
    flag: NDArray[np.uint8]
    concept: NDArray[np.int16]
    wider: NDArray[np.int16]
    kind: NDArray[np.int8]
    surface: Floats
    base: Floats
    dimension: NDArray[np.int8]
    weight: Floats


def gather(index: CatalogIndex, rows: Ints) -> Gathered:
    """The candidates' tokens."""
    store = index.rows
    starts = store.token_ptr[rows]
    lengths = np.minimum(store.token_ptr[rows + 1] - starts, _LONGEST_NAME)
    steps = np.arange(max(int(lengths.max(initial=1)), 1), dtype=np.int32)
    valid = steps[None, :] < lengths[:, None]
    at = np.where(valid, starts[:, None] + steps[None, :], 0)
    token = store.token[at]
    known = len(index.token_idf)
    rare = index.token_idf.max(initial=1.0)
    weight = np.where(token < known, index.token_idf[np.minimum(token, known - 1)], rare)
    return Gathered(
        valid,
        token,
        store.flag[at],
        store.concept[at],
        store.wider[at],
        store.kind[at],
        store.surface[at],
        store.base[at],
        store.dimension[at],
        (weight * valid).astype(np.float32),
    )


def align(index: CatalogIndex, query: Query, seen: Gathered) -> Floats:
    """Likeness 0..1 of each line token to each token of each candidate (line x candidates x tokens)."""
    likeness = np.zeros((len(query.token), *seen.valid.shape), np.float32)
    _align_words(index, query, seen, likeness)
    _align_numbers(query, seen, likeness)
    for i in range(len(query.token)):
        for group in query.concepts[i]:
            same = (seen.concept == group) | (seen.wider == group)
            np.maximum(likeness[i], same * np.float32(SAME_MEANING), out=likeness[i])
    _align_joined(index, query, seen, likeness)
    likeness *= seen.valid
    return likeness


def _align_words(index: CatalogIndex, query: Query, seen: Gathered, likeness: Floats) -> None:
    places = [i for i, kind in enumerate(query.normal.kinds) if kind in (Kind.WORD, Kind.CODE)]
    for i, number in enumerate(query.token):
        if number >= 0 and query.normal.kinds[i] == Kind.SIGN:
            likeness[i] = seen.token == number
    if not places:
        return
    distinct, inverse = np.unique(seen.token, return_inverse=True)
    inverse = inverse.reshape(seen.token.shape)
    names = [index.vocabulary.words[n] for n in distinct.tolist()]
    words = [query.normal.texts[i] for i in places]
    table = word_likeness(words, names)
    shape_of = index.vocabulary.skeleton_of
    shapes = np.array([shape_of[n] for n in distinct.tolist()], np.int32)
    for row, (i, word) in enumerate(zip(places, words, strict=True)):
        if query.normal.kinds[i] == Kind.WORD and len(word) > 2:
            shape = index.vocabulary.skeletons.get(skeleton(word), -2)
            np.maximum(table[row], (shapes == shape) * np.float32(SAME_SKELETON), out=table[row])
        table[row, distinct == query.token[i]] = 1
    likeness[places] = table[:, inverse]


def word_likeness(words: list[str], names: list[str]) -> Floats:
    """Likeness of written words: typing errors, beginnings ("choc") and left-out letters ("brng")."""
    edit = cdist(words, names, scorer=OSA.normalized_similarity, dtype=np.float32)
    prefix = cdist(words, names, scorer=Prefix.similarity, dtype=np.float32)
    common = cdist(words, names, scorer=LCSseq.similarity, dtype=np.float32)
    own = np.array([len(word) for word in words], np.float32)[:, None]
    other = np.array([len(name) for name in names], np.float32)[None, :]
    shorter = np.minimum(own, other)
    ratio = shorter / np.maximum(own, other)
    # A changed letter in a word of three makes another word; in one of eight it is a slip.
    slip = np.where(shorter >= 4, edit, edit * edit)
    likeness = np.where(edit >= 0.6, slip * 0.95, slip * 0.5)
    whole = (prefix == shorter) & (shorter >= 2)
    likeness = np.maximum(
        likeness, whole * (0.62 + 0.3 * ratio + 0.02 * np.minimum(shorter, 4)) * (shorter >= 2)
    )
    left_out = (common == own) & (prefix >= 1) & (own >= 3) & (ratio >= 0.25)
    likeness = np.maximum(likeness, left_out * (0.55 + 0.35 * ratio))
    result: Floats = np.minimum(likeness, 0.97).astype(np.float32)
    return result


_NUMERIC = (Kind.NUMBER, Kind.MEASURE, Kind.COUNT)


def _align_numbers(query: Query, seen: Gathered, likeness: Floats) -> None:
    normal = query.normal
    places = [i for i, kind in enumerate(normal.kinds) if kind in _NUMERIC]
    if not places:
        return
    numeric = (seen.kind == Kind.NUMBER) | (seen.kind == Kind.MEASURE) | (seen.kind == Kind.COUNT)
    row, column = np.nonzero(numeric)
    surfaces, bases, dimensions = (
        seen.surface[row, column],
        seen.base[row, column],
        seen.dimension[row, column],
    )
    bare = dimensions == NO_DIMENSION
    measured = np.where(bare, 1.0, np.where(dimensions == COUNT_DIMENSION, 0.75, 0.95))
    for i in places:
        surface, base = normal.surface[i], normal.base[i]
        same_surface = np.abs(surfaces - surface) <= 1e-4 * max(surface, 1e-4)
        if normal.kinds[i] == Kind.NUMBER:
            same_base = np.abs(bases - base) <= 1e-4 * max(base, 1e-4)
            found = np.maximum(same_surface * measured, same_base * np.where(bare, 1.0, 0.9))
        else:
            near = np.abs(bases - base) <= _TOLERANCE * max(base, 1e-6)
            same = (dimensions == normal.dimension[i]) & near
            found = np.maximum(same * 1.0, (same_surface & bare) * 0.85)
        likeness[i, row, column] = found


def _align_joined(index: CatalogIndex, query: Query, seen: Gathered, likeness: Floats) -> None:
    """ "coca cola" meets "cocacola": two words of the line that are one in the catalogue."""
    normal = query.normal
    for i in range(len(query.token) - 1):
        if normal.kinds[i] in (Kind.WORD, Kind.CODE) or normal.kinds[i + 1] in (Kind.WORD, Kind.CODE):
            number = index.vocabulary.ids.get(normal.texts[i] + normal.texts[i + 1])
            if number is not None:
                hit = (seen.token == number).astype(np.float32)
                np.maximum(likeness[i], hit, out=likeness[i])
                np.maximum(likeness[i + 1], hit, out=likeness[i + 1])


def find_inside(index: CatalogIndex, query: Query, rows: Ints, best: Floats) -> None:
    """ "cocacola" meets "coca cola": a word found across the spaces of a name. Changes ``best`` in place.

    A long one may have slips in it ("feltcrftcushion"): it counts by the square of how much of it is found.
    """
    solid: list[str] = []
    for i, word in enumerate(query.normal.texts):
        if query.normal.kinds[i] not in (Kind.WORD, Kind.CODE) or len(word) < 5 or query.token[i] >= 0:
            continue
        solid = solid or [index.rows.texts[n].replace(" ", "") for n in rows.tolist()]
        least = _SLIPS if len(word) >= _LONG_WORD else 100
        # The scorer fits the shorter text into the longer one, and it is the name that must hold the word.
        found = cdist([word], solid, scorer=fuzz.partial_ratio, score_cutoff=least, dtype=np.float32)[0] / 100
        found[[len(text) < len(word) for text in solid]] = 0
        np.maximum(best[i], INSIDE * found * found, out=best[i])
