"""Steps of standing orders that several acts share: when the clock looks again, in whose name it orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Actor
from core.stock.holidays import list_holidays
from core.templates import standing_repository
from core.templates.engine.schedules import LONGEST_FEAST, periods
from core.templates.types import Period, PeriodState, Standing

SHOWN_AT = time(18, 0)  # of the evening before, where the dealer is


def place_at(standing: Standing, on: date, zone: str) -> datetime:
    """The moment that a period is ordered at, in UTC."""
    hours, minutes = standing.schedule.at.split(":")
    return datetime.combine(on, time(int(hours), int(minutes)), ZoneInfo(zone)).astimezone(UTC)


def show_at(on: date, zone: str) -> datetime:
    """The evening before, in UTC."""
    return datetime.combine(on - timedelta(days=1), SHOWN_AT, ZoneInfo(zone)).astimezone(UTC)


async def next_period(snap: Snapshot, standing: Standing) -> tuple[Period, datetime] | None:
    """The coming period that is not settled, and its moment; None: paused, or over."""
    if standing.is_paused:
        return None
    zone = (await load_dealer(snap, standing.dealer_id)).zone
    today = snap.now.astimezone(ZoneInfo(zone)).date()
    done = await standing_repository.last_done(snap, standing.template_id)
    # A period of an earlier day may have been moved by holidays to today.
    start = today - timedelta(days=LONGEST_FEAST)
    start = start if done is None else max(start, done + timedelta(days=1))
    holidays = await list_holidays(snap)
    for one in periods(standing.schedule, start, holidays):
        at = place_at(standing, one.on, zone)
        if one.on >= today and at > standing.begun:
            return one, at
    return None


async def plan_look(tx: Transaction, standing: Standing) -> datetime | None:
    """Write when the clock has to look at this standing order next, and give it."""
    coming = await next_period(tx, standing)
    look_at = None
    if coming is not None:
        period, at = coming
        state = await standing_repository.find_state(tx, standing.template_id, period.period_on)
        zone = (await load_dealer(tx, standing.dealer_id)).zone
        look_at = (
            at if state in (PeriodState.SHOWN, PeriodState.CONFIRMED) else min(show_at(period.on, zone), at)
        )
    await standing_repository.change_standing(tx, standing.template_id, look_at=look_at)
    return look_at


@contextmanager
def acting_as(tx: Transaction, actor: Actor) -> Iterator[None]:
    """Have what follows done in somebody's name; the journal still says that it was the clock."""
    before, tx.actor = tx.actor, replace(actor, origin=tx.actor.origin)
    try:
        yield
    finally:
        tx.actor = before
