"""What is closed or slow on the roads, and what that means for a day, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.office.routes.figure_lines import figure_changes
from bot.screen import clip, lines, listed, paragraphs
from core.dispatch.plan_types import RoadTrouble
from core.dispatch.use_cases.keep_roads import DayForeseen
from core.dispatch.use_cases.plan_routes import Comparison
from core.i18n.phrases import Raw, Say

MOST_SHOWN = 4


def trouble_line(one: RoadTrouble, day: date, say: Say) -> str:
    """ "🚧 Closed: 2 km around TechMart · until 14:00", marked up, for who sees which day it is about."""
    return _worded(one, [clip(name, 40) for name in one.names], day, say)


def trouble_label(one: RoadTrouble, say: Say) -> str:
    """The same for a button, as plain text, with its last day. Times are those of the reader's zone."""
    return _worded(one, [clip(name, 20) for name in one.names], None, replace(say, escape=str))


def trouble_lines(roads: Sequence[RoadTrouble], day: date, say: Say) -> list[str]:
    rows = [trouble_line(one, day, say) for one in roads[:MOST_SHOWN]]
    return [*rows, "…"] if len(roads) > MOST_SHOWN else rows


def _worded(one: RoadTrouble, names: Sequence[str], day: date | None, say: Say) -> str:
    if len(names) == 2:
        where = say("roads.between", one=names[0], other=names[1])
    else:
        where = say("roads.around", place=names[0], km=Decimal(one.radius_m).scaleb(-3))
    if one.percent is None:
        road = say("roads.closed", where=Raw(where))
    else:
        road = say("roads.slow", where=Raw(where), percent=one.percent)
    ends = one.until.astimezone(ZoneInfo(say.zone))
    last = (ends - timedelta(seconds=1)).date()
    if f"{ends:%H:%M}" != "00:00" and (day is None or last == day):
        return say("roads.until_time", road=Raw(road), at=Raw(say.clock(one.until)))
    return road if last == day else say("roads.until_day", road=Raw(road), day=last)


def draft_text(found: Comparison, roads: Sequence[RoadTrouble], say: Say) -> str:
    """What planning a draft again with those roads would mean."""
    plan = found.plan
    say = replace(say, zone=plan.depot.zone)
    lost = {one.drop for one in plan.left_out}
    return paragraphs(
        lines(
            say("roads.draft_title", day=plan.day, warehouse=plan.depot.code),
            *_said(roads, plan.day, say),
        ),
        figure_changes(plan.figures, found.then, say),
        _put_off([one.dealer for one in found.left_out if one.drop not in lost], say),
    )


def day_text(found: DayForeseen, say: Say) -> str:
    """What those roads would mean for a day that nobody has planned."""
    say = replace(say, zone=found.depot.zone)
    figures = None
    if found.now is not None and found.then is not None:
        figures = figure_changes(found.now, found.then, say)
    return paragraphs(
        lines(
            say("roads.unplanned_title", day=found.day, warehouse=found.depot.code),
            *_said(found.troubles, found.day, say),
        ),
        figures or say("roads.nothing_due"),
        _put_off(found.put_off, say),
    )


def _said(roads: Sequence[RoadTrouble], day: date, say: Say) -> list[str]:
    return trouble_lines(roads, day, say) or [say("roads.free_again")]


def _put_off(dealers: Sequence[str], say: Say) -> str | None:
    return say("roads.not_served", dealers=listed(dealers)) if dealers else None
