"""From the item words of a line to the product (A1, A2, A11): candidates, features, rank, judgement.

Every reading of a line is tried; the product decides which was meant. A dealer's own learned words win,
then an exact SKU or barcode, then a product's whole name, then the ranking. Nothing else is accepted below
the judge's threshold.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import log

import numpy as np

from core.intake.engine.folding import alias_key
from core.intake.engine.matching.features import COLUMN, Habits, habits_of, measure
from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.index.postings import Floats
from core.intake.engine.matching.judging import Verdict, describe, judge, load_judge
from core.intake.engine.matching.normalise import normalise
from core.intake.engine.matching.offering import sway
from core.intake.engine.matching.plain import is_plain_one
from core.intake.engine.matching.query import prepare
from core.intake.engine.matching.ranking import Ranker, load_ranker, softmax
from core.intake.engine.matching.retrieval import find_candidates
from core.intake.types import AskWhy, Candidate, DealerView, Decision, LineMatch, LineReading, LineText

__all__ = ["CatalogIndex", "alias_key", "match_line", "search"]

_CERTAIN = 0.999  # an exact SKU or the dealer's own word: as sure as the machine may say
_LIKELY = 0.6  # of a reading's prior: more than any other can have
_ALL_OF_IT = 0.9
_NEAR = 3.0  # in log odds: what is farther behind is twenty times less likely
_EACH_WORD = 0.75  # likeness of every word: a slip of the finger, no other word
_MOST_READINGS = 3
_SHORTEST_SKU_IN_LINE = 4
_NO_ROWS = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Products best first, with score, features and the number of the reading that fits each best."""

    products: tuple[int, ...]
    scores: Floats
    features: Floats
    readings: tuple[int, ...]
    tokens: int  # words of the longest reading

    def part(self, keep: list[int]) -> Ranked:
        return Ranked(
            tuple(self.products[i] for i in keep),
            self.scores[keep],
            self.features[keep],
            tuple(self.readings[i] for i in keep),
            self.tokens,
        )


def match_line(
    line: LineText,
    index: CatalogIndex,
    dealer: DealerView,
    *,
    limit: int = 5,
    elsewhere: Collection[str] = (),
) -> LineMatch:
    """Find the product a line means and decide whether to accept, ask or say that it was not found.

    ``candidates`` are all allowed for the dealer, at most ``limit``. When the line means a product outside
    the dealer's list, that one is ``off_list``, ``why_ask`` is NOT_ON_LIST, and the decision is ASK if
    something similar can be offered, else NOT_FOUND. elsewhere: keys of what other lines of the message mean;
    they are offered later, and decide nothing.
    """
    readings = [reading for reading in line.readings if reading.item.strip()]
    if not readings or not len(index):
        return LineMatch(line.raw, line.best, Decision.NOT_FOUND)
    return (
        _match_alias(line, readings, index, dealer)
        or _match_exact(line, readings, index, dealer, limit)
        or _match_name(line, readings, index, dealer)
        or _match_words(line, readings, index, dealer, limit, elsewhere)
    )


def search(text: str, index: CatalogIndex, dealer: DealerView, limit: int = 10) -> tuple[Candidate, ...]:
    """Products that fit the words, best first, all allowed for the dealer; scores are shares of 1."""
    if not text.strip() or not len(index):
        return ()
    exact = _allowed(index, dealer, index.find_exact(text))
    ranked = rank([LineReading(text)], index, dealer, load_ranker(), depth=limit)
    on_list = ranked.part([i for i, n in enumerate(ranked.products) if _is_allowed(index, dealer, n)])
    shares = softmax(on_list.scores)
    found = [_candidate(index, n, _CERTAIN) for n in exact]
    found += [
        _candidate(index, n, float(share))
        for n, share in zip(on_list.products, shares, strict=True)
        if n not in exact
    ]
    return tuple(found[:limit])


