"""What stands below the picture of an own figure: the sentence that says what it shows. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.dealer.figures.callbacks import FigureTap
from bot.screen import Button, Screen, clip, grid
from core.i18n.phrases import Raw, Say
from core.reporting.own_types import Figure, OwnFigure, Span

ALL = 10_000


def figure_screen(found: OwnFigure, say: Say, tap: Callable[[Figure, Span], str] | None = None) -> Screen:
    """One sentence, and the ways to other pictures and spans. tap: of whose they are, if not the reader's."""
    data = tap or _tap
    figures = [
        Button(say(f"figurename.{one.value}"), data(one, found.span))
        for one in Figure
        if one is not found.figure
    ]
    spans = tuple(
        Button(say(f"span.{one.value}"), data(found.figure, one)) for one in Span if one is not found.span
    )
    title = f"<b>{say(f'figures.{found.figure.value}')}</b>"
    said = _said(found, say) if found.points else say("figures.empty")
    return Screen(f"{title}\n{said}", (spans, *grid(figures, 2)))


def _tap(figure: Figure, span: Span) -> str:
    return FigureTap(figure=figure.value, span=span.value).pack()


def _said(found: OwnFigure, say: Say) -> str:
    name = clip(found.name, 60)
    match found.figure:
        case Figure.PURCHASES:
            return _purchases(found, say)
        case Figure.TOP:
            return say("figures.said_top", name=name, share=Raw(say.percent(found.share)), total=found.total)
        case Figure.MARGIN:
            share = Raw(say.percent(found.share))
            return say("figures.said_margin", total=found.total, share=share, name=name)
        case Figure.SLOW:
            return say("figures.said_slow", found.count, name=name, gap=found.other)
        case Figure.PRICES:
            share = Raw(f"{'+' if found.share > 0 else '−'}{say.percent(abs(found.share))}")
            return say(
                "figures.said_prices", None, count=found.count, other=found.other, name=name, share=share
            )
    if not found.before:
        return say("figures.said_owed", used=found.total)
    share = Raw(say.percent(found.share))
    return say("figures.said_credit", used=found.total, limit=found.before, share=share)


def _purchases(found: OwnFigure, say: Say) -> str:
    """The sum, and how it stands to the time before."""
    if found.before is None:
        return say("figures.said_purchases", total=found.total)
    change = (found.total.minor - found.before.minor) * ALL // found.before.minor // 100 * 100
    if not change:
        return say("figures.said_same", total=found.total)
    key = "figures.said_more" if change > 0 else "figures.said_less"
    return say(key, total=found.total, before=found.before, share=Raw(say.percent(abs(change))))
