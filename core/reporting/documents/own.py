"""A dealer's own figure as a picture: bars over time, or ranked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from core.i18n.phrases import Say
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.documents.chart import Bar, draw_bars
from core.reporting.own_types import Figure, OwnFigure, Point, Span

_AXES: dict[Span, Callable[[date, Say], str]] = {
    Span.MONTH: lambda day, _say: str(day.day),
    Span.QUARTER: wording.brief_day,
    Span.YEAR: wording.brief_month,
}
_OVER_TIME = frozenset({Figure.PURCHASES, Figure.CREDIT})


def draw_own(figure: OwnFigure, say: Say, *, dark: bool) -> bytes:
    """A PNG, 960 pixels wide. ``say`` must not escape: texts are drawn plainly."""
    title = say(f"figures.{figure.figure.value}")
    subtitle = f"{wording.day_text(figure.since, say)} – {wording.day_text(figure.until, say)}"
    if figure.figure is Figure.SLOW:
        subtitle = say("figures.slow_axis")
    bars = [_bar(point, figure, say) for point in figure.points]
    by_time = figure.figure in _OVER_TIME
    return draw_bars(bars, title, subtitle, say, dark=dark, by_time=by_time, line=_limit(figure, say))


def _limit(figure: OwnFigure, say: Say) -> Bar | None:
    """What the credit that is used is measured by."""
    if figure.figure is not Figure.CREDIT or not figure.before:
        return None
    return Bar("", figure.before.minor, say("figures.limit", limit=wording.short_money(figure.before, say)))


def _bar(point: Point, figure: OwnFigure, say: Say) -> Bar:
    if figure.figure is Figure.SLOW:
        return Bar(point.label, point.value, say("figures.days", point.value))
    if figure.figure is Figure.PRICES:
        sign = "+" if point.value > 0 else "−"
        # Bars below zero are painted as bad: for who buys, that is a price that rose.
        return Bar(point.label, -point.value, f"{sign}{say.percent(abs(point.value))}")
    shown = wording.short_money(Money(point.value, figure.total.currency), say)
    short = ""
    if point.day is not None:
        short = _AXES[figure.span](point.day, say)
    return Bar(point.label, point.value, shown, short)
