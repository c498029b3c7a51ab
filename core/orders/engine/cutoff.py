"""Until when a dealer may change or cancel an agreed order: the cut-off of the warehouse that serves it (F4).

An order agreed before the cut-off of a working day leaves on that day, else on the next, so it is open
until the first cut-off after it was agreed, in the warehouse's own zone. Served by several: until the first
of them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.stock.engine import works_on
from core.stock.types import Warehouse


def change_until(serving: Iterable[Warehouse], agreed_at: datetime) -> datetime | None:
    """The moment from which it is too late; None where no warehouse serves it yet."""
    return min((first_cut_off(one, agreed_at) for one in serving), default=None)


def first_cut_off(warehouse: Warehouse, after: datetime) -> datetime:
    """The first cut-off of a working day that is later than ``after``, in UTC."""
    zone = ZoneInfo(warehouse.zone)
    hours, minutes = warehouse.cut_off.split(":")
    day = after.astimezone(zone).date()
    while True:
        cut_off = datetime.combine(day, time(int(hours), int(minutes)), zone).astimezone(UTC)
        if cut_off > after and works_on(warehouse, day):
            return cut_off
        day += timedelta(days=1)
