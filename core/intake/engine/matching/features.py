"""Measures of how well each candidate fits a line: the inputs of the ranker, by name."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cdist

from core.intake.engine.matching.alignment import Gathered, align, find_inside, gather
from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.index.postings import Floats, Ints
from core.intake.engine.matching.index.rows import BRAND, EXTRA, HEAD, PINYIN
from core.intake.engine.matching.normalise import COUNT_DIMENSION, NO_DIMENSION, Kind, normalise
from core.intake.engine.matching.query import STRICT_CODE, Query
from core.intake.engine.matching.retrieval import Found
from core.intake.types import DealerView

NAMES = (
    "line_covered", "line_exact", "line_worst", "line_rest", "known_missing",
    "name_covered", "name_rest", "head", "brand",
    "brand_missing", "measure_agrees", "measure_contradicts", "measure_unknown", "number_agrees",
    "number_unknown", "size_unsaid", "count_agrees", "count_contradicts", "code_exact",
    "code_contradicts", "code_unknown", "sku_exact", "sku_near", "fuzz_set",
    "gram_line", "gram_name", "gram_cosine", "code_share",
    "extra_used", "pinyin", "bought", "bought_often", "bought_loyal", "bought_behind", "unit_sold",
    "unit_unsold", "order_kept",
)  # fmt: skip
COLUMN = {name: i for i, name in enumerate(NAMES)}
_REST_SCALE = 10.0  # weights are rarities up to about ten
_CODE_LENGTH = 4
_CELLS = 1 << 16
_CELL_MASK = np.uint32(_CELLS - 1)
_TELLING = 6.0  # a word this rare, spelt as in the catalogue, names a product
_FOUND = 0.75  # likeness from which a word counts as found

Columns = dict[str, NDArray[np.float32] | NDArray[np.float64] | NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Habits:
    """What the dealer bought: times by product number, their rows, and how loyal he is to it.

    loyalty: log odds that what he buys next was bought before, by Good and Turing: the share of purchases
    that were the only one of their product is how often the next one is new.
    """

    times: dict[int, int]
    rows: Ints
    loyalty: float


_NO_HABITS = Habits({}, np.zeros(0, np.int32), 0.0)
_SURELY_NEW = 0.1  # of the purchases of the most loyal dealer
_MEMOS = 64


def habits_of(index: CatalogIndex, dealer: DealerView) -> Habits:
    """The dealer's habits by product number of this index; remembered for the view's ``bought``."""
    if not dealer.bought:
        return _NO_HABITS
    held = index.habit_memo.get(id(dealer.bought))
    # The mapping itself is kept beside the result, so that its id cannot come to mean another one.
    if held is not None and held[0] is dealer.bought and isinstance(held[1], Habits):
        return held[1]
    habits = _count_habits(index, dealer)
    if len(index.habit_memo) >= _MEMOS:
        index.habit_memo.clear()
    index.habit_memo[id(dealer.bought)] = (dealer.bought, habits)
    return habits


def _count_habits(index: CatalogIndex, dealer: DealerView) -> Habits:
    number_of = index.products.number_of
    times = {number_of[key]: habit.times for key, habit in dealer.bought.items() if key in number_of}
    rows = index.rows_of_products(times) if times else np.zeros(0, np.int32)
    once = sum(habit.times == 1 for habit in dealer.bought.values())
    purchases = sum(habit.times for habit in dealer.bought.values())
    new = max((once + 1) / (purchases + 2), _SURELY_NEW)
    return Habits(times, rows, log((1 - new) / new))


def measure(
    index: CatalogIndex,
    query: Query,
    found: Found,
    habits: Habits,
    unit: str | None,
    exact: dict[int, str],
) -> Floats:
    """A row of ``NAMES`` for each candidate row of ``found``.

    unit: code of the ordering unit in the line. exact: products whose SKU a word of the line is -> word.
    """
    rows = found.rows
    columns: Columns = {}
    seen = gather(index, rows)
    likeness = align(index, query, seen)
    best = likeness.max(axis=2) if likeness.size else np.zeros((len(query.token), len(rows)), np.float32)
    find_inside(index, query, rows, best)
    _explain_skus(index, query, rows, exact, best)
    _measure_words(query, seen, likeness, best, columns)
    _measure_numbers(query, seen, best, columns)
    _measure_codes(index, query, rows, exact, columns)
    _measure_letters(index, query, found, columns)
    _measure_habits(index, rows, habits, unit, columns)
    table = np.zeros((len(rows), len(NAMES)), np.float32)
    for name, values in columns.items():
        table[:, COLUMN[name]] = values
    return table


def _measure_words(query: Query, seen: Gathered, likeness: Floats, best: Floats, out: Columns) -> None:
    weight = query.weight
    total = np.float32(max(float(weight.sum()), 1e-6))
    covered = weight @ best
    out["line_covered"] = covered / total
    out["line_exact"] = weight @ (best >= 0.99) / total
    # A word that names something counts for the worst; numbers have measures of their own.
    naming = [i for i, kind in enumerate(query.normal.kinds) if kind in (Kind.WORD, Kind.CODE, Kind.SIGN)]
    if naming:
        importance = (query.weight[naming] / max(float(query.weight[naming].max()), 1e-6)).clip(0.2, 1)[
            :, None
        ]
        out["line_worst"] = (1 - importance * (1 - best[naming])).min(axis=0)
    else:
        out["line_worst"] = np.ones(best.shape[1], np.float32)
    out["line_rest"] = (total - covered) / np.float32(_REST_SCALE)
    known = [i for i in naming if query.token[i] >= 0]
    telling = np.minimum(weight[known] / _TELLING, 1)
    out["known_missing"] = telling @ np.maximum(1 - best[known] / _FOUND, 0)
    explained = likeness.max(axis=0) if likeness.size else np.zeros(seen.valid.shape, np.float32)
    own = seen.valid & ((seen.flag & EXTRA) == 0)
    mass = seen.weight * own
    whole, found = mass.sum(axis=1), (mass * explained).sum(axis=1)
    out["name_covered"] = found / np.maximum(whole, 1e-6)
    out["name_rest"] = (whole - found) / _REST_SCALE
    out["head"] = (explained * ((seen.flag & HEAD) > 0) * seen.valid).max(axis=1, initial=0)
    is_brand = ((seen.flag & BRAND) > 0) & seen.valid
    brand = (explained * is_brand).max(axis=1, initial=0)
    out["brand"] = brand
    out["brand_missing"] = np.where(is_brand.any(axis=1), 1 - brand, np.float32(0))
    place = likeness.argmax(axis=2) if likeness.size else np.zeros(best.shape, np.intp)
    # The words of the name stand before the extra ones: an extra one is first only where it fits better.
    beyond = (seen.flag[np.arange(best.shape[1]), place] & EXTRA > 0) & (best > 0.5)
    out["extra_used"] = weight @ beyond / total
    out["pinyin"] = np.bitwise_or.reduce(seen.flag * seen.valid, axis=1) & PINYIN > 0
    out["order_kept"] = _order_kept(place, best)


def _explain_skus(index: CatalogIndex, query: Query, rows: Ints, exact: dict[int, str], best: Floats) -> None:
    """A SKU in the line is no unknown word for the product whose it is. Changes ``best`` in place."""
    products = index.rows.product[rows]
    for number, word in exact.items():
        pieces = set(normalise(word).texts)
        for i, text in enumerate(query.normal.texts):
            if text in pieces:
                best[i, products == number] = 1.0


def _order_kept(place: NDArray[np.intp], best: Floats) -> Floats:
    if len(best) < 2:
        return np.ones(best.shape[1], np.float32)
    good = (best[1:] > 0.6) & (best[:-1] > 0.6)
    kept = ((place[1:] > place[:-1]) & good).sum(axis=0)
    result: Floats = (kept / np.maximum(good.sum(axis=0), 1)).astype(np.float32)
    return result


def _measure_numbers(query: Query, seen: Gathered, best: Floats, out: Columns) -> None:
    """Sizes, bare numbers and pack counts of the line against those of the name."""
    shape = best.shape[1]
    agrees, contradicts, unknown = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    bare_agrees, bare_unknown = np.zeros(shape), np.zeros(shape)
    count_agrees, count_contradicts = np.zeros(shape), np.zeros(shape)
    code_unknown = np.zeros(shape)
    normal = query.normal
    for i, kind in enumerate(normal.kinds):
        if kind == Kind.MEASURE:
            hit = best[i] >= 0.84
            same_kind = (seen.valid & (seen.dimension == normal.dimension[i])).any(axis=1)
            agrees += hit
            contradicts += ~hit & same_kind
            unknown += ~hit & ~same_kind
        elif kind == Kind.NUMBER:
            hit = best[i] >= 0.7
            bare_agrees += hit
            bare_unknown += ~hit
        elif kind == Kind.CODE:
            code_unknown += best[i] < 0.84
        elif kind == Kind.COUNT:
            hit = best[i] >= 0.69
            counted = (seen.valid & (seen.dimension == COUNT_DIMENSION)).any(axis=1)
            count_agrees += hit
            count_contradicts += ~hit & counted
    out["measure_agrees"], out["measure_contradicts"], out["measure_unknown"] = agrees, contradicts, unknown
    out["number_agrees"], out["number_unknown"] = bare_agrees, bare_unknown
    out["count_agrees"], out["count_contradicts"] = count_agrees, count_contradicts
    out["code_unknown"] = code_unknown
    own_size = seen.valid & (seen.dimension != NO_DIMENSION) & ((seen.flag & EXTRA) == 0)
    said = agrees + bare_agrees + count_agrees
    out["size_unsaid"] = np.maximum(own_size.sum(axis=1) - said, 0).clip(0, 3)


def _measure_codes(
    index: CatalogIndex, query: Query, rows: Ints, exact: dict[int, str], out: Columns
) -> None:
    products = index.rows.product[rows]
    if exact:
        out["sku_exact"] = np.isin(products, list(exact))
    codes = [code for code in query.codes if len(code) >= _CODE_LENGTH or not code.isalpha()]
    if not codes:
        return
    store = index.rows
    starts, ends = store.code_ptr[rows], store.code_ptr[rows + 1]
    owner = np.repeat(np.arange(len(rows)), ends - starts)
    flat = [
        store.codes[at]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        for at in range(start, end)
    ]
    same = np.zeros(len(rows), np.bool_)
    same[owner[np.array([code in codes for code in flat], np.bool_)]] = True
    out["code_exact"] = same
    if query.strict_codes:
        has_code = ends - starts > 1  # the last one of a row is the SKU
        out["code_contradicts"] = _contradicting_codes(query, flat, owner, has_code)
    skus = [store.codes[end - 1] for end in ends.tolist()]
    number = {sku: i for i, sku in enumerate(dict.fromkeys(skus))}
    near = code_likeness(codes, list(number))[[number[sku] for sku in skus]]
    out["sku_near"] = np.where(near > 0.6, near, 0)


def code_likeness(codes: list[str], skus: list[str]) -> Floats:
    """How like each SKU is to the likest code of the line: slips, one inside the other, beginnings."""
    value = cdist(codes, skus, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
    lead = cdist(codes, skus, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    np.maximum(value, (lead - 0.75) * 2, out=value)
    for i, code in enumerate(codes):
        inside = [n for n, sku in enumerate(skus) if code in sku]
        value[i, inside] = np.maximum(value[i, inside], 0.9 if len(code) >= _CODE_LENGTH else 0.5)
    best: Floats = value.max(axis=0)
    return best


def _contradicting_codes(
    query: Query, flat: list[str], owner: NDArray[np.int64], has_code: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Candidates with model numbers of their own, none of which has (or is in) one of the line's."""
    contradicts = np.zeros(len(has_code), np.bool_)
    for code in query.strict_codes:
        agrees = np.zeros(len(has_code), np.bool_)
        hits = [code in name or (len(name) >= STRICT_CODE and name in code) for name in flat]
        agrees[owner[np.array(hits)]] = True
        contradicts |= has_code & ~agrees
    return contradicts


