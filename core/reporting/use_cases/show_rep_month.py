"""A rep's own figures: this month beside the last one and the same of a year ago, and a picture (B4)."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Query
from core.kernel.days import months_on
from core.reporting.documents.rep import draw_months
from core.reporting.engine.fields import may_see_margins
from core.reporting.engine.rep import same_days
from core.reporting.repository import rep, saved
from core.reporting.territory_types import RepMonth


@dataclass(frozen=True, slots=True)
class ShowRepMonth(Query[RepMonth]):
    """Of the dealers that the actor looks after; days are those where the actor lives."""

    permission = Permission.DEALERS_READ


async def show_rep_month(snap: Snapshot, _query: ShowRepMonth) -> RepMonth:
    zone = snap.actor.zone
    today = local_day(snap.now, zone)
    margins = may_see_margins(snap.actor)
    spans = [same_days(today, months) for months in (0, -1, -12)]
    now, last_month, last_year = [
        await rep.figures(snap, snap.person_id, first, last, zone, with_margin=margins)
        for first, last in spans
    ]
    starts = [months_on(today, back) for back in range(-11, 1)]
    sums = await rep.by_month(snap, snap.person_id, starts[0], today, zone)
    return RepMonth(
        first=starts[-1],
        today=today,
        dealers=await rep.count_dealers(snap, snap.person_id),
        now=now,
        last_month=last_month,
        last_year=last_year,
        months=tuple((start, sums.get(start, 0)) for start in starts),
    )


@dataclass(frozen=True, slots=True)
class RepPicture:
    """png None: nothing was ordered in twelve months."""

    month: RepMonth
    png: bytes | None


@dataclass(frozen=True, slots=True)
class DrawRepMonth(Query[RepPicture]):
    """What ``ShowRepMonth`` shows, as a picture 960 pixels wide in the reader's language and taste."""

    permission = Permission.DEALERS_READ
    say: Say


async def draw_rep_month(snap: Snapshot, query: DrawRepMonth) -> RepPicture:
    found = await show_rep_month(snap, ShowRepMonth())
    if not any(value for _, value in found.months):
        return RepPicture(found, None)
    plain = Say(query.say.book, query.say.language, query.say.zone, str)
    dark = await saved.likes_dark(snap)
    return RepPicture(found, await snap.run_apart(lambda: draw_months(found, plain, dark=dark)))
