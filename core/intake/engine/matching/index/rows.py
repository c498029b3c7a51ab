"""What is kept of every name: its tokens with meaning, its codes, its grams.

A product has one row for each of its names, and one more in pinyin for a Chinese name; the product's score
is the best of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.folding import fold_code
from core.intake.engine.hanzi import pinyin
from core.intake.engine.matching.index.postings import Floats, Ints
from core.intake.engine.matching.normalise import Kind, Normal, normalise
from core.intake.engine.matching.wording import NO_CONCEPT, concepts_of, skeleton
from core.intake.types import CatalogEntry

EXTRA = 1  # attribute, category: explains a word of the line, is not missed when the line lacks it
BRAND = 2
PINYIN = 4
HEAD = 8  # the first word of the name
CATEGORY = 16  # beside EXTRA: of the category alone

CONCEPT_KEY = 1 << 32
NUMBER_KEY = 1 << 33
_NUMBER_STEPS = 1000


def number_key(surface: float) -> int:
    """The key under which the word lists keep a number as written, with or without unit."""
    return NUMBER_KEY + min(int(surface * _NUMBER_STEPS + 0.5), (1 << 33) - 1)


class Vocabulary:
    """Every token once. Only grows, so readers of an older index are never disturbed."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.ids: dict[str, int] = {}
        self.skeletons: dict[str, int] = {}
        self.skeleton_of: list[int] = []

    def id_of(self, word: str, is_word: bool) -> int:
        found = self.ids.get(word)
        if found is not None:
            return found
        # The lists first: a reader that finds the id must find the rest.
        shape = skeleton(word) if is_word and len(word) > 1 else ""
        self.skeleton_of.append(
            self.skeletons.setdefault(shape, len(self.skeletons)) if len(shape) > 1 else -1
        )
        self.words.append(word)
        self.ids[word] = len(self.words) - 1
        return len(self.words) - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Arrays over rows; ``x_ptr[r]:x_ptr[r + 1]`` is row r's part of a flat array.

    product: row -> product number. texts: name in normal form. token, flag, concept, wider (the next
    group a word stands for: bearings for "ball bearing"), kind, surface, base,
    dimension: flat over tokens. codes: flat over folded model numbers (the SKU among them, last of its row).
    """

    product: Ints
    texts: tuple[str, ...]
    token_ptr: Ints
    token: Ints
    flag: NDArray[np.uint8]
    concept: NDArray[np.int16]
    wider: NDArray[np.int16]
    kind: NDArray[np.int8]
    surface: Floats
    base: Floats
    dimension: NDArray[np.int8]
    code_ptr: Ints
    codes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.product)

    def followed_by(self, later: Rows) -> Rows:
        """Both, one after the other."""
        return Rows(
            np.concatenate((self.product, later.product)),
            self.texts + later.texts,
            np.concatenate((self.token_ptr, later.token_ptr[1:] + self.token_ptr[-1])),
            np.concatenate((self.token, later.token)),
            np.concatenate((self.flag, later.flag)),
            np.concatenate((self.concept, later.concept)),
            np.concatenate((self.wider, later.wider)),
            np.concatenate((self.kind, later.kind)),
            np.concatenate((self.surface, later.surface)),
            np.concatenate((self.base, later.base)),
            np.concatenate((self.dimension, later.dimension)),
            np.concatenate((self.code_ptr, later.code_ptr[1:] + self.code_ptr[-1])),
            self.codes + later.codes,
        )


@dataclass(slots=True)
class _Builder:
    vocabulary: Vocabulary
    product: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    token_ptr: list[int] = field(default_factory=lambda: [0])
    token: list[int] = field(default_factory=list)
    flag: list[int] = field(default_factory=list)
    concept: list[int] = field(default_factory=list)
    wider: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    surface: list[float] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    dimension: list[int] = field(default_factory=list)
    code_ptr: list[int] = field(default_factory=lambda: [0])
    codes: list[str] = field(default_factory=list)

    def put(self, normal: Normal, flags: Sequence[int]) -> None:
        id_of = self.vocabulary.id_of
        for text, kind in zip(normal.texts, normal.kinds, strict=True):
            self.token.append(id_of(text, kind == Kind.WORD))
        self.flag.extend(flags)
        for groups in concepts_of(normal.texts):
            self.concept.append(groups[0] if groups else NO_CONCEPT)
            self.wider.append(groups[1] if len(groups) > 1 else NO_CONCEPT)
        self.kind.extend(normal.kinds)
        self.surface.extend(normal.surface)
        self.base.extend(normal.base)
        self.dimension.extend(normal.dimension)
        self.codes.extend(normal.codes)
        self.codes.extend(normal.joined)

    def close(self, product: int, text: str, sku_code: str) -> None:
        self.product.append(product)
        self.texts.append(text)
        self.token_ptr.append(len(self.token))
        self.codes.append(sku_code)
        self.code_ptr.append(len(self.codes))

    def done(self) -> Rows:
        return Rows(
            np.array(self.product, np.int32),
            tuple(self.texts),
            np.array(self.token_ptr, np.int32),
            np.array(self.token, np.int32),
            np.array(self.flag, np.uint8),
            np.array(self.concept, np.int16),
            np.array(self.wider, np.int16),
            np.array(self.kind, np.int8),
            np.array(self.surface, np.float32),
            np.array(self.base, np.float32),
            np.array(self.dimension, np.int8),
            np.array(self.code_ptr, np.int32),
            tuple(self.codes),
        )


def build_rows(entries: Iterable[CatalogEntry], first_product: int, vocabulary: Vocabulary) -> Rows:
    """Rows of the products, numbered from ``first_product``; new words go into the vocabulary."""
    builder = _Builder(vocabulary)
    for number, entry in enumerate(entries, start=first_product):
        brand = normalise(entry.brand)
        attributes = normalise(" ".join(entry.attributes.values()))
        extra = (attributes, normalise(entry.category))
        sku_code = fold_code(entry.sku)
        for name in dict.fromkeys(entry.names):
            _put_name(builder, number, name, brand, extra, sku_code)
    return builder.done()


def _put_name(
    builder: _Builder, product: int, name: str, brand: Normal, extra: tuple[Normal, Normal], sku_code: str
) -> None:
    normal = normalise(name)
    present = set(normal.texts)
    # A brand that the name already says would count twice.
    says_brand = all(text in present for text in brand.texts)
    text = normal.text if says_brand else f"{brand.text} {normal.text}"
    _put_parts(builder, normal, None if says_brand else brand, extra)
    builder.close(product, text, sku_code)
    if sum(kind == Kind.SIGN for kind in normal.kinds) >= 2:
        spoken, flags = _spoken(normal if says_brand else _joined(brand, normal))
        builder.put(spoken, flags)
        builder.close(product, spoken.text, sku_code)


def _put_parts(builder: _Builder, normal: Normal, brand: Normal | None, extra: tuple[Normal, Normal]) -> None:
    """extra: what the attributes say, and the category."""
    if brand is not None:
        builder.put(brand, [BRAND] * len(brand.texts))
    builder.put(normal, [HEAD, *[0] * (len(normal.texts) - 1)] if normal.texts else [])
    for words, flag in zip(extra, (EXTRA, EXTRA | CATEGORY), strict=True):
        if words.texts:
            builder.put(words, [flag] * len(words.texts))


def _joined(first: Normal, second: Normal) -> Normal:
    return Normal(
        first.texts + second.texts,
        first.kinds + second.kinds,
        first.surface + second.surface,
        first.base + second.base,
        first.dimension + second.dimension,
        first.codes + second.codes,
    )


def _spoken(normal: Normal) -> tuple[Normal, list[int]]:
    """The name as one would type it in pinyin: words of two syllables, the whole run, its initials."""
    out = Normal(codes=list(normal.codes))
    flags: list[int] = []
    run: list[str] = []

    def flush() -> None:
        syllables = pinyin("".join(run))
        run.clear()
        if not syllables:
            return
        for i in range(0, len(syllables), 2):
            out.add("".join(syllables[i : i + 2]), Kind.WORD)
            flags.append(PINYIN)
        if len(syllables) > 2:
            out.add("".join(syllables), Kind.WORD)
            out.add("".join(s[0] for s in syllables), Kind.WORD)
            flags.extend((EXTRA | PINYIN, EXTRA | PINYIN))

    for i, kind in enumerate(normal.kinds):
        if kind == Kind.SIGN:
            run.append(normal.texts[i])
            continue
        flush()
        out.add(normal.texts[i], Kind(kind), normal.surface[i], normal.base[i], normal.dimension[i])
        flags.append(PINYIN)
    flush()
    return out, flags
