"""The day so far beside yesterday and a week ago, and the measures of C3, as figures and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from core.i18n.phrases import Say
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.reporting.documents.dashboard import draw_dashboard
from core.reporting.engine.fields import may_see_margins
from core.reporting.engine.measuring import measure
from core.reporting.engine.periods import midnight, resolve_period
from core.reporting.repository import facts, saved
from core.reporting.types import DayFigures, Measured, Today

DAYS = 14
MEASURED_DAYS = 30


@dataclass(frozen=True, slots=True)
class ShowToday(Query[Today]):
    """Measures are of the last 30 days, beside the 30 before. Days are those of the house's zone."""

    permission = Permission.REPORT_READ


async def show_today(snap: Snapshot, _query: ShowToday) -> Today:
    zone = snap.settings.default_zone
    days = resolve_period(f"days:{DAYS}", snap.now, zone)
    day = days.last
    # This very moment is of today, too.
    so_far = snap.now - midnight(day, zone) + timedelta(microseconds=1)

    async def until_now(ago: int) -> DayFigures:
        start = midnight(day - timedelta(days=ago), zone)
        return await facts.day_figures(snap, start, start + so_far)

    return Today(
        at=snap.now,
        zone=zone,
        today=await until_now(0),
        yesterday=await until_now(1),
        last_week=await until_now(7),
        other_sales=await facts.sales_elsewhere(snap, midnight(day, zone), midnight(day, zone) + so_far),
        waiting=await facts.count_waiting(snap),
        days=await facts.figures_by_day(snap, days, zone),
        measures=await _measures(snap, zone),
    )


async def _measures(snap: Snapshot, zone: str) -> tuple[Measured, ...]:
    policy = await saved.load_policy(snap)
    with_margin = may_see_margins(snap.actor)
    now = resolve_period(f"days:{MEASURED_DAYS}", snap.now, zone)
    earlier = resolve_period(f"days:{MEASURED_DAYS}", now.start - timedelta(seconds=1), zone)
    counted = [
        await facts.count_facts(snap, period, policy, zone, with_margin=with_margin)
        for period in (now, earlier)
    ]
    return measure(counted[0], counted[1], policy, with_margin=with_margin)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Figures and picture (PNG); is_dark: how it was drawn."""

    today: Today
    png: bytes
    is_dark: bool


@dataclass(frozen=True, slots=True)
class DrawToday(Query[Dashboard]):
    """What ``ShowToday`` shows, as a picture 960 pixels wide, worded in the reader's language."""

    permission = Permission.REPORT_READ
    say: Say


async def draw_today(snap: Snapshot, query: DrawToday) -> Dashboard:
    today = await show_today(snap, ShowToday())
    dark = await saved.likes_dark(snap)
    company = snap.settings.company
    png = await snap.run_apart(lambda: draw_dashboard(today, company, query.say, dark=dark))
    return Dashboard(today, png, dark)


@dataclass(frozen=True, slots=True)
class ChooseTaste(Command[bool]):
    """Whether this person's pictures are dark from now on."""

    permission = Permission.REPORT_READ
    dark: bool


async def choose_taste(tx: Transaction, command: ChooseTaste) -> bool:
    await saved.save_taste(tx, command.dark)
    return command.dark
