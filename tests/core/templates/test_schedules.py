"""The days of a schedule: weekdays, every n weeks, days of the month, holidays, an end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from core.templates.engine.schedules import falls_on, periods
from core.templates.types import Every, OnHoliday, Period, Schedule

TUESDAY = date(2025, 10, 14)


def days(schedule: Schedule, count: int, *holidays: date, start: date = TUESDAY) -> list[str]:
    found = islice(periods(schedule, start, set(holidays)), count)
    return [one.on.isoformat()[5:] for one in found]


def test_weekdays_come_every_week() -> None:
    twice = Schedule(Every.WEEK, weekdays=(0, 3), starts_on=TUESDAY)
    assert days(twice, 4) == ["10-16", "10-20", "10-23", "10-27"]


def test_every_n_weeks_counts_from_the_week_it_starts_in() -> None:
    fortnight = Schedule(Every.WEEK, weekdays=(0, 4), weeks=2, starts_on=TUESDAY)
    assert days(fortnight, 4) == ["10-17", "10-27", "10-31", "11-10"]


def test_a_day_of_the_month_that_is_not_there_is_its_last() -> None:
    last = Schedule(Every.MONTH, month_day=31, starts_on=TUESDAY)
    assert days(last, 5) == ["10-31", "11-30", "12-31", "01-31", "02-28"]


def test_holidays_move_or_skip_and_the_period_keeps_its_own_day() -> None:
    christmas, boxing = date(2025, 12, 25), date(2025, 12, 26)
    moved = Schedule(Every.WEEK, weekdays=(3,), starts_on=date(2025, 12, 22))
    found = list(islice(periods(moved, date(2025, 12, 22), {christmas, boxing}), 2))
    assert found == [
        Period(christmas, date(2025, 12, 27)),
        Period(date(2026, 1, 1), date(2026, 1, 1)),
    ]
    skipped = Schedule(Every.WEEK, weekdays=(3,), starts_on=date(2025, 12, 22), on_holiday=OnHoliday.SKIP)
    assert days(skipped, 1, christmas, start=date(2025, 12, 22)) == ["01-01"]


def test_it_ends_and_after_a_month_of_holidays_one_period_comes_not_all() -> None:
    ending = Schedule(Every.WEEK, weekdays=(1,), starts_on=TUESDAY, ends_on=date(2025, 10, 28))
    assert days(ending, 9) == ["10-14", "10-21", "10-28"]
    closed = {TUESDAY + timedelta(days=at) for at in range(60)}
    weekly = Schedule(Every.WEEK, weekdays=(1,), starts_on=TUESDAY)
    assert days(weekly, 2, *closed) == ["12-13", "12-16"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1), weeks=st.integers(1, 4),
    closed=st.sets(st.integers(0, 60), max_size=20), ahead=st.integers(0, 30),
)  # fmt: skip
def test_wherever_one_begins_to_look_the_periods_are_the_same(
    weekdays: set[int], weeks: int, closed: set[int], ahead: int
) -> None:
    schedule = Schedule(Every.WEEK, weekdays=tuple(sorted(weekdays)), weeks=weeks, starts_on=TUESDAY)
    holidays = {TUESDAY + timedelta(days=at) for at in closed}
    start = TUESDAY + timedelta(days=ahead)
    whole = [one for one in islice(periods(schedule, TUESDAY, holidays), 40) if one.period_on >= start]
    part = list(islice(periods(schedule, start, holidays), len(whole)))
    assert part == whole
    assert all(falls_on(schedule, one.period_on) and one.on not in holidays for one in part)
