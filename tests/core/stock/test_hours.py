"""When the office opens, and by when somebody is to answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stock.engine.hours import due_after, opens_at
from core.stock.office_types import OfficeHours, WorkingTime

DAY = OfficeHours(time(9), time(18), (0, 1, 2, 3, 4))
TUESDAY = date(2025, 10, 14)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(9), None),
        (at(17, 59), None),
        (at(18), at(9, day=date(2025, 10, 15))),
        (at(8, 59), at(9)),
        (at(20, day=date(2025, 10, 17)), at(9, day=date(2025, 10, 20))),  # Friday evening: Monday
    ],
)
def test_the_office_opens_on_its_next_day(now: datetime, opens: datetime | None) -> None:
    assert opens_at(now, WorkingTime(DAY, (), "UTC")) == opens


def test_a_holiday_is_no_day_of_the_office() -> None:
    assert opens_at(at(10), WorkingTime(DAY, {TUESDAY}, "UTC")) == at(9, day=date(2025, 10, 15))
    assert due_after(at(10), 10, WorkingTime(DAY, {TUESDAY}, "UTC")) == at(9, 10, day=date(2025, 10, 15))


def test_hours_are_those_of_the_house() -> None:
    # 9:00 in Istanbul is 6:00 UTC.
    assert opens_at(at(5), WorkingTime(DAY, (), "Europe/Istanbul")) == at(6)
    assert opens_at(at(6), WorkingTime(DAY, (), "Europe/Istanbul")) is None
    assert opens_at(at(15), WorkingTime(DAY, (), "Europe/Istanbul")) == at(6, day=date(2025, 10, 15))


def test_minutes_count_while_the_office_is_open() -> None:
    assert due_after(at(9), 10, WorkingTime(DAY, (), "UTC")) == at(9, 10)
    assert due_after(at(17, 55), 10, WorkingTime(DAY, (), "UTC")) == at(9, 5, day=date(2025, 10, 15))
    assert due_after(at(23), 10, WorkingTime(DAY, (), "UTC")) == at(9, 10, day=date(2025, 10, 15))


def test_hours_over_midnight_belong_to_the_day_they_begin_on() -> None:
    night = OfficeHours(time(22), time(6), (1,))  # the night of Tuesday
    assert opens_at(at(5, day=date(2025, 10, 15)), WorkingTime(night, (), "UTC")) is None
    assert opens_at(at(6, day=date(2025, 10, 15)), WorkingTime(night, (), "UTC")) == at(
        22, day=date(2025, 10, 21)
    )


def test_a_house_without_a_day_of_work_is_asked_as_if_it_were_open() -> None:
    never = {TUESDAY + timedelta(days=days) for days in range(-2, 70)}
    assert opens_at(at(10), WorkingTime(DAY, never, "UTC")) is None
    assert due_after(at(10), 10, WorkingTime(DAY, never, "UTC")) == at(10, 10)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.integers(0, 60 * 24 * 14), st.integers(1, 480), st.sampled_from(["UTC", "Asia/Shanghai"]))
def test_what_is_asked_later_is_never_due_sooner(minute: int, minutes: int, zone: str) -> None:
    now = at(0) + timedelta(minutes=minute)
    due = due_after(now, minutes, WorkingTime(DAY, (), zone))
    assert due - now >= timedelta(minutes=minutes)
    assert due_after(now + timedelta(minutes=1), minutes, WorkingTime(DAY, (), zone)) >= due
    assert opens_at(due - timedelta(seconds=1), WorkingTime(DAY, (), zone)) is None
