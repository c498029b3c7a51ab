"""How much a dealer's history counts beside the words of a line."""

from __future__ import annotations

from math import log

import pytest

from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.matching.features import COLUMN, habits_of
from core.intake.engine.matching.match import fit_candidates
from core.intake.types import Bought, CatalogEntry, DealerView, LineReading, LineText

NAMES = {
    "1": "Lunch bag red retrospot",
    "2": "Lunch bag cars blue",
    "3": "Lunch bag woodland",
    "4": "Feltcraft cushion butterfly",
    "5": "Feltcraft cushion owl",
    "6": "Butterfly stickers",
}
INDEX = CatalogIndex.build([CatalogEntry(key, f"L-{key}00", (name,)) for key, name in NAMES.items()])


def bought(**times: int) -> DealerView:
    return DealerView(bought={key.strip("_"): Bought(count, 6.0, 10) for key, count in times.items()})


def first(text: str, dealer: DealerView) -> str:
    return match_line(LineText(text, (LineReading(text),)), INDEX, dealer).candidates[0].key


def feature(text: str, dealer: DealerView, name: str) -> dict[str, float]:
    products, table, _ = fit_candidates(text, None, INDEX, dealer, habits_of(INDEX, dealer))
    keys = [INDEX.products.entries[number].key for number in products]
    return dict(zip(keys, table[:, COLUMN[name]].tolist(), strict=True))


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_of_products_that_fit_alike_the_one_bought_most_comes_first(key: str) -> None:
    others = {f"_{other}": 2 for other in "123" if other != key}
    assert first("lunch bag", bought(**{f"_{key}": 20}, **others)) == key


@pytest.mark.parametrize("times", [1, 10, 200])
def test_words_that_name_a_product_stand_above_any_habit(times: int) -> None:
    assert first("lunch bag woodland", bought(_1=times, _2=times)) == "3"


def test_loyalty_is_the_odds_that_the_next_purchase_was_made_before() -> None:
    # 18 purchases, two products bought once: three in twenty are new (Good and Turing, one added).
    dealer = bought(_1=1, _2=1, _3=16)
    assert habits_of(INDEX, dealer).loyalty == pytest.approx(log(17 / 3))
    assert habits_of(INDEX, bought(_1=1, _2=1, _3=1)).loyalty == pytest.approx(log(0.2 / 0.8))


def test_the_most_loyal_dealer_still_buys_something_new() -> None:
    assert habits_of(INDEX, bought(_1=500)).loyalty == pytest.approx(log(9))


def test_only_what_was_bought_gains_by_loyalty() -> None:
    found = feature("lunch bag", bought(_1=50), "bought_loyal")
    assert found["1"] == pytest.approx(log(9))
    assert found["2"] == found["3"] == 0


def test_a_habit_is_behind_by_the_words_that_another_product_has_and_it_has_not() -> None:
    found = feature("lunch bag woodland", bought(_1=9, _3=9), "bought_behind")
    assert found["3"] == 0
    behind = feature("lunch bag woodland", bought(_1=9), "bought_behind")
    covered = feature("lunch bag woodland", bought(_1=9), "line_covered")
    assert behind["1"] == pytest.approx(covered["3"] - covered["1"])
    assert behind["3"] == 0


@pytest.mark.parametrize("text", ["fwltcraftcushion butterfly", "feltcrftcushon butterfly"])
def test_words_glued_together_are_found_in_spite_of_slips(text: str) -> None:
    assert first(text, bought(_6=3)) == "4"


def test_a_word_that_no_name_holds_is_not_found_inside_a_shorter_one() -> None:
    covered = feature("qqqqbutterflystickersqqqqq", DealerView(), "line_covered")
    assert all(value < 0.6 for value in covered.values())
