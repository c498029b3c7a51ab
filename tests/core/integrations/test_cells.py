from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations.master_data.cells import (
    CellError,
    Choice,
    ClockTime,
    Coordinate,
    Day,
    Flag,
    Instant,
    Kind,
    Number,
    Scaled,
    Text,
    Whole,
    escape_formula,
    unescape_formula,
)
from core.integrations.master_data.trade_cells import (
    Attributes,
    Barcodes,
    Currency,
    Items,
    JsonObject,
    Language,
    PackSizes,
    Phone,
    Unit,
    Zone,
    gs1_check_digit,
)

PRICE = Scaled(6, 1, 10**15)
PERCENT = Scaled(2, 0, 10_000)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(20), "  two \n words ", "two words"),
        (Text(20), "007", "007"),
        (Text(20), 7.0, "7"),
        (Text(20), 12.5, "12.5"),
        (Text(20), "'=1+1", "=1+1"),
        (Text(20), "'quoted'", "'quoted'"),
        (Whole(), "2.0", 2),
        (Whole(), 2.0, 2),
        (Whole(), "+12", 12),
        (PRICE, "1040.5", 1_040_500_000),
        (PRICE, 0.1 + 0.2, 300_000),
        (PERCENT, "12.5", 1250),
        (Number(0, 100), "5.50", Decimal("5.5")),
        (Coordinate(180), "-118.2437", -118.2437),
        (Flag(), "Yes", True),
        (Flag(), False, False),
        (Flag(), 0.0, False),
        (Day(), "2026-11-22", date(2026, 11, 22)),
        (Day(), "2026/1/2", date(2026, 1, 2)),
        (Day(), datetime(2026, 11, 22, 0, 0), date(2026, 11, 22)),
        (Day(), "1996-07-04 00:00:00.000", date(1996, 7, 4)),
        (Instant(), "2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        (Instant(), "2026-11-22T10:30:00Z", datetime(2026, 11, 22, 10, 30, tzinfo=UTC)),
        (Instant(), "2026-11-22T10:30:00+02:00", datetime(2026, 11, 22, 8, 30, tzinfo=UTC)),
        (ClockTime(), "9:30", "09:30"),
        (ClockTime(), time(16, 0), "16:00"),
        (Choice(("list", "net")), "NET", "net"),
        (Currency(), "usd", "USD"),
        (Language(), "zh-CN", "zh_CN"),
        (Zone(), "America/Denver", "America/Denver"),
        (Phone(), "+1 (213) 555-0107", "+12135550107"),
        (Phone(), 12135550107.0, "+12135550107"),
        (Phone(), "0012135550107", "+12135550107"),
        (Unit(), "CTN", "carton"),
        (Attributes(), "seal=ZZ; bore = 50 mm", (("bore", "50 mm"), ("seal", "ZZ"))),
        (PackSizes(), "case=24;each=1", (("each", 1), ("case", 24))),
        (Barcodes(), "5449000000996:each", (("5449000000996", "each"),)),
        (Items(60), "A; B;A", ("A", "B")),
        (JsonObject(), '{"b": 1, "a": [2]}', '{"a": [2], "b": 1}'),
    ],
)
def test_a_cell_is_read_as_people_and_spreadsheets_write_it(kind: Kind[Any], cell: Any, value: Any) -> None:
    assert kind.read(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        (Text(3), "four", "too_long"),
        (Text(9), "a\x00b", "control_character"),
        (Whole(), "1,000", "thousands_separator"),
        (Whole(), "1.000", "thousands_separator"),
        (Whole(), "1'000", "thousands_separator"),
        (Whole(), "1\u00a0000", "thousands_separator"),
        (Whole(), "2.5", "not_whole"),
        (Whole(), 2.5, "not_whole"),
        (Whole(), "1e5", "not_a_number"),
        (Whole(), "-1", "too_small"),
        (Whole(), "3000000000", "too_large"),
        (Whole(), "ten", "not_a_number"),
        (Whole(), True, "not_a_number"),
        (PRICE, "12,50", "thousands_separator"),
        (PRICE, "$5", "not_a_number"),
        (PRICE, "1e3", "not_a_number"),
        (PRICE, "0", "too_small"),
        (PRICE, "0.1234567", "too_many_digits"),
        (PRICE, float("nan"), "not_a_number"),
        (PRICE, "1" * 40, "not_a_number"),
        (PERCENT, "101", "too_large"),
        (Coordinate(90), "91", "too_large"),
        (Flag(), "maybe", "not_yes_or_no"),
        (Day(), "22.11.2026", "not_a_date"),
        (Day(), "11/12/2026", "not_a_date"),
        (Day(), "2026-02-30", "not_a_date"),
        (Day(), 46000.0, "not_a_date"),
        (Instant(), "yesterday", "not_a_date"),
        (ClockTime(), "25:00", "not_a_time"),
        (Choice(("list", "net")), "gross", "not_a_choice"),
        (Currency(), "dollars", "bad_code"),
        (Language(), "fr", "not_a_choice"),
        (Zone(), "Mars/Olympus", "unknown_reference"),
        (Phone(), "call me", "not_a_phone"),
        (Phone(), "+1", "not_a_phone"),
        (Unit(), "12!", "bad_code"),
        (Attributes(), "bore", "not_a_pair"),
        (Attributes(), "a=1;a=2", "not_a_pair"),
        (PackSizes(), "case=24", "not_a_pair"),
        (PackSizes(), "each=0", "not_a_pair"),
        (Barcodes(), "5449000000991:each", "bad_check_digit"),
        (Barcodes(), "x:each", "not_a_pair"),
        (Items(3), "LONGER", "too_long"),
        (JsonObject(), "[1]", "not_json"),
        (JsonObject(), "{", "not_json"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused_with_its_reason(
    kind: Kind[Any], cell: Any, code: str
) -> None:
    with pytest.raises(CellError) as refused:
        kind.read(cell)
    assert refused.value.code == code


def test_the_check_digit_is_the_one_of_the_gs1_specification() -> None:
    assert gs1_check_digit("629104150021") == "3"  # GS1 General Specifications, example of GTIN-13
    assert gs1_check_digit("9638507") == "4"


@given(value=st.integers(1, 10**15))
@settings(derandomize=True, max_examples=200)
def test_a_price_survives_being_shown_and_read(value: int) -> None:
    assert PRICE.read(PRICE.show(value)) == value


@given(value=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
@settings(derandomize=True, max_examples=200)
def test_a_moment_survives_being_shown_and_read(value: datetime) -> None:
    aware = value.replace(tzinfo=UTC)
    assert Instant().read(Instant().show(aware)) == aware


@given(value=st.floats(-180, 180))
@settings(derandomize=True, max_examples=200)
def test_a_coordinate_survives_once_it_is_rounded(value: float) -> None:
    kind = Coordinate(180)
    once = kind.read(kind.show(round(value, 7)))
    assert kind.read(kind.show(once)) == once


@given(text=st.text(alphabet="'=+-@1a. ", max_size=8))
@settings(derandomize=True, max_examples=500)
def test_text_that_was_made_inert_comes_back_as_it_was(text: str) -> None:
    escaped = escape_formula(text)
    assert unescape_formula(escaped) == text
    assert escaped[:1] not in ("=", "@")


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_made_inert(text: str, inert: str) -> None:
    assert escape_formula(text) == inert


def test_a_plain_number_and_a_phone_stay_as_they_are() -> None:
    assert [escape_formula(text) for text in ("-118.5", "+12135550107", "12")] == [
        "-118.5",
        "+12135550107",
        "12",
    ]
