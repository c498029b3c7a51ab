"""The house's working time: its office hours beside its holidays."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot
from core.stock.holidays import list_holidays
from core.stock.office_types import OfficeHours, WorkingTime
from core.stock.tables import OfficeRow

_office = table_of(OfficeRow)
_READ_HOURS = Read(select(_office.c.opens, _office.c.closes, _office.c.days))


async def load_hours(snap: Snapshot) -> OfficeHours:
    row = await snap.one_or_none(_READ_HOURS)
    if row is None:
        return OfficeHours()
    return OfficeHours(time.fromisoformat(row.opens), time.fromisoformat(row.closes), tuple(row.days))


async def load_working_time(snap: Snapshot) -> WorkingTime:
    holidays = frozenset(await list_holidays(snap))
    return WorkingTime(await load_hours(snap), holidays, snap.settings.default_zone)
