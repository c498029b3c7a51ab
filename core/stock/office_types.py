"""When the house works."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From ``opens`` until ``closes`` where the house is, over midnight where closes is not later.

    days: 0 Monday … 6 Sunday.
    """

    opens: time = time(9)
    closes: time = time(18)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The office's hours on the days that are no holidays, in the house's own zone."""

    hours: OfficeHours = OfficeHours()
    holidays: Collection[date] = ()
    zone: str = "UTC"
