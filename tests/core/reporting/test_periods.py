"""Periods in a zone, and when a scheduled report is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reporting.engine.periods import WORDS, resolve_period
from core.reporting.engine.timing import check_schedule, next_due
from core.reporting.errors import ReportValueWrong
from core.reporting.types import Every, Schedule

# Tuesday evening in New York, Wednesday already in Istanbul.
NOW = datetime(2025, 10, 14, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", date(2025, 10, 14), date(2025, 10, 14)),
        ("yesterday", date(2025, 10, 13), date(2025, 10, 13)),
        ("this_week", date(2025, 10, 13), date(2025, 10, 14)),
        ("last_week", date(2025, 10, 6), date(2025, 10, 12)),
        ("this_month", date(2025, 10, 1), date(2025, 10, 14)),
        ("last_month", date(2025, 9, 1), date(2025, 9, 30)),
        ("this_quarter", date(2025, 10, 1), date(2025, 10, 14)),
        ("last_quarter", date(2025, 7, 1), date(2025, 9, 30)),
        ("this_year", date(2025, 1, 1), date(2025, 10, 14)),
        ("last_year", date(2024, 1, 1), date(2024, 12, 31)),
        ("all", date(2000, 1, 1), date(2025, 10, 14)),
        ("days:14", date(2025, 10, 1), date(2025, 10, 14)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-9-5", date(2025, 9, 5), date(2025, 9, 5)),
        ("2025-08..2025-09-15", date(2025, 8, 1), date(2025, 9, 15)),
    ],
)
def test_a_period_is_the_days_that_people_mean(period: str, first: date, last: date) -> None:
    found = resolve_period(period, NOW, "UTC")
    assert (found.first, found.last) == (first, last)


def test_days_begin_and_end_at_midnight_of_the_zone() -> None:
    istanbul = resolve_period("today", NOW, "Europe/Istanbul")
    assert istanbul.first == date(2025, 10, 15)
    assert (istanbul.start, istanbul.end) == (
        datetime(2025, 10, 14, 21, tzinfo=UTC),
        datetime(2025, 10, 15, 21, tzinfo=UTC),
    )


def test_a_day_on_which_clocks_change_has_its_own_length() -> None:
    found = resolve_period("2025-10-26", NOW, "Europe/Berlin")
    assert found.end - found.start == timedelta(hours=25)


@pytest.mark.parametrize("period", ["soon", "2025-13", "2025-02-30", "2025-09..2025-08", "days:x", ""])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ReportValueWrong):
        resolve_period(period, NOW, "UTC")


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(Every.DAY, 1, 23, 0, "UTC"), datetime(2025, 10, 14, 23, tzinfo=UTC)),
        (Schedule(Every.DAY, 1, 8, 0, "UTC"), datetime(2025, 10, 15, 8, tzinfo=UTC)),
        (Schedule(Every.DAY, 1, 8, 0, "Asia/Shanghai"), datetime(2025, 10, 15, 0, tzinfo=UTC)),
        (Schedule(Every.WEEK, 2, 8, 0, "UTC"), datetime(2025, 10, 21, 8, tzinfo=UTC)),
        (Schedule(Every.WEEK, 5, 8, 30, "UTC"), datetime(2025, 10, 17, 8, 30, tzinfo=UTC)),
        (Schedule(Every.MONTH, 1, 8, 0, "UTC"), datetime(2025, 11, 1, 8, tzinfo=UTC)),
        (Schedule(Every.MONTH, 31, 8, 0, "UTC"), datetime(2025, 10, 31, 8, tzinfo=UTC)),
    ],
)
def test_the_next_time_is_the_first_one_after_now(schedule: Schedule, expected: datetime) -> None:
    assert next_due(schedule, NOW) == expected


def test_a_short_month_has_its_last_day_instead() -> None:
    schedule = Schedule(Every.MONTH, 31, 8, 0, "UTC")
    dues = [datetime(2026, 1, 31, 8, tzinfo=UTC)]
    for _ in range(3):
        dues.append(next_due(schedule, dues[-1]))
    assert [due.date() for due in dues[1:]] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_an_hour_that_the_clocks_skip_is_not_lost() -> None:
    # Berlin, 30 March 2025: there is no half past two.
    schedule = Schedule(Every.DAY, 1, 2, 30, "Europe/Berlin")
    due = next_due(schedule, datetime(2025, 3, 29, 12, tzinfo=UTC))
    assert due == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)
    assert next_due(schedule, due) == datetime(2025, 3, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(Every.WEEK, 8, 8, 0, "UTC"),
        Schedule(Every.MONTH, 0, 8, 0, "UTC"),
        Schedule(Every.DAY, 1, 24, 0, "UTC"),
        Schedule(Every.DAY, 1, 8, 60, "UTC"),
    ],
)
def test_a_time_that_there_is_not_is_refused(schedule: Schedule) -> None:
    with pytest.raises(ReportValueWrong):
        check_schedule(schedule)


_ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.sampled_from(WORDS), _MOMENTS, _ZONES)
def test_every_named_period_holds_whole_days_and_none_lies_ahead(word: str, now: datetime, zone: str) -> None:
    found = resolve_period(word, now, zone)
    assert found.start < found.end
    assert found.start <= now
    assert found.first <= found.last


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.sampled_from(Every), st.integers(1, 7), st.integers(0, 23), _MOMENTS, _ZONES)
def test_a_report_is_due_once_a_period_and_always_again(
    every: Every, day: int, hour: int, now: datetime, zone: str
) -> None:
    schedule = Schedule(every, day, hour, 15, zone)
    first = next_due(schedule, now)
    second = next_due(schedule, first)
    longest = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31}[every]
    assert now < first <= now + timedelta(days=longest, hours=2)
    shortest = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 28}[every]
    assert timedelta(days=shortest, hours=-2) <= second - first <= timedelta(days=longest, hours=2)
