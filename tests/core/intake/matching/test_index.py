"""The index follows product changes, and readers of an older one are not disturbed."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.engine.matching import CatalogIndex, match_line, search
from core.intake.engine.matching.index.postings import Postings, pack, text_grams
from core.intake.types import Bought, CatalogEntry, DealerView, Decision, LineReading, LineText

NOBODY = DealerView()
THINGS = ("hex bolt", "ball valve", "copper pipe", "garden hose", "paint brush", "wood screw", "steel chain")
COLOURS = ("red", "blue", "black", "green", "white")


def entry(key: str, name: str) -> CatalogEntry:
    return CatalogEntry(key, f"SKU-{key}", (name,))


def some_entries() -> list[CatalogEntry]:
    names = [f"{c} {t} {s}mm" for t in THINGS for c in COLOURS for s in (10, 20, 50)]
    return [entry(str(i), name) for i, name in enumerate(names)]


def first(index: CatalogIndex, text: str) -> str:
    return search(text, index, NOBODY, 1)[0].key


def test_an_added_product_is_found_and_the_older_index_stays() -> None:
    old = CatalogIndex.build(some_entries())
    new = old.with_changes([entry("n", "turbo encabulator 40mm")])
    assert first(new, "turbo encabulator") == "n"
    assert new.entry("n") is not None
    assert old.entry("n") is None
    assert "n" not in {c.key for c in search("turbo encabulator", old, NOBODY, 20)}
    assert (len(old), len(new)) == (105, 106)


def test_a_removed_product_is_gone_from_words_and_sku() -> None:
    old = CatalogIndex.build(some_entries())
    key = first(old, "red hex bolt 10mm")
    new = old.with_changes((), [key])
    assert key not in {c.key for c in search("red hex bolt 10mm", new, NOBODY, 20)}
    assert search(f"SKU-{key}", new, NOBODY, 20)[0].key != key
    assert first(old, f"SKU-{key}") == key


def test_a_renamed_product_answers_to_its_new_name_only() -> None:
    index = CatalogIndex.build(some_entries()).with_changes([entry("0", "purple frisbee 99mm")])
    assert first(index, "purple frisbee") == "0"
    assert first(index, "red hex bolt 10mm") != "0"
    assert len(index) == 105


def test_many_changes_are_merged_and_give_what_a_fresh_build_gives() -> None:
    entries = some_entries()
    index = CatalogIndex.build(entries)
    rng = random.Random(1)
    for step in range(12):
        added = [entry(f"a{step}-{i}", f"{rng.choice(COLOURS)} gadget{step} {i + 5}mm") for i in range(9)]
        gone = [added[0].key, entries[step].key]
        index = index.with_changes(added, ()).with_changes((), gone)
    fresh = CatalogIndex.build([index.products.entries[n] for n in index.products.number_of.values()])
    assert len(index) == len(fresh) == 105 + 12 * 9 - 24
    for text in ("blue copper pipe 20mm", "gadget7 9mm", "white chain 50"):
        mine, theirs = (search(text, i, NOBODY, 1)[0].key for i in (index, fresh))
        assert mine == theirs


def test_a_key_given_twice_counts_once() -> None:
    index = CatalogIndex.build([entry("k", "red hose"), entry("k", "blue hose")])
    assert len(index) == 1
    assert index.products.entries[0].names == ("blue hose",)


def test_products_that_share_a_sku_are_asked_about() -> None:
    twins = [CatalogEntry("a", "X-1", ("red hose",)), CatalogEntry("b", "X-1", ("blue hose",))]
    found = match_line(LineText("X-1", (LineReading("X-1"),)), CatalogIndex.build(twins), NOBODY)
    assert found.decision is Decision.ASK
    assert {c.key for c in found.candidates} == {"a", "b"}


def test_history_of_products_no_longer_sold_does_no_harm() -> None:
    index = CatalogIndex.build(some_entries())
    habits = {"gone": Bought(9, 1.0, 2), "3": Bought(1, 1.0, None)}
    dealer = DealerView(bought=habits, allowed=frozenset(habits))
    found = match_line(LineText("bolt", (LineReading("bolt"),)), index, dealer)
    assert {c.key for c in found.candidates} <= {"3"}


def test_a_chinese_name_is_found_by_its_sound() -> None:
    index = CatalogIndex.build([entry("1", "维他奶 豆奶 250毫升"), entry("2", "王老吉 凉茶 310毫升")])
    assert first(index, "weita nai") == "1"
    assert first(index, "wanglaoji 310ml") == "2"


def test_postings_give_back_every_pair_once() -> None:
    keys = np.array([7, 3, 7, 7, 9], np.uint64)
    rows = np.array([2, 1, 0, 2, 5], np.int32)
    lists = Postings.build(pack(keys, rows))
    starts, ends = lists.find(np.array([3, 7, 8, 9], np.uint64))
    found = [lists.rows[s:e].tolist() for s, e in zip(starts, ends, strict=True)]
    assert found == [[1], [0, 2], [], [5]]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.text("abc 可乐", max_size=8), min_size=1, max_size=6))
def test_grams_never_cross_from_one_text_into_the_next(texts: list[str]) -> None:
    keys, owners = text_grams(texts, (2, 3))
    for i, text in enumerate(texts):
        alone, _ = text_grams([text], (2, 3))
        assert sorted(keys[owners == i].tolist()) == sorted(alone.tolist())


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=80), st.sampled_from([None, frozenset({"1", "5", "77"})]))
def test_any_line_gets_allowed_candidates_with_probabilities(
    text: str, allowed: frozenset[str] | None
) -> None:
    found = match_line(LineText(text, (LineReading(text),)), _INDEX, DealerView(allowed=allowed))
    assert len(found.candidates) <= 5
    assert all(0 <= c.score <= 1 for c in found.candidates)
    assert allowed is None or {c.key for c in found.candidates} <= allowed
    again = match_line(LineText(text, (LineReading(text),)), _INDEX, DealerView(allowed=allowed))
    assert again == found


_INDEX = CatalogIndex.build(some_entries())
