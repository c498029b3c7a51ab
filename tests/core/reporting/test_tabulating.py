"""Rows become tables: grouped, summed, filtered; currencies never mixed; nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.money import Money
from core.reporting.engine.tabulating import Grouping, keep, make_plan
from core.reporting.errors import ReportFieldUnknown, ReportValueWrong
from core.reporting.types import Filter, Operator, ReportSpec, Subject, Table


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def row(dealer: str, minor: int, currency: str = "USD", **more: Any) -> dict[str, Any]:
    money = Money(minor, currency)
    return {"dealer": dealer, "total": money, "orders": 1, "lines": 2, "currency": currency, **more}


def table(spec: ReportSpec, rows: list[dict[str, Any]]) -> Table:
    grouping = Grouping(make_plan(spec, secrets=True))
    grouping.add(rows)
    return grouping.table()


def names(made: Table) -> list[str]:
    return [column.field.name for column in made.columns]


BY_DEALER = ReportSpec(Subject.ORDERS, by=("dealer",))


def test_groups_are_summed_and_the_largest_comes_first() -> None:
    made = table(BY_DEALER, [row("A", 100), row("B", 900), row("A", 250)])
    assert names(made) == ["dealer", "orders", "lines", "total"]
    assert made.rows == (("B", 1, 2, usd(900)), ("A", 2, 4, usd(350)))
    assert made.sums == ((None, 3, 6, usd(1250)),)


def test_two_currencies_are_two_rows_and_two_sums() -> None:
    made = table(BY_DEALER, [row("A", 100), row("A", 70, "EUR"), row("B", 30, "EUR")])
    assert names(made) == ["dealer", "currency", "orders", "lines", "total"]
    assert made.rows == (
        ("A", "USD", 1, 2, usd(100)),
        ("A", "EUR", 1, 2, Money(70, "EUR")),
        ("B", "EUR", 1, 2, Money(30, "EUR")),
    )
    assert made.sums == ((None, "EUR", 2, 4, Money(100, "EUR")), (None, "USD", 1, 2, usd(100)))


def test_groups_by_time_come_in_its_order() -> None:
    spec = ReportSpec(Subject.ORDERS, by=("day",), fields=("orders",))
    days = [date(2025, 10, 3), date(2025, 9, 30), date(2025, 10, 1)]
    made = table(spec, [row("A", 1, day=day) for day in days])
    assert [line[0] for line in made.rows] == sorted(days)


def test_a_share_is_worked_out_from_the_sums_not_from_shares() -> None:
    spec = ReportSpec(Subject.LINES, by=("brand",), fields=("margin", "margin_share"))
    rows = [
        {"brand": "X", "margin": usd(10), "priced": usd(100), "currency": "USD"},
        {"brand": "X", "margin": usd(90), "priced": usd(300), "currency": "USD"},
        {"brand": "Y", "margin": None, "priced": None, "currency": "USD"},
    ]
    made = table(spec, rows)
    assert made.rows == (("X", usd(100), 2500), ("Y", usd(0), None))


def test_hours_of_a_group_are_their_median() -> None:
    spec = ReportSpec(Subject.APPROVALS, by=("state",), fields=("requests", "hours"))
    rows = [
        {"state": "approved", "requests": 1, "hours": hours, "currency": "USD"}
        for hours in (60, 7200, 600, None)
    ]
    assert table(spec, rows).rows == (("approved", 4, 600),)


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (Filter("dealer", Operator.IS, "CORNER store"), ["Corner Store"]),
        (Filter("dealer", Operator.HAS, "o"), ["Corner Store", "TechMart Corp"]),
        (Filter("total", Operator.OVER, "50.00"), ["TechMart Corp"]),
        (Filter("total", Operator.UNDER, "49.99"), ["Corner Store"]),
        (Filter("total", Operator.IS, "1.5"), ["Corner Store"]),
        (Filter("lines", Operator.OVER, "2"), ["Corner Store", "TechMart Corp"]),
    ],
)
def test_filters_keep_what_they_say(one: Filter, kept: list[str]) -> None:
    plan = make_plan(ReportSpec(Subject.ORDERS, filters=(one,)), secrets=True)
    rows = [row("Corner Store", 150), row("TechMart Corp", 5000)]
    assert [found["dealer"] for found in keep(plan, rows)] == kept


@pytest.mark.parametrize(
    "spec",
    [
        ReportSpec(Subject.ORDERS, by=("total",)),
        ReportSpec(Subject.ORDERS, by=("brand",)),
        ReportSpec(Subject.ORDERS, fields=("nonsense",)),
        ReportSpec(Subject.ORDERS, filters=(Filter("margin", Operator.OVER, "1"),)),
        ReportSpec(Subject.ORDERS, filters=(Filter("dealer", Operator.OVER, "1"),)),
        ReportSpec(Subject.ORDERS, filters=(Filter("total", Operator.HAS, "1"),)),
    ],
)
def test_fields_that_are_not_there_or_not_for_that_are_refused(spec: ReportSpec) -> None:
    with pytest.raises(ReportFieldUnknown):
        make_plan(spec, secrets=True)


@pytest.mark.parametrize("value", ["many", "", "NaN", "Infinity"])
def test_a_filter_that_needs_a_number_takes_nothing_else(value: str) -> None:
    spec = ReportSpec(Subject.ORDERS, filters=(Filter("total", Operator.OVER, value),))
    with pytest.raises(ReportValueWrong):
        make_plan(spec, secrets=True)


def test_cost_and_margin_are_no_fields_without_the_right_to_them() -> None:
    for name in ("cost", "margin", "margin_share"):
        make_plan(ReportSpec(Subject.LINES, fields=(name,)), secrets=True)
        with pytest.raises(ReportFieldUnknown):
            make_plan(ReportSpec(Subject.LINES, fields=(name,)), secrets=False)


_ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["A", "B", "C"]),
        st.integers(-1000, 1000),
        st.sampled_from(["USD", "EUR", "JPY"]),
        region=st.sampled_from(["west", "east", None]),
    ),
    max_size=40,
)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(_ROWS, st.sampled_from([("dealer",), ("region",), ("dealer", "region")]))
def test_groups_always_add_up_to_all_rows_in_each_currency(
    rows: list[dict[str, Any]], by: tuple[str, ...]
) -> None:
    made = table(ReportSpec(Subject.ORDERS, by=by), rows)
    for currency in ("USD", "EUR", "JPY"):
        expected = sum(one["total"].minor for one in rows if one["currency"] == currency)
        for lines in (made.rows, made.sums):
            money = [cell for line in lines for cell in line if isinstance(cell, Money)]
            assert sum(one.minor for one in money if one.currency == currency) == expected
    counted = names(made).index("orders")
    assert sum(int(str(line[counted])) for line in made.rows) == len(rows)