def _match_alias(
    line: LineText, readings: list[LineReading], index: CatalogIndex, dealer: DealerView
) -> LineMatch | None:
    if not dealer.aliases:
        return None
    for reading in readings:
        key = dealer.aliases.get(alias_key(reading.item))
        number = None if key is None else index.products.number_of.get(key)
        if number is not None and _is_allowed(index, dealer, number):
            best = _candidate(index, number, _CERTAIN)
            return LineMatch(
                line.raw, reading, Decision.ACCEPT, (best,), best.score, from_alias=True, explained=1.0
            )
    return None


def _match_exact(
    line: LineText, readings: list[LineReading], index: CatalogIndex, dealer: DealerView, limit: int
) -> LineMatch | None:
    for reading in readings:
        numbers = index.find_exact(reading.item)
        if not numbers:
            continue
        allowed = _allowed(index, dealer, numbers)
        if len(allowed) == 1:
            best = _candidate(index, allowed[0], _CERTAIN)
            return LineMatch(line.raw, reading, Decision.ACCEPT, (best,), best.score, explained=1.0)
        if allowed:
            several = tuple(_candidate(index, n, 1 / len(allowed)) for n in allowed[:limit])
            why = (AskWhy.WHICH_PRODUCT,)
            return LineMatch(
                line.raw, reading, Decision.ASK, several, several[0].score, why_ask=why, explained=1.0
            )
        off_list = _candidate(index, numbers[0], _CERTAIN)
        why = (AskWhy.NOT_ON_LIST,)
        return LineMatch(line.raw, reading, Decision.NOT_FOUND, off_list=off_list, why_ask=why)
    return None


def _match_name(
    line: LineText, readings: list[LineReading], index: CatalogIndex, dealer: DealerView
) -> LineMatch | None:
    """Whoever writes a whole name as it stands means that product, unless another reading names another."""
    named = [(reading, _allowed(index, dealer, index.find_named(reading.item))) for reading in readings]
    named = [(reading, numbers) for reading, numbers in named if numbers]
    if len({number for _, numbers in named for number in numbers}) != 1:
        return None
    reading, (number,) = named[0]
    best = _candidate(index, number, _CERTAIN)
    return LineMatch(line.raw, reading, Decision.ACCEPT, (best,), best.score, explained=1.0)


def _match_words(
    line: LineText,
    readings: list[LineReading],
    index: CatalogIndex,
    dealer: DealerView,
    limit: int,
    elsewhere: Collection[str],
) -> LineMatch:
    tried = readings[:_MOST_READINGS]
    ranked = rank(tried, index, dealer, load_ranker())
    on_list = ranked.part([i for i, n in enumerate(ranked.products) if _is_allowed(index, dealer, n)])
    outside = next((i for i, n in enumerate(ranked.products) if not _is_allowed(index, dealer, n)), None)
    if not on_list.products:
        if outside is None:
            return LineMatch(line.raw, tried[0], Decision.NOT_FOUND)
        alone = ranked.part([outside])
        verdict = judge(situation(index, dealer, alone, None), load_judge())
        off_list = _candidate(index, alone.products[0], verdict.first) if _is_plausible(verdict) else None
        why = (AskWhy.NOT_ON_LIST,) if off_list else ()
        return LineMatch(
            line.raw, tried[alone.readings[0]], Decision.NOT_FOUND, off_list=off_list, why_ask=why
        )
    inputs = situation(index, dealer, on_list, None if outside is None else ranked.part([outside]))
    verdict = judge(inputs, load_judge())
    candidates = _candidates(index, on_list, verdict, limit)
    offered = _candidates(index, in_offered_order(index, dealer, on_list, tried, elsewhere), verdict, limit)
    reading = tried[on_list.readings[0]]
    best = on_list.features[0]
    # A number that stands nowhere in the product is a word of another one.
    explained = 0.0 if best[COLUMN["number_unknown"]] else float(best[COLUMN["line_covered"]])
    if verdict.decision is Decision.ACCEPT or _is_plain(index, reading, on_list, explained):
        return LineMatch(line.raw, reading, Decision.ACCEPT, candidates, verdict.first, explained=explained)
    off_list = None
    if outside is not None and inputs["off_list_gap"] > 0:
        meant = ranked.part([outside])
        alone_verdict = judge(situation(index, dealer, meant, None), load_judge())
        off_list = (
            _candidate(index, meant.products[0], alone_verdict.first)
            if _is_plausible(alone_verdict)
            else None
        )
    if verdict.decision is Decision.NOT_FOUND:
        why = (AskWhy.NOT_ON_LIST,) if off_list else ()
        return LineMatch(line.raw, reading, Decision.NOT_FOUND, (), verdict.first, off_list, why)
    why = (AskWhy.NOT_ON_LIST,) if off_list else (AskWhy.WHICH_PRODUCT,)
    return LineMatch(
        line.raw, reading, Decision.ASK, offered, verdict.first, off_list, why, explained=explained
    )