def _measure_letters(index: CatalogIndex, query: Query, found: Found, out: Columns) -> None:
    rows = found.rows
    texts = [index.rows.texts[n] for n in rows.tolist()]
    out["fuzz_set"] = cdist([query.text], texts, scorer=fuzz.token_set_ratio, dtype=np.float32)[0] / 100
    shared, squared = _shared_grams(index, query, rows)
    line_mass = max(float(query.gram_weight.sum()), 1e-6)
    line_norm = max(float((query.gram_weight**2).sum()), 1e-6) ** 0.5
    # Being the best of candidates that share hardly a letter with the line is worth little.
    trust = float(shared.max(initial=0)) / line_mass
    out["gram_line"] = shared / line_mass
    out["gram_name"] = shared / np.maximum(index.gram_mass[rows], 1e-6)
    cosine = squared / (line_norm * np.maximum(index.gram_norm[rows], 1e-6))
    out["gram_cosine"] = cosine * (trust / max(float(cosine.max(initial=0)), 1e-6))
    out["code_share"] = found.codes


def _shared_grams(index: CatalogIndex, query: Query, rows: Ints) -> tuple[Floats, Floats]:
    """Weight (and squared weight) of the grams that each row shares with the line, exactly."""
    if not len(query.gram):
        return np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
    pieces, lengths = index.forward_grams(rows)
    # A small table in place of a binary search; what meets in one cell of it is told apart by the full hash.
    table = np.zeros(_CELLS, np.int16)
    table[query.gram & _CELL_MASK] = np.arange(len(query.gram), dtype=np.int16)
    slots = table[pieces & _CELL_MASK]
    hits = np.flatnonzero(query.gram[slots] == pieces)
    weights = query.gram_weight[slots[hits]].astype(np.float64)
    owner = np.searchsorted(np.cumsum(lengths), hits, side="right")
    return (
        np.bincount(owner, weights, len(rows)).astype(np.float32),
        np.bincount(owner, weights * weights, len(rows)).astype(np.float32),
    )


def _measure_habits(index: CatalogIndex, rows: Ints, habits: Habits, unit: str | None, out: Columns) -> None:
    products = index.rows.product[rows].tolist()
    if habits.times:
        times = np.array([habits.times.get(n, 0) for n in products], np.float32)
        bought = times > 0
        out["bought"] = bought
        out["bought_often"] = np.log1p(times)
        out["bought_loyal"] = bought * np.float32(habits.loyalty)
        # A product never bought that has more of the line's words: habit weighs less then.
        covered = out["line_covered"]
        out["bought_behind"] = bought * np.maximum(covered[~bought].max(initial=0) - covered, 0)
    if unit is not None:
        packs = [index.products.entries[n].packs for n in products]
        out["unit_sold"] = np.array([unit in pack for pack in packs], np.float32)
        out["unit_unsold"] = np.array([len(pack) > 0 and unit not in pack for pack in packs], np.float32)
