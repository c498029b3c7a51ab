"""A stretch of days is read as people write it, in four languages; what is no date makes none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.engine.reading import read_message
from core.intake.engine.reading.spans import read_span
from core.intake.types import AccountQuestion, AccountTopic, Intent
from core.kernel.days import Days, named_days

TODAY = date(2025, 10, 14)
AUTUMN = Days(date(2025, 10, 3), date(2025, 11, 20))
IN_OCTOBER = Days(date(2025, 10, 3), date(2025, 10, 20))
SUMMER = Days(date(2025, 7, 1), date(2025, 9, 30))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("statement 3 Oct to 20 Nov", AUTUMN),
        ("statement from Oct 3 until Nov 20", AUTUMN),
        ("my statement, 3rd of October 2025 - 20th November 2025", AUTUMN),
        ("statement 3/10 - 20/11", AUTUMN),
        ("statement 03.10.2025 - 20.11.2025", AUTUMN),
        ("statement 2025-10-03..2025-11-20", AUTUMN),
        ("statement 2025-11-20 to 2025-10-03", AUTUMN),
        ("10月3日到11月20日对账单", AUTUMN),
        ("2025年10月3日至11月20日的對賬單", AUTUMN),
        ("3 ekim - 20 kasım ekstresi", AUTUMN),
        ("3 Ekim'den 20 Kasım'a kadar ekstre", AUTUMN),
        ("penyata 3 okt hingga 20 nov", AUTUMN),
        ("statement 3 - 20 Oct", IN_OCTOBER),
        ("statement 2025-10-03..2025-10-20", IN_OCTOBER),
        ("10月3日至20日的对账单", IN_OCTOBER),
        ("十月三日到二十日对账单", IN_OCTOBER),
        ("3 ile 20 ekim arası ekstre", IN_OCTOBER),
        ("penyata 3 hingga 20 oktober", IN_OCTOBER),
        ("statement since 3 oct", Days(date(2025, 10, 3), TODAY)),
        ("statement for 3 oct", Days(date(2025, 10, 3), date(2025, 10, 3))),
        ("statement from october", Days(date(2025, 10, 1), date(2025, 10, 31))),
        ("statement 20 Nov to 3 Oct", Days(date(2024, 11, 20), date(2025, 10, 3))),
        ("statement 3 Oct to 20 Nov 2023", Days(date(2023, 10, 3), date(2023, 11, 20))),
        ("statement 20 Dec to 10 Jan 2024", Days(date(2023, 12, 20), date(2024, 1, 10))),
        ("statement august to september", Days(date(2025, 8, 1), date(2025, 9, 30))),
        ("statement for 29 feb", Days(date(2024, 2, 29), date(2024, 2, 29))),
        ("statement last quarter", SUMMER),
        ("statement Q3", SUMMER),
        ("statement q4 2024", Days(date(2024, 10, 1), date(2024, 12, 31))),
        ("last quarter's statement", SUMMER),
        ("last month's statement please", Days(date(2025, 9, 1), date(2025, 9, 30))),
        ("上季度对账单", SUMMER),
        ("第三季度对账单", SUMMER),
        ("geçen çeyrek ekstresi", SUMMER),
        ("3. çeyrek ekstresi", SUMMER),
        ("penyata suku tahun lepas", SUMMER),
        ("statement for this quarter", Days(date(2025, 10, 1), date(2025, 12, 31))),
        ("statement this year", Days(date(2025, 1, 1), date(2025, 12, 31))),
        ("去年对账单", Days(date(2024, 1, 1), date(2024, 12, 31))),
        ("bu yıl ekstresi", Days(date(2025, 1, 1), date(2025, 12, 31))),
        ("penyata tahun lepas", Days(date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_a_statement_is_of_the_days_that_are_written(text: str, span: Days) -> None:
    reading = read_message(text, today=TODAY)
    assert (reading.intent, reading.lines, reading.delivery_date) == (Intent.ASK_INVOICE, (), None)
    assert reading.account == AccountQuestion(AccountTopic.STATEMENT, since=span.since, until=span.until)


@pytest.mark.parametrize("text", ["statement 31 nov", "statement 2025-13-01", "may i have my statement"])
def test_days_that_no_calendar_has_are_asked_about(text: str) -> None:
    assert read_message(text, today=TODAY).account == AccountQuestion(AccountTopic.STATEMENT)


def test_an_order_with_a_date_stays_an_order() -> None:
    reading = read_message("5 carton coke, statement for 3 oct", today=TODAY)
    assert (reading.intent, [line.raw for line in reading.lines]) == (Intent.ORDER, ["5 carton coke"])


def test_a_stretch_of_the_year_begins_and_ends_with_its_months() -> None:
    new_year = date(2026, 1, 1)
    assert named_days("last month", new_year) == Days(date(2025, 12, 1), date(2025, 12, 31))
    assert named_days("last quarter", new_year) == Days(date(2025, 10, 1), date(2025, 12, 31))
    assert named_days("last year", new_year) == Days(date(2025, 1, 1), date(2025, 12, 31))
    assert named_days("this quarter", date(2025, 12, 31)) == Days(date(2025, 10, 1), date(2025, 12, 31))
    with pytest.raises(ValueError, match="some day"):
        named_days("some day", new_year)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_two_written_days_are_the_ends_whichever_comes_first(one: date, other: date) -> None:
    wanted = Days(min(one, other), max(one, other))
    for text in (
        f"{one}..{other}",
        f"{one:%d.%m.%Y} - {other:%d.%m.%Y}",
        f"{one:%d %b %Y} to {other:%d %b %Y}",
    ):
        assert read_span(text, TODAY) == wanted, text


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text("0123456789-./ octnvto月日到年季q第", max_size=24))
def test_whatever_is_written_gives_days_in_order_or_none(text: str) -> None:
    span = read_span(text, TODAY)
    assert span is None or span.since <= span.until
