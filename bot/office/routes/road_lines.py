"""What is closed or slow on the roads, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.screen import clip
from core.dispatch.plan_types import RoadTrouble
from core.i18n.phrases import Raw, Say

MOST_SHOWN = 4


def trouble_line(one: RoadTrouble, say: Say) -> str:
    """ "🚧 Closed: 2 km around TechMart", marked up."""
    return _worded(one, [clip(name, 40) for name in one.names], say)


def trouble_label(one: RoadTrouble, say: Say) -> str:
    """The same for a button, as plain text."""
    return _worded(one, [clip(name, 20) for name in one.names], replace(say, escape=str))


def trouble_lines(roads: Sequence[RoadTrouble], say: Say) -> list[str]:
    rows = [trouble_line(one, say) for one in roads[:MOST_SHOWN]]
    return [*rows, "…"] if len(roads) > MOST_SHOWN else rows


def _worded(one: RoadTrouble, names: Sequence[str], say: Say) -> str:
    if len(names) == 2:
        where = say("roads.between", one=names[0], other=names[1])
    else:
        where = say("roads.around", place=names[0], km=Decimal(one.radius_m).scaleb(-3))
    if one.percent is None:
        return say("roads.closed", where=Raw(where))
    return say("roads.slow", where=Raw(where), percent=one.percent)
