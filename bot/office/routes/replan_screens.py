"""What planning the rest of a day again would mean, and what a driver is told of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.office.routes.road_lines import trouble_lines
from bot.screen import clip, escape, lines, listed, paragraphs
from core.dispatch.types import ChangeKind
from core.dispatch.use_cases.replan_routes import Foreseen, WindowMove
from core.i18n.phrases import Raw, Say

MOST_LINES, MOST_TOLD = 12, 12


class Changed(Protocol):
    """A line of what changed on a route."""

    @property
    def kind(self) -> ChangeKind: ...

    @property
    def dealer(self) -> str: ...

    @property
    def was(self) -> str: ...

    @property
    def now(self) -> str: ...


def change_lines(changes: Sequence[Changed], say: Say) -> list[str]:
    """The difference for a driver, a line each; places in the order, or when the window begins."""
    rows = [_change(one, say) for one in changes[:MOST_LINES]]
    return [*rows, "…"] if len(changes) > MOST_LINES else rows


def _change(one: Changed, say: Say) -> str:
    was, now = one.was, one.now
    if one.kind is ChangeKind.WINDOW:
        was, now = (say.clock(datetime.fromisoformat(text)) for text in (was, now))
    return "• " + say(f"change.{one.kind.value}", dealer=clip(one.dealer, 40), was=Raw(was), now=Raw(now))


def foreseen_text(found: Foreseen, say: Say) -> str:
    """Van by van the lines its driver would get, then who would be told another window."""
    say = replace(say, zone=found.plan.depot.zone)
    blocks = []
    for van in found.vans:
        if not van.lines:
            continue
        blocks.append(
            lines(
                f"🚚 <b>{escape(van.van)}</b>",
                say("change.take_over", van=van.take_over) if van.take_over else None,
                *change_lines(van.lines, say),
            )
        )
    told = lines(
        say("routes.told", len(found.told)) if found.told else say("routes.nobody_told"),
        *(f"• {_told(one, say)}" for one in found.told[:MOST_TOLD]),
        "…" if len(found.told) > MOST_TOLD else None,
    )
    lost = say("routes.put_off", dealers=listed(found.put_off)) if found.put_off else None
    return paragraphs(
        lines(
            say("routes.replan_title", day=found.plan.day, warehouse=found.plan.depot.code),
            *trouble_lines(found.roads, found.plan.day, say),
            say("roads.free_again") if found.plan.troubles and not found.roads else None,
        ),
        *(blocks or [say("routes.no_change")]),
        told,
        lost,
    )


def _told(one: WindowMove, say: Say) -> str:
    now = f"{say.clock(one.now[0])}–{say.clock(one.now[1])}"
    was = "—" if one.was is None else f"{say.clock(one.was[0])}–{say.clock(one.was[1])}"
    return f"{escape(clip(one.dealer, 40))}: {was} → <b>{now}</b>"