def in_offered_order(
    index: CatalogIndex,
    dealer: DealerView,
    ranked: Ranked,
    readings: list[LineReading],
    elsewhere: Collection[str] = (),
) -> Ranked:
    """The order in which products are offered where the words leave several: what many dealers buy, and in
    such amounts, first, and later what other lines mean. readings: those that were ranked.

    Only offered: how well others sell is no reason to book anything, so decisions are made without it.
    Measured on real customers by ``benchmarks.matching.first_hit``.
    """
    if not (dealer.sales.purchases or dealer.sales.lately or elsewhere):
        return ranked
    entries = [index.products.entries[n] for n in ranked.products]
    scores = ranked.scores + sway(dealer.sales, entries, [readings[n] for n in ranked.readings], elsewhere)
    order = np.argsort(-scores, kind="stable").tolist()
    return replace(ranked.part(order), scores=scores[order])


def _is_plain(index: CatalogIndex, reading: LineReading, ranked: Ranked, explained: float) -> bool:
    """Whether the first product is what the line says in full, and all that come near it are variants."""
    if explained < _ALL_OF_IT:
        return False
    near = ranked.scores > ranked.scores[0] - _NEAR
    entries = [
        index.products.entries[n] for n, close in zip(ranked.products, near.tolist(), strict=True) if close
    ]
    return is_plain_one(item_text(reading), entries[0], entries[1:])


def _is_plausible(verdict: Verdict) -> bool:
    return verdict.decision is not Decision.NOT_FOUND


def rank(
    readings: list[LineReading], index: CatalogIndex, dealer: DealerView, ranker: Ranker, depth: int = 40
) -> Ranked:
    """Score the candidates of all readings; each product keeps its best row and reading."""
    habits = habits_of(index, dealer)
    best: dict[int, tuple[float, int, Floats]] = {}
    seen: set[tuple[str, str | None]] = set()
    tokens = 0
    for number, reading in enumerate(readings):
        what = (item_text(reading), reading.unit)
        if what in seen:
            continue
        seen.add(what)
        products, table, count = fit_candidates(*what, index, dealer, habits)
        tokens = max(tokens, count)
        scores = ranker.score(table) + ranker.prior * log(max(reading.prior, 1e-3))
        for i, (product, score) in enumerate(zip(products, scores.tolist(), strict=True)):
            held = best.get(product)
            if held is None or score > held[0]:
                best[product] = (score, number, table[i])
        if reading.prior >= _LIKELY and len(scores) and _explains_all(table[int(np.argmax(scores))]):
            break  # every word of the likeliest reading is in its product: the others need no look
    order = sorted(best, key=lambda product: (-best[product][0], product))[: max(depth, 5) * 2]
    return Ranked(
        tuple(order),
        np.array([best[n][0] for n in order], np.float32),
        np.array([best[n][2] for n in order], np.float32).reshape(len(order), len(COLUMN)),
        tuple(best[n][1] for n in order),
        tokens,
    )


