"""Working days as small numbers: 0 is today, 1 the next working day, and so on.

A day at rest counts as the next working day; what lies in the past is today.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.allocation.types import WorkCalendar

_DAY = timedelta(days=1)
# Nobody plans further: a date beyond (a typing error such as 2205) is held to be this far away.
_HORIZON = 1_500


class WorkDays:
    """Dates to numbers and back, for one planning; grows as far as it is asked."""

    __slots__ = ("_calendar", "_dates", "_last", "_numbers")

    def __init__(self, today: date, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._dates = [today]
        self._numbers = {today: 0}
        self._last = today

    def number(self, day: date) -> int:
        """Working days from today until ``day``, or until the next working day when it is one at rest."""
        found = self._numbers.get(day)
        if found is not None:
            return found
        if day <= self._dates[0]:
            return 0
        while self._last < day and len(self._dates) <= _HORIZON:
            self._grow()
        return self._numbers.get(day, len(self._dates))

    def date(self, number: int) -> date:
        """The date of so many working days from today."""
        while len(self._dates) <= number:
            self._grow()
        return self._dates[number]

    def next_on(self, number: int, weekdays: frozenset[int]) -> int:
        """The first day from ``number`` on that falls on one of ``weekdays`` (none given: any).

        Weekdays that are all at rest are never met; then a week of trying ends at ``number`` itself.
        """
        if not weekdays:
            return number
        for ahead in range(number, number + 2 * 7):
            if self.date(ahead).weekday() in weekdays:
                return ahead
        return number

    def _grow(self) -> None:
        """One more working day; every date up to it gets its number."""
        day, rest = self._last, self._calendar
        while True:
            day += _DAY
            self._numbers[day] = len(self._dates)
            if day.weekday() not in rest.rest_weekdays and day not in rest.holidays:
                break
            if len(rest.rest_weekdays) >= 7:  # a calendar without a working day: every day is one
                break
        self._last = day
        self._dates.append(day)
