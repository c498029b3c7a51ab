"""Reads the rows of a report, a page at a time, each value as its field's kind says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from core.infra.transaction import Snapshot
from core.kernel.money import Money
from core.reporting.engine.tabulating import Plan
from core.reporting.repository.sources import Source, source_of
from core.reporting.types import Field, Kind, Period

PAGE = 500
Read = Callable[[Any, str], Any]


async def count_rows(snap: Snapshot, plan: Plan, period: Period) -> int:
    """How many rows there are before filters."""
    rows = _source(snap, plan, period).select(()).order_by(None).subquery()
    return int(await snap.db.scalar(select(func.count()).select_from(rows)) or 0)


async def read_rows(
    snap: Snapshot, plan: Plan, period: Period, zone: str
) -> AsyncIterator[list[dict[str, Any]]]:
    """Pages of rows; each row by field name, with ``currency``."""
    fields = _needed(plan)
    source = _source(snap, plan, period)
    reads = [(one.name, _reader(one, ZoneInfo(zone))) for one in fields]
    house = snap.settings.default_currency
    statement = source.select([one.name for one in fields]).limit(PAGE)
    places = len(source.order)
    page = await snap.all(statement)
    while page:
        yield await snap.run_apart(partial(_rows, reads, page, places, house))
        if len(page) < PAGE:
            return
        page = await snap.all(statement.where(source.after(page[-1][-places:])))


def _source(snap: Snapshot, plan: Plan, period: Period) -> Source:
    return source_of(plan.spec.subject, period, snap.today)


def _needed(plan: Plan) -> list[Field]:
    """The fields a report reads: what it shows, filters by, and works its shares out of."""
    needed = [*plan.keys, *plan.values, *(one[0] for one in plan.filters)]
    parts = [Field(name, Kind.MONEY) for one in needed if one.of for name in one.of]
    plain = {one.name: one for one in [*needed, *parts] if one.of is None}
    return list(plain.values())


def _rows(
    reads: Sequence[tuple[str, Read]], page: Sequence[Sequence[Any]], places: int, house: str
) -> list[dict[str, Any]]:
    return [_row(reads, values[:-places], house) for values in page]


def _row(reads: Sequence[tuple[str, Read]], values: Sequence[Any], house: str) -> dict[str, Any]:
    currency = values[-1] or house
    row = {name: read(value, currency) for (name, read), value in zip(reads, values, strict=False)}
    row["currency"] = currency
    return row


def _reader(one: Field, zone: ZoneInfo) -> Read:
    match one.kind:
        case Kind.MONEY:
            return lambda value, currency: None if value is None else Money(int(value), currency)
        case Kind.COUNT:
            return lambda value, _currency: None if value is None else int(value)
        case Kind.DAY:
            return lambda value, _currency: _local_day(value, zone)
        case Kind.MONTH:
            return lambda value, _currency: _month(value, zone)
    return lambda value, _currency: value


def _local_day(value: datetime | date | None, zone: ZoneInfo) -> date | None:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def _month(value: datetime | date | None, zone: ZoneInfo) -> str | None:
    day = _local_day(value, zone)
    return None if day is None else f"{day.year}-{day.month:02}"
