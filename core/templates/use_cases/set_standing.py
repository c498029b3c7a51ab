"""A template is ordered by itself: set, paused, resumed, ended; and the days the house does not work (A6)."""

from __future__ import annotations

import re
import uuid
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.texts import storable
from core.stock import holidays
from core.templates import standing_repository as standings
from core.templates.errors import ScheduleUnfit
from core.templates.events import StandingSet
from core.templates.standing import plan_look
from core.templates.types import Every, OnHoliday, Schedule, Standing, Template
from core.templates.use_cases.keep_template import load_own

MOST_WEEKS = 8
MOST_MONTHS = 36
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class SetStanding(Command[datetime]):
    """Order a template by a schedule from now on, in the actor's name; the first moment that the clock looks.

    weekdays: Monday is 0. months: after so many it ends, 0: never. Raises NotFound, NotPermitted,
    ScheduleUnfit.
    """

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    every: Every
    weekdays: tuple[int, ...] = ()
    weeks: int = 1
    month_day: int = 1
    at: str = "08:00"
    on_holiday: OnHoliday = OnHoliday.MOVE
    months: int = 0


@dataclass(frozen=True, slots=True)
class PauseStanding(Command[str]):
    """Order nothing until it is resumed. The template's name."""

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    is_paused: bool


@dataclass(frozen=True, slots=True)
class EndStanding(Command[str]):
    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListHolidays(Query[tuple[tuple[date, str], ...]]):
    """From today on."""

    permission = Permission.DELIVERY_EDIT


async def set_standing(tx: Transaction, command: SetStanding) -> datetime:
    template = await load_own(tx, command.template_id)
    zone = (await load_dealer(tx, tx.dealer_id)).zone
    today = tx.now.astimezone(ZoneInfo(zone)).date()
    schedule = fit_schedule(command, today)
    await standings.put_standing(tx, template.id, schedule, None)
    look_at = await plan_look(tx, await _load(tx, template))
    if look_at is None:
        raise ScheduleUnfit(value=today.isoformat())
    tx.record(StandingSet(tx.dealer_id, template.id, template.name, "set"))
    return look_at


def fit_schedule(command: SetStanding, today: date) -> Schedule:
    """The schedule that is asked for. Raises ScheduleUnfit."""
    days = tuple(sorted(set(command.weekdays)))
    if command.every is Every.WEEK and (not days or not {*range(7)}.issuperset(days)):
        raise ScheduleUnfit(value=", ".join(map(str, days)) or "–")
    if not 1 <= command.weeks <= MOST_WEEKS:
        raise ScheduleUnfit(value=command.weeks)
    if command.every is Every.MONTH and not 1 <= command.month_day <= 31:
        raise ScheduleUnfit(value=command.month_day)
    if not _CLOCK.fullmatch(command.at):
        raise ScheduleUnfit(value=storable(command.at)[:20])
    if not 0 <= command.months <= MOST_MONTHS:
        raise ScheduleUnfit(value=command.months)
    return Schedule(
        every=command.every,
        weekdays=days,
        weeks=command.weeks,
        month_day=command.month_day,
        at=command.at,
        on_holiday=command.on_holiday,
        starts_on=today,
        ends_on=_months_later(today, command.months) if command.months else None,
    )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


async def _load(tx: Transaction, template: Template) -> Standing:
    standing = await standings.find_standing(tx, template.id, lock=True)
    if standing is None:
        raise NotFound(what="standing order")
    return standing


async def pause_standing(tx: Transaction, command: PauseStanding) -> str:
    template = await load_own(tx, command.template_id)
    standing = replace(await _load(tx, template), is_paused=command.is_paused, begun=tx.now)
    await standings.change_standing(tx, template.id, is_paused=command.is_paused, changed=tx.now)
    await plan_look(tx, standing)
    what = "paused" if command.is_paused else "resumed"
    tx.record(StandingSet(tx.dealer_id, template.id, template.name, what))
    return template.name


async def end_standing(tx: Transaction, command: EndStanding) -> str:
    template = await load_own(tx, command.template_id)
    await _load(tx, template)
    await standings.drop_standing(tx, template.id)
    tx.record(StandingSet(tx.dealer_id, template.id, template.name, "ended"))
    return template.name


async def list_holidays(snap: Snapshot, _query: ListHolidays) -> tuple[tuple[date, str], ...]:
    return tuple(
        (day, name) for day, name in (await holidays.list_holidays(snap)).items() if day >= snap.today
    )
