"""The index of a catalogue: exact maps, four inverted lists, and small steps of change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.folding import fold_code
from core.intake.engine.matching.index.postings import Floats, Ints, Keys, Postings, idf
from core.intake.engine.matching.index.products import Products, name_key
from core.intake.engine.matching.index.rows import Rows, Vocabulary, build_rows
from core.intake.engine.matching.index.segment import Segment, build_segment
from core.intake.types import CatalogEntry

_MERGE_ROWS = 3000  # changed rows beside the main lists before all are put together again
_MERGE_SHARE = 0.2  # dead rows in the main lists before the same
_MEMOS = 64


@dataclass(frozen=True, slots=True)
class CatalogIndex:
    """Finds products by what people write. Immutable: :meth:`with_changes` gives a new one.

    Readers keep using the index they hold; old and new share all that did not change.
    """

    products: Products
    rows: Rows
    alive: NDArray[np.bool_]  # over rows
    segments: tuple[Segment, ...]
    vocabulary: Vocabulary
    token_idf: Floats  # by token id; later words have none and count as rare
    gram_mass: Floats  # over rows: sum of the weights of the row's character grams
    gram_norm: Floats  # over rows: length of the vector of those weights
    gram_length: Floats  # over rows: BM25's length norm
    memo: dict[frozenset[str], Ints] = field(default_factory=dict)
    habit_memo: dict[int, tuple[object, object]] = field(default_factory=dict)  # see features.habits_of

    @classmethod
    def build(cls, entries: Iterable[CatalogEntry]) -> CatalogIndex:
        """Index the products. A key that comes twice counts once, the later entry holds."""
        kept = tuple({entry.key: entry for entry in entries}.values())
        vocabulary = Vocabulary()
        rows = build_rows(kept, 0, vocabulary)
        segment = build_segment(rows, 0, vocabulary)
        mass, norm, length = _gram_norms(segment, (segment,), len(rows))
        return cls(
            Products.build(kept),
            rows,
            np.ones(len(rows), np.bool_),
            (segment,),
            vocabulary,
            _token_weights(segment.words, len(vocabulary.words), len(rows)),
            mass,
            norm,
            length,
        )

    def with_changes(
        self, upserts: Sequence[CatalogEntry] = (), removed_keys: Iterable[str] = ()
    ) -> CatalogIndex:
        """A new index with products added, replaced or removed; this one stays as it is.

        Costs some milliseconds, and a rebuild when many changes have come together.
        """
        changed = {entry.key: entry for entry in upserts}
        products, gone = self.products.with_changes(changed, removed_keys)
        alive = self.alive & ~np.isin(self.rows.product, gone)
        dead_share = 1 - alive.mean() if len(alive) else 0.0
        later = build_rows(changed.values(), len(self.products.entries), self.vocabulary)
        base = self.segments[0]
        if (
            len(self.rows) - base.count + len(later) > _MERGE_ROWS
            or dead_share > _MERGE_SHARE
            or not base.count
        ):
            return CatalogIndex.build([products.entries[n] for n in products.number_of.values()])
        rows = self.rows.followed_by(later)
        segments = (base, build_segment(rows, base.count, self.vocabulary))
        mass, norm, length = _gram_norms(segments[1], segments, len(rows))
        return CatalogIndex(
            products,
            rows,
            np.concatenate((alive, np.ones(len(later), np.bool_))),
            segments,
            self.vocabulary,
            self.token_idf,
            np.concatenate((self.gram_mass[: base.count], mass)),
            np.concatenate((self.gram_norm[: base.count], norm)),
            np.concatenate((self.gram_length[: base.count], length)),
        )

    def __len__(self) -> int:
        return len(self.products.number_of)

    def entry(self, key: str) -> CatalogEntry | None:
        """The product under the caller's key, None when it is not in the catalogue."""
        number = self.products.number_of.get(key)
        return None if number is None else self.products.entries[number]

    def find_exact(self, text: str) -> tuple[int, ...]:
        """Product numbers whose SKU (as typed, else folded) or barcode the whole text is; empty if none."""
        trimmed = text.strip()
        products = self.products
        return (
            products.by_sku.get(trimmed)
            or products.by_barcode.get(trimmed)
            or products.by_folded_sku.get(fold_code(trimmed))
            or ()
        )

    def find_named(self, text: str) -> tuple[int, ...]:
        """Product numbers whose whole name, of three words or more, the text is; empty if none."""
        key = name_key(text)
        return self.products.by_name.get(key, ()) if key else ()

    def forward_grams(self, rows: Ints) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The grams of the rows one after the other, and how many each has. Rows ascend."""
        pieces: list[NDArray[np.uint32]] = []
        lengths: list[NDArray[np.int64]] = []
        for segment in self.segments:
            inside = rows[(rows >= segment.first) & (rows < segment.first + segment.count)] - segment.first
            starts, ends = segment.gram_ptr[inside], segment.gram_ptr[inside + 1]
            lengths.append(ends - starts)
            before = np.concatenate(([0], np.cumsum(ends - starts)))
            at = np.arange(int(before[-1])) + np.repeat(starts - before[:-1], ends - starts)
            pieces.append(segment.gram[at])
        return np.concatenate(pieces), np.concatenate(lengths)

    def rows_of_products(self, numbers: Iterable[int]) -> Ints:
        """The living rows of these product numbers, ascending."""
        wanted = np.zeros(len(self.products.entries), np.bool_)
        wanted[list(numbers)] = True
        return np.flatnonzero(wanted[self.rows.product] & self.alive).astype(np.int32)

    def rows_of(self, keys: frozenset[str]) -> Ints:
        """The living rows of these products, ascending."""
        found = self.memo.get(keys)
        if found is None:
            found = self.rows_of_products(
                n for key in keys if (n := self.products.number_of.get(key)) is not None
            )
            if len(self.memo) >= _MEMOS:
                self.memo.clear()
            self.memo[keys] = found
        return found


def _token_weights(words: Postings, count: int, total: int) -> Floats:
    weights = np.full(count, idf(np.array([1]), max(total, 1))[0], np.float32)
    is_token = words.keys < np.uint64(count)
    weights[words.keys[is_token].astype(np.int64)] = idf(np.diff(words.starts)[is_token], total)
    return weights


_K1, _B = 1.2, 0.4


def _gram_norms(segment: Segment, segments: tuple[Segment, ...], total: int) -> tuple[Floats, Floats, Floats]:
    """Sum of gram weights, length of their vector and BM25 length norm of each row of ``segment``."""
    lengths = np.diff(segment.gram_ptr).astype(np.float32)
    base = segments[0]
    average = max(len(base.gram) / max(base.count, 1), 1.0)
    length = ((_K1 + 1) / (1 + _K1 * (1 - _B + _B * lengths / average))).astype(np.float32)
    own = segment.grams
    counts = np.diff(own.starts)
    if segment is not base:
        starts, ends = base.grams.find(own.keys)
        counts = counts + (ends - starts)
    weights = np.repeat(idf(counts, total), np.diff(own.starts))
    mass = np.bincount(own.rows, weights=weights, minlength=segment.count).astype(np.float32)
    norm = np.sqrt(np.bincount(own.rows, weights=weights**2, minlength=segment.count)).astype(np.float32)
    return mass, norm, length


def accumulate(
    index: CatalogIndex, name: str, keys: Keys, weights: Floats | None, budget: int
) -> NDArray[np.float64]:
    """Sum the weights of the keys over all rows, rarest keys first, as long as ``budget`` rows are touched.

    name: "grams", "words", "skeletons" or "codes". At least eight keys are counted whatever the budget.
    Returns the sums over rows; ``weights`` multiply the keys' own rarity.
    """
    total = len(index.rows)
    found = [(segment, *_lists(segment, name).find(keys)) for segment in index.segments]
    frequency = sum((ends - starts for _, starts, ends in found), np.zeros(len(keys), np.int32))
    rarity = idf(frequency, total)
    if weights is not None:
        rarity = rarity * weights
    order = np.argsort(frequency, kind="stable")
    spent = np.cumsum(frequency[order])
    chosen = order[: max(8, int(np.searchsorted(spent, budget)))]
    pieces: list[Ints] = []
    lengths: list[NDArray[np.int32]] = []
    for segment, starts, ends in found:
        lists = _lists(segment, name).rows
        lengths.append((ends - starts)[chosen])
        for start, end in zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True):
            pieces.append(lists[start:end] + segment.first if segment.first else lists[start:end])
    amounts = np.repeat(np.tile(rarity[chosen].astype(np.float64), len(found)), np.concatenate(lengths))
    sums = np.bincount(np.concatenate(pieces), weights=amounts, minlength=total)
    return sums.astype(np.float64, copy=False)


def _lists(segment: Segment, name: str) -> Postings:
    if name == "grams":
        return segment.grams
    if name == "words":
        return segment.words
    return segment.skeletons if name == "skeletons" else segment.codes
