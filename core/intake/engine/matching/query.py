"""A line's words made ready for the index: tokens with weights, meanings, grams and codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.folding import LOOK_ALIKE, stem
from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.index.postings import Floats, Keys, idf, sort_distinct, text_grams
from core.intake.engine.matching.index.rows import CONCEPT_KEY, number_key
from core.intake.engine.matching.index.segment import CODE_PAD, CODE_SIZES, GRAM_SIZES
from core.intake.engine.matching.normalise import Kind, Normal, normalise
from core.intake.engine.matching.wording import concepts_of, has_meaning, light_words, skeleton

_UNKNOWN_SHARE = 2000  # a word that no name has weighs like one that one name in so many has
_LONGEST_LINE = 40  # tokens; what a dealer types for one product is shorter
_SIGN_WEIGHT = 0.5  # a character is less than a word
_LIGHT_SHARE = 0.2
_NUMBER_CAP = 6.0
STRICT_CODE = 4  # letters and digits; shorter ones are parts of names
_SHORTEST_JOINED = 6
_MIXED = re.compile(r"([a-z]{2,})?(\d+(?:\.\d+)?)([a-z]*)")


@dataclass(frozen=True, slots=True)
class Query:
    """The words of one reading. token: vocabulary id or -1; weight: rarity; concepts: groups per token."""

    normal: Normal
    text: str
    token: tuple[int, ...]
    weight: Floats
    concepts: tuple[tuple[int, ...], ...]
    codes: tuple[str, ...]  # all ways to read codes in it
    strict_codes: tuple[str, ...]  # those that surely are model numbers
    gram: NDArray[np.uint32]  # as the forward lists keep them
    gram_weight: Floats
    gram_keys: Keys


def prepare(index: CatalogIndex, text: str) -> Query:
    """Normal form of the text, weighed by the index."""
    normal = _split_known(normalise(text), index)
    token = tuple(index.vocabulary.ids.get(word, -1) for word in normal.texts)
    keys = sort_distinct(text_grams((normal.text,), GRAM_SIZES)[0])
    frequency = np.zeros(len(keys), np.int32)
    for segment in index.segments:
        starts, ends = segment.grams.find(keys)
        frequency = frequency + (ends - starts)
    return Query(
        normal,
        normal.text,
        token,
        _weights(normal, token, index),
        tuple(concepts_of(normal.texts)),
        _codes(normal),
        tuple(code for code in normal.codes if len(code) >= STRICT_CODE),
        keys.astype(np.uint32),
        idf(frequency, len(index.rows)),
        keys,
    )


def _split_known(normal: Normal, index: CatalogIndex) -> Normal:
    """ "coke330" and "colazero" apart when the catalogue knows the parts and not the whole.

    Long lines are cut.
    """
    ids = index.vocabulary.ids
    out = Normal(codes=normal.codes, joined=normal.joined)
    for i, text in enumerate(normal.texts[:_LONGEST_LINE]):
        parts = "" if text in ids else _parts(text, normal.kinds[i], index)
        if parts:
            split = normalise(parts)
            for k, word in enumerate(split.texts):
                out.add(word, Kind(split.kinds[k]), split.surface[k], split.base[k], split.dimension[k])
        else:
            out.add(text, Kind(normal.kinds[i]), normal.surface[i], normal.base[i], normal.dimension[i])
    return out


def _parts(text: str, kind: int, index: CatalogIndex) -> str:
    """The known words that an unknown one is made of, with spaces, or ""."""
    ids = index.vocabulary.ids
    if kind == Kind.CODE:
        found = _MIXED.fullmatch(text)
        if found is None:
            return ""
        before, number, after = found.groups()
        known = (not before or is_known(before, ids)) and (not after or is_known(after, ids) or bool(before))
        return f"{before} {number}{'' if before else ' '}{after}" if known else ""
    if kind != Kind.WORD or len(text) < _SHORTEST_JOINED or skeleton(text) in index.vocabulary.skeletons:
        return ""
    # The most even cut: two words of substance rather than a stub and a rest.
    for cut in sorted(range(3, len(text) - 2), key=lambda at: abs(2 * at - len(text))):
        if is_known(text[:cut], ids) and is_known(text[cut:], ids):
            return f"{text[:cut]} {text[cut:]}"
    return ""


def is_known(word: str, ids: dict[str, int]) -> bool:
    """Is it a word of the catalogue or of the trade?"""
    return stem(word) in ids or has_meaning(stem(word))


def _weights(normal: Normal, token: tuple[int, ...], index: CatalogIndex) -> Floats:
    total = max(len(index.rows), 1)
    unknown = float(idf(np.array([total // _UNKNOWN_SHARE + 1]), total)[0])
    weights = np.empty(len(token), np.float32)
    known = len(index.token_idf)
    light = light_words()
    for i, number in enumerate(token):
        kind = normal.kinds[i]
        weight = float(index.token_idf[number]) if 0 <= number < known else unknown
        if kind == Kind.SIGN:
            weight *= _SIGN_WEIGHT
        elif kind in (Kind.NUMBER, Kind.MEASURE, Kind.COUNT):
            weight = min(weight, _NUMBER_CAP)
        if normal.texts[i] in light:
            weight *= _LIGHT_SHARE
        weights[i] = max(weight, 0.05)
    return weights


def _codes(normal: Normal) -> tuple[str, ...]:
    """Codes of the line, and two touching pieces as one where a digit is in it ("ab 1234")."""
    found = dict.fromkeys((*normal.codes, *normal.joined))
    for i in range(len(normal.texts) - 1):
        kinds = {normal.kinds[i], normal.kinds[i + 1]}
        if kinds <= {Kind.WORD, Kind.NUMBER, Kind.CODE} and kinds != {Kind.WORD}:
            joined = (normal.texts[i] + normal.texts[i + 1]).replace(".", "")
            if 4 <= len(joined) <= 16:
                found.setdefault(joined.translate(LOOK_ALIKE))
    return tuple(found)


def word_keys(query: Query) -> tuple[Keys, Floats]:
    """Keys of the word lists: the words, the groups they stand for, the numbers as written."""
    keys: list[int] = []
    weights: list[float] = []
    normal = query.normal
    for i, number in enumerate(query.token):
        if number >= 0:
            keys.append(number)
            weights.append(1.0)
        for group in query.concepts[i]:
            keys.append(CONCEPT_KEY + group)
            weights.append(0.7 if number >= 0 else 0.9)
        if normal.kinds[i] in (Kind.NUMBER, Kind.MEASURE):
            keys.append(number_key(normal.surface[i]))
            weights.append(0.6)
    return np.array(keys, np.uint64), np.array(weights, np.float32)


def skeleton_keys(query: Query, index: CatalogIndex) -> Keys:
    """Keys of the skeleton lists."""
    shapes = (
        skeleton(t) for t, k in zip(query.normal.texts, query.normal.kinds, strict=True) if k == Kind.WORD
    )
    known = {index.vocabulary.skeletons.get(shape, -1) for shape in shapes if len(shape) > 1}
    return np.array(sorted(known - {-1}), np.uint64)


def code_keys(query: Query) -> Keys:
    """Keys of the code lists: trigrams of the line's codes."""
    if not query.codes:
        return np.zeros(0, np.uint64)
    return sort_distinct(text_grams(query.codes, CODE_SIZES, CODE_PAD)[0])