def _explains_all(features: Floats) -> bool:
    """Whether a product has every word of the line, but for slips, and contradicts none of its figures."""
    found = features[COLUMN["line_covered"]] > _ALL_OF_IT and features[COLUMN["line_worst"]] > _EACH_WORD
    against = (
        "measure_contradicts",
        "count_contradicts",
        "code_contradicts",
        "number_unknown",
        "measure_unknown",
    )
    return bool(found) and not any(features[COLUMN[name]] for name in against)


def fit_candidates(
    text: str, unit: str | None, index: CatalogIndex, dealer: DealerView, habits: Habits
) -> tuple[list[int], Floats, int]:
    """Product number and features of each candidate row for the item words ``text``, and how many words."""
    query = prepare(index, text)
    nothing = np.zeros((0, len(COLUMN)), np.float32)
    if not query.token:
        return [], nothing, 0
    own = None if dealer.allowed is None else index.rows_of(dealer.allowed)
    exact = _skus_in(text, index)
    also = index.rows_of_products(exact) if exact else _NO_ROWS
    found = find_candidates(index, query, own, habits.rows, also)
    if not len(found.rows):
        return [], nothing, len(query.token)
    table = measure(index, query, found, habits, unit, exact)
    return index.rows.product[found.rows].tolist(), table, len(query.token)


def item_text(reading: LineReading) -> str:
    """The item words with the size, when the reader took it out of them."""
    if reading.size is None:
        return reading.item
    size = f"{reading.size:f}{reading.size_unit or ''}"
    said = normalise(reading.item).texts
    return reading.item if all(text in said for text in normalise(size).texts) else f"{reading.item} {size}"


def situation(
    index: CatalogIndex, dealer: DealerView, on_list: Ranked, outside: Ranked | None
) -> dict[str, float]:
    """The judge's inputs for a ranking of products the dealer may buy and the best one he may not."""
    gap = None if outside is None else float(outside.scores[0] - on_list.scores[0])
    bought = on_list.features[:, COLUMN["bought"]]
    rivals = on_list.scores[1:6] > on_list.scores[0] - 2.0
    return describe(
        on_list.features[0],
        on_list.scores,
        softmax(on_list.scores).astype(np.float32),
        gap,
        bool(dealer.bought),
        bool((bought[1:6] * rivals).any()),
        on_list.tokens,
    )


def _candidates(index: CatalogIndex, ranked: Ranked, verdict: Verdict, limit: int) -> tuple[Candidate, ...]:
    shares = softmax(ranked.scores)
    rest = max(1.0 - float(shares[0]), 1e-9)
    left = max(verdict.listed - verdict.first, 0.0)
    found = [_candidate(index, ranked.products[0], verdict.first)]
    for number, share in zip(ranked.products[1:limit], shares[1:limit].tolist(), strict=True):
        found.append(_candidate(index, number, min(verdict.first, left * share / rest)))
    return tuple(found)


def _candidate(index: CatalogIndex, number: int, score: float) -> Candidate:
    entry = index.products.entries[number]
    return Candidate(entry.key, entry.sku, score)


def _is_allowed(index: CatalogIndex, dealer: DealerView, number: int) -> bool:
    return dealer.allowed is None or index.products.entries[number].key in dealer.allowed


def _allowed(index: CatalogIndex, dealer: DealerView, numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in numbers if _is_allowed(index, dealer, n))


def _skus_in(text: str, index: CatalogIndex) -> dict[int, str]:
    """Products whose SKU or barcode is a word of the text; words without a digit are too common for that."""
    found: dict[int, str] = {}
    for word in text.split():
        trimmed = word.strip(".,;:()[]#")
        if len(trimmed) >= _SHORTEST_SKU_IN_LINE and any(sign.isdigit() for sign in trimmed):
            found.update(dict.fromkeys(index.find_exact(trimmed), trimmed))
    return found
