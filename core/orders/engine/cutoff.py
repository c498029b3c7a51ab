"""Until when a dealer may change or cancel an agreed order: the cut-off of whoever serves it (F4, J1).

An order agreed before the cut-off of a working day leaves on that day, else on the next, so it is open
until the first cut-off after it was agreed, in the warehouse's own zone. Served by several: until the first
of them. What a vendor sends is open until the vendor's own first cut-off after it was asked. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core.stock.engine import works_on
from core.stock.types import Warehouse


def change_until(serving: Iterable[Warehouse], agreed_at: datetime) -> datetime | None:
    """The moment from which it is too late; None where no warehouse serves it yet."""
    return min((first_cut_off(one, agreed_at) for one in serving), default=None)


def first_cut_off(warehouse: Warehouse, after: datetime) -> datetime:
    """The first cut-off of a working day that is later than ``after``, in UTC."""
    return next_cut_off(warehouse.cut_off, warehouse.zone, partial(works_on, warehouse), after)


def next_cut_off(cut_off: str, zone: str, works: Callable[[date], bool], after: datetime) -> datetime:
    """The first time (UTC) later than ``after`` at which it is ``cut_off`` (HH:MM) of a working day there."""
    place = ZoneInfo(zone)
    hours, minutes = cut_off.split(":")
    day = after.astimezone(place).date()
    while True:
        found = datetime.combine(day, time(int(hours), int(minutes)), place).astimezone(UTC)
        if found > after and works(day):
            return found
        day += timedelta(days=1)
