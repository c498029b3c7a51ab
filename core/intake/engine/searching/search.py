"""Goods that fit a text, best first: by attributes where it measures something, else by its words. Pure.

Q4  Where a text measures something, only goods count that have every word and every measure of it, of the
    attribute that is meant (``attributes``) where any has. Only where there are none at all is it searched by
    words as everything else.
    Goods that have every word as it is written leave out those that have only another word for it.
Q5  A word that only the category of a product has says nothing of the product: an oil seal is no bearing,
    though it lies beside them.
Q6  A SKU or barcode is what it says, and what fits in place of it stands behind it. A text that asks for a
    replacement ("6210-2RS for 6210-ZZ") is answered with what fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.intake.engine.matching.alignment import align, find_inside, gather
from core.intake.engine.matching.features import COLUMN, habits_of, measure
from core.intake.engine.matching.index.catalog import CatalogIndex, accumulate
from core.intake.engine.matching.index.postings import Floats, Ints
from core.intake.engine.matching.index.rows import CATEGORY
from core.intake.engine.matching.match import rank
from core.intake.engine.matching.normalise import Kind
from core.intake.engine.matching.query import Query, prepare, word_keys
from core.intake.engine.matching.ranking import load_ranker
from core.intake.engine.matching.retrieval import Found
from core.intake.engine.matching.wording import light_words
from core.intake.engine.searching.attributes import Asked, Wanted, how_well, read_asked
from core.intake.engine.searching.replacing import replaced_in
from core.intake.types import DealerView, LineReading

_FOUND = 0.7  # likeness from which a word counts as found
_AS_WRITTEN = 0.97  # the word itself, not another of its meaning
_ALL = 0.9
_LEAST = 0.3  # of a text's words by what they tell: with less, nothing was found
_MOST_ROWS = 600  # of the rows with the right measures those with the likeliest words are looked at
_MOST_WORDS_BUDGET = 200_000
_BY_WORDS = 50
# "50x90x20" without a unit is in millimetres, as on every bearing and seal.
_SIZE = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)?(?:\s?[x×*]\s?\d+(?:[.,]\d+)?){2})(?![\w.])(?!\s?(?:[a-z\"]|毫米|厘米))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hits:
    """keys: products, best first. is_exact: they have every word and measure, or the SKU (is_sku).
    instead_of: the product that something is wanted in place of."""

    keys: tuple[str, ...]
    is_exact: bool
    is_sku: bool = False
    instead_of: str | None = None


_NOTHING = Hits((), is_exact=False)


def search_goods(text: str, index: CatalogIndex, dealer: DealerView) -> Hits:
    """All goods that a dealer may buy and a text may mean; the caller adds what fits in place of them."""
    if not text.strip() or not len(index):
        return _NOTHING
    replaced = replaced_in(text, index)
    if replaced:
        return Hits((), is_exact=True, instead_of=index.products.entries[replaced[0]].key)
    exact = tuple(
        index.products.entries[number].key
        for number in index.find_exact(text)
        if _is_allowed(index, dealer, number)
    )
    if exact:
        return Hits(exact, is_exact=True, is_sku=True)
    query = prepare(index, _SIZE.sub(r"\1 mm", text))
    asked = read_asked(query.normal)
    measured = _by_measures(index, query, asked, dealer) if asked.wanted else ()
    return Hits(measured, is_exact=True) if measured else _by_words(text, index, dealer)


def _by_words(text: str, index: CatalogIndex, dealer: DealerView) -> Hits:
    ranked = rank([LineReading(text)], index, dealer, load_ranker(), depth=_BY_WORDS // 2)
    covered, codes = COLUMN["line_covered"], COLUMN["code_exact"]
    keys = [
        index.products.entries[number].key
        for number, features in zip(ranked.products, ranked.features, strict=True)
        if _is_allowed(index, dealer, number) and (features[covered] >= _LEAST or features[codes])
    ]
    best = ranked.features[0] if len(keys) else None
    has_all = best is not None and best[covered] >= _ALL and best[COLUMN["line_worst"]] >= _FOUND
    return Hits(tuple(keys), is_exact=bool(has_all))


def _by_measures(index: CatalogIndex, query: Query, asked: Asked, dealer: DealerView) -> tuple[str, ...]:
    rows = _rows_with(index, asked.wanted)
    if dealer.allowed is not None:
        rows = np.intersect1d(rows, index.rows_of(dealer.allowed), assume_unique=True)
    rows = _with_likely_words(index, query, rows)
    if not len(rows):
        return ()
    least = _least_likeness(index, query, asked, rows)
    rows = rows[least >= (_AS_WRITTEN if (least >= _AS_WRITTEN).any() else _FOUND)]
    if not len(rows):
        return ()
    table = measure(
        index, query, Found(rows, np.zeros(len(rows), np.float32)), habits_of(index, dealer), None, {}
    )
    scores: dict[int, float] = {}
    for number, score in zip(
        index.rows.product[rows].tolist(), load_ranker().score(table).tolist(), strict=True
    ):
        scores[number] = max(score, scores.get(number, score))
    return _in_order(index, asked.wanted, scores)


def _in_order(index: CatalogIndex, wanted: tuple[Wanted, ...], scores: dict[int, float]) -> tuple[str, ...]:
    """Those whose meant attributes have the values; where there are none, those with the values anywhere."""
    found: list[tuple[int, float, str, str]] = []
    for number, score in scores.items():
        entry = index.products.entries[number]
        how = [how_well(one, entry) for one in wanted]
        if max(how) > 2 and any(one.name for one in wanted):
            continue
        # Of several measures without a name only one can be of the attribute that a product is known by.
        unnamed = [one for one, of in zip(how, wanted, strict=True) if not of.name]
        named = [one for one, of in zip(how, wanted, strict=True) if of.name]
        worst = max([*named, min(unnamed)] if unnamed else named)
        found.append((worst, -score, entry.sku, entry.key))
    found.sort()
    best = [key for worst, _, _, key in found if worst <= 1]
    return tuple(best or [key for _, _, _, key in found])


def _rows_with(index: CatalogIndex, wanted: tuple[Wanted, ...]) -> Ints:
    """Living rows that have every measure somewhere, in name or attributes; ascending."""
    store = index.rows
    rows: Ints | None = None
    for one in wanted:
        near = np.abs(store.base - one.base) <= max(abs(one.base) * 0.0101, 1e-6)
        hits = np.flatnonzero(near & (store.dimension == one.dimension))
        those = np.unique(np.searchsorted(store.token_ptr, hits, "right") - 1).astype(np.int32)
        rows = those if rows is None else np.intersect1d(rows, those, assume_unique=True)
    assert rows is not None
    return rows[index.alive[rows]]


def _with_likely_words(index: CatalogIndex, query: Query, rows: Ints) -> Ints:
    """At most so many rows: those that share the most with the words."""
    if len(rows) <= _MOST_ROWS:
        return rows
    keys, weights = word_keys(query)
    sums = accumulate(index, "words", keys, weights, _MOST_WORDS_BUDGET)[rows]
    best = np.argpartition(-sums, _MOST_ROWS)[:_MOST_ROWS]
    return np.sort(rows[best])


def _least_likeness(index: CatalogIndex, query: Query, asked: Asked, rows: Ints) -> Floats:
    """How well each row has the word of the text that it has worst, 0..1. Words of little weight and names
    of attributes do not count."""
    seen = gather(index, rows)
    likeness = align(index, query, seen)
    likeness *= (seen.flag & CATEGORY) == 0
    best = likeness.max(axis=2)
    find_inside(index, query, rows, best)
    least = np.ones(len(rows), np.float32)
    measured = {one.token for one in asked.wanted}
    for i, kind in enumerate(query.normal.kinds):
        if i in measured or i in asked.naming or kind == Kind.COUNT or query.normal.texts[i] in light_words():
            continue
        np.minimum(least, best[i], out=least)
    return least


def _is_allowed(index: CatalogIndex, dealer: DealerView, number: int) -> bool:
    return dealer.allowed is None or index.products.entries[number].key in dealer.allowed
