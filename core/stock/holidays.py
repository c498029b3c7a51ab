"""The days on which the house does not work: nothing leaves a warehouse, and nothing is brought."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select

from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.stock.tables import HolidayRow

_holiday = table_of(HolidayRow)
READ_HOLIDAYS = Read(select(_holiday.c.day, _holiday.c.name).order_by(_holiday.c.day))


async def list_holidays(snap: Snapshot) -> dict[date, str]:
    """Their names, the first day first."""
    return {row.day: row.name for row in await snap.all(READ_HOLIDAYS)}


async def set_holiday(tx: Transaction, day: date, name: str) -> None:
    """``name`` "": the day is a working day again."""
    await tx.execute(delete(_holiday).where(_holiday.c.day == day))
    if name:
        await tx.execute(insert(_holiday).values(day=day, name=name))
