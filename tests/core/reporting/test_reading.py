"""Words become reports: four languages, slips of the finger, and what is not understood is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reporting.engine.fields import FIELDS
from core.reporting.engine.periods import WORDS
from core.reporting.engine.reading import ReadReport, fold, read_report
from core.reporting.engine.tabulating import make_plan
from core.reporting.engine.vocabulary import FIELDS as FIELD_WORDS
from core.reporting.engine.vocabulary import PERIODS, SUBJECTS
from core.reporting.types import Filter, Form, Operator, ReportSpec, Subject

ORDERS, LINES = Subject.ORDERS, Subject.LINES


def read(text: str) -> ReadReport:
    return read_report(text, secrets=True)


def spec(text: str) -> ReportSpec:
    found = read(text)
    assert found.spec is not None
    assert found.unread == ()
    return found.spec


@pytest.mark.parametrize(
    "text",
    [
        "orders by region last month",
        "last month orders by region",
        "show me a report of orders by region for last month please",
        "ordrs by regoin last mnth",
        "ORDERS BY REGION LAST MONTH",
        "geçen ay bölgeye göre siparişler",
        "geçen ay bölge bazında siparişler",
        "上月按地区的订单",
        "请给我上个月按地区订单报表",
        "pesanan mengikut wilayah bulan lalu",
        "laporan pesanan ikut wilayah bulan lepas",
    ],
)
def test_one_report_is_read_out_of_four_languages_and_out_of_slips(text: str) -> None:
    assert spec(text) == ReportSpec(ORDERS, by=("region",), period="last_month")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders", ReportSpec(ORDERS)),
        ("orders by dealer and month this year", ReportSpec(ORDERS, ("dealer", "month"), period="this_year")),
        ("bayiye ve aya göre siparişler bu yıl", ReportSpec(ORDERS, ("dealer", "month"), period="this_year")),
        ("按经销商和月份的订单，今年", ReportSpec(ORDERS, ("dealer", "month"), period="this_year")),
        ("orders region", ReportSpec(ORDERS, ("region",))),
        ("margin by brand this month", ReportSpec(LINES, ("brand",), ("margin",))),
        ("open invoices by dealer", ReportSpec(Subject.INVOICES, ("dealer",), ("open",))),
        ("products by brand", ReportSpec(Subject.PRODUCTS, ("brand",))),
        ("lines by product 2025-09", ReportSpec(LINES, ("product",), period="2025-09")),
        ("orders 2025-09-01..2025-09-15", ReportSpec(ORDERS, period="2025-09-01..2025-09-15")),
        ("orders 2024", ReportSpec(ORDERS, period="2024")),
        ("orders last 14 days", ReportSpec(ORDERS, period="days:14")),
        ("son 14 gün siparişler", ReportSpec(ORDERS, period="days:14")),
        ("最近14天订单", ReportSpec(ORDERS, period="days:14")),
        ("pesanan 14 hari lepas", ReportSpec(ORDERS, period="days:14")),
        (
            "orders with number, dealer and total",
            ReportSpec(ORDERS, fields=("number", "dealer", "total")),
        ),
        (
            "dealers with code, dealer, limit, owed",
            ReportSpec(Subject.DEALERS, fields=("code", "dealer", "limit", "owed")),
        ),
        (
            "orders over 1,000",
            ReportSpec(ORDERS, filters=(Filter("total", Operator.OVER, "1000"),)),
        ),
        (
            "orders total < 1.000,50",
            ReportSpec(ORDERS, filters=(Filter("total", Operator.UNDER, "1000.50"),)),
        ),
        (
            "sales by region: west",
            ReportSpec(ORDERS, filters=(Filter("region", Operator.IS, "west"),)),
        ),
        (
            'orders "Corner Store" today',
            ReportSpec(ORDERS, filters=(Filter("dealer", Operator.HAS, "corner store"),), period="today"),
        ),
        (
            "invoices overdue > 0 by rep",
            ReportSpec(Subject.INVOICES, ("rep",), filters=(Filter("overdue", Operator.OVER, "0"),)),
        ),
    ],
)
def test_groups_columns_filters_and_periods_are_read(text: str, expected: ReportSpec) -> None:
    assert spec(text) == expected


def test_the_form_of_the_file_may_stand_with_it() -> None:
    assert read("orders by region as excel").form is Form.EXCEL
    assert read("siparişler pdf").form is Form.PDF
    assert read("jualan setiap hari bulan ini dalam carta").form is Form.PICTURE
    assert read("orders").form is None


def test_what_is_not_understood_is_told_and_the_rest_is_read() -> None:
    found = read("orders by region for smurfs last month")
    assert found == ReadReport(ReportSpec(ORDERS, ("region",), period="last_month"), None, ("smurfs",))


def test_words_without_a_report_in_them_make_none() -> None:
    assert read("hello there").spec is None
    assert read("").spec is None


def test_cost_and_margin_do_not_exist_for_those_who_may_not_see_them() -> None:
    found = read_report("lines by brand with margin", secrets=False)
    assert found == ReadReport(ReportSpec(LINES, by=("brand",)), None, ("margin",))
    assert read_report("margin by brand", secrets=False).spec != read("margin by brand").spec


def test_folding_takes_case_and_accents_away() -> None:
    assert fold("BÖLGEYE Göre İÇİN ığ") == "bolgeye gore icin ig"


def test_every_subject_field_and_period_has_a_word_in_every_script() -> None:
    assert set(SUBJECTS) == {one.value for one in Subject}
    assert set(PERIODS) == set(WORDS)
    names = {field.name for fields in FIELDS.values() for field in fields}
    # These are named by the words of the subject itself.
    alike = {"orders", "lines", "dealers", "invoices", "requests", "dealer", "product"}
    assert names - set(FIELD_WORDS) == alike
    for meanings in (SUBJECTS, PERIODS, FIELD_WORDS):
        for meaning, words in meanings.items():
            if meaning != "sku":
                assert any("\u4e00" <= word[0] <= "\u9fff" for word in words), meaning
            assert any(word.isascii() for word in words), meaning


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_an_accident(text: str) -> None:
    found = read(text)
    if found.spec is not None:
        make_plan(found.spec, secrets=True)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["orders", "by", "region", "dealer", "with", ",", "and", "over", "1000", ">",
                                 "=", "last month", "göre", "按", "total", "x"]), max_size=12))  # fmt: skip
def test_any_order_of_known_words_makes_a_plan_or_nothing(words: list[str]) -> None:
    found = read(" ".join(words))
    if found.spec is not None:
        assert make_plan(found.spec, secrets=True).spec is found.spec
