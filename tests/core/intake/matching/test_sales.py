"""What many dealers buy, in such amounts, is offered first where words leave several; it books nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import log

import pytest

from core.intake.engine.matching import CatalogIndex, match_line, offer_once
from core.intake.engine.matching.offering import amount_fit
from core.intake.sales_types import HALF_LIFE, LATELY, Sales
from core.intake.types import (
    CatalogEntry,
    DealerView,
    Decision,
    LineMatch,
    LineReading,
    LineText,
    QuantityKind,
)

NAMES = {"1": "Lunch bag red retrospot", "2": "Lunch bag cars blue", "3": "Lunch bag woodland"}
INDEX = CatalogIndex.build([CatalogEntry(key, f"L-{key}00", (name,)) for key, name in NAMES.items()])


def match(text: str, **buyers: float) -> LineMatch:
    dealer = DealerView(sales=Sales(lately={key.strip("_"): count for key, count in buyers.items()}))
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


# The first goes by the 48, the second by twos, the third was never sold, and most else goes one by one.
AMOUNTS = Sales.count([], [("1", 48, 30), ("2", 2, 30), ("2", 48, 1), ("4", 1, 1000)])


def read(amount: int | None, unit: str | None = None) -> LineReading:
    kind = QuantityKind.MISSING if amount is None else QuantityKind.EXACT
    return LineReading(
        "lunch bag", quantity=None if amount is None else Decimal(amount), quantity_kind=kind, unit=unit
    )


def ask(reading: LineReading, sales: Sales = AMOUNTS) -> LineMatch:
    return match_line(LineText("lunch bag", (reading,)), INDEX, DealerView(sales=sales))


@pytest.mark.parametrize(("amount", "key"), [(48, "1"), (2, "2")])
def test_of_products_that_fit_alike_the_one_bought_in_such_amounts_is_offered_first(
    amount: int, key: str
) -> None:
    found = ask(read(amount))
    assert (found.decision, found.candidates[0].key) == (Decision.ASK, key)


@pytest.mark.parametrize("amount", [2, 48, 5_000])
def test_a_decision_and_its_score_do_not_depend_on_amounts(amount: int) -> None:
    found, quiet = ask(read(amount)), ask(read(amount), Sales())
    assert (found.decision, found.score) == (quiet.decision, quiet.score)


def test_how_likely_an_amount_is_mixes_the_product_with_all_of_them() -> None:
    entries = [CatalogEntry(key, key, (key,)) for key in "123"]
    fits = amount_fit(AMOUNTS, entries, [read(48)] * 3)
    anywhere = 31.5 / 1111  # 31 of 1061 purchases; half a time more of fifty more
    expected = [
        log((30 + 20 * anywhere) / 50),
        log((1 + 20 * anywhere) / 51),
        log(anywhere),
    ]
    assert fits.tolist() == pytest.approx(expected)


def test_a_line_without_an_amount_says_nothing_by_it() -> None:
    entries = [CatalogEntry(key, key, (key,)) for key in "123"]
    assert amount_fit(AMOUNTS, entries, [read(None)] * 3).tolist() == [0, 0, 0]


def test_the_amount_is_counted_in_each_products_own_packs() -> None:
    entries = [
        CatalogEntry("1", "1", ("ribbon",), packs={"each": 1, "case": 48}),
        CatalogEntry("2", "2", ("stand",), packs={"each": 1, "case": 2}),
    ]
    in_cases = amount_fit(AMOUNTS, entries, [read(1, "case")] * 2)
    assert in_cases.tolist() == [
        amount_fit(AMOUNTS, entries, [read(48)] * 2)[0],
        amount_fit(AMOUNTS, entries, [read(2)] * 2)[1],
    ]


def test_of_a_product_not_sold_in_the_unit_the_amount_says_no_more_than_of_the_others() -> None:
    bag = CatalogEntry("1", "1", ("ribbon",), packs={"each": 1, "case": 48})
    loose = CatalogEntry("2", "2", ("stand",), packs={"kg": 1})
    alone = amount_fit(AMOUNTS, [bag], [read(1, "case")])
    assert amount_fit(AMOUNTS, [bag, loose], [read(1, "case")] * 2).tolist() == [alone[0], alone[0]]


def test_a_purchase_of_two_weeks_ago_counts_half_and_one_of_last_winter_nothing() -> None:
    sales = Sales.count([("1", 0, 2), ("1", HALF_LIFE, 4), ("2", LATELY + 1, 9)], [])
    assert sales == Sales(lately={"1": 4.0})
    assert replace(sales, lately={}) == Sales()


def together(*texts: str) -> list[LineMatch]:
    """The lines of one message, each matched for itself and then beside the others."""
    nobody = DealerView(sales=Sales(lately={"3": 1.0}))
    lines = [LineText(text, (LineReading(text),)) for text in texts]
    found = [[(line, match_line(line, INDEX, nobody))] for line in lines]
    return [match for parts in offer_once(found, INDEX, nobody) for _, match in parts]


def test_what_another_line_surely_means_is_offered_later() -> None:
    (alone,) = together("lunch bag")
    sure, beside = together("lunch bag woodland", "lunch bag")
    assert (sure.decision, sure.candidates[0].key) == (Decision.ACCEPT, "3")
    before, after = ([one.key for one in match.candidates] for match in (alone, beside))
    assert before[0] == "3"
    assert after.index("3") > 0
    assert [key for key in after if key != "3"] == before[1:]
    assert (beside.decision, beside.score) == (alone.decision, alone.score)


def test_lines_that_only_ask_leave_each_other_alone() -> None:
    one, other = together("lunch bag", "lunch bag")
    assert one == other == together("lunch bag")[0]


def test_a_line_that_is_certain_stays_so_beside_another_of_the_same() -> None:
    assert together("lunch bag woodland", "lunch bag woodland") == together("lunch bag woodland") * 2
