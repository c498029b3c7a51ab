"""What many dealers buy is offered first where the words leave several; it books nothing by itself."""

from __future__ import annotations

import pytest

from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.types import CatalogEntry, DealerView, Decision, LineMatch, LineReading, LineText

NAMES = {"1": "Lunch bag red retrospot", "2": "Lunch bag cars blue", "3": "Lunch bag woodland"}
INDEX = CatalogIndex.build([CatalogEntry(key, f"L-{key}00", (name,)) for key, name in NAMES.items()])


def match(text: str, **buyers: int) -> LineMatch:
    dealer = DealerView(buyers={key.strip("_"): count for key, count in buyers.items()})
    return match_line(LineText(text, (LineReading(text),)), INDEX, dealer)


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_of_products_that_fit_alike_the_one_most_dealers_buy_is_offered_first(key: str) -> None:
    found = match("lunch bag", **{f"_{key}": 40})
    assert (found.decision, found.candidates[0].key) == (Decision.ASK, key)


@pytest.mark.parametrize("dealers", [1, 50, 5_000])
def test_however_well_others_sell_it_is_still_asked(dealers: int) -> None:
    assert match("lunch bag", _2=dealers).decision is Decision.ASK


@pytest.mark.parametrize("text", ["lunch bag", "lunch bag woodland", "cars lunch bag", "suitcase"])
def test_a_decision_and_its_score_do_not_depend_on_sales(text: str) -> None:
    quiet, busy = match(text), match(text, _1=500)
    assert (busy.decision, busy.score) == (quiet.decision, quiet.score)
    if quiet.decision is Decision.ACCEPT:
        assert busy == quiet
