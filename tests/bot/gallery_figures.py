"""Samples of own figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from bot.dealer.figures.screens import figure_screen
from bot.screen import Screen
from core.i18n.phrases import Say
from core.reporting.own_types import Figure, OwnFigure, Point, Span
from tests.bot import samples as s

Draw = Callable[[Say], Screen]


def figure_samples() -> Iterator[tuple[str, Draw]]:
    for name in (s.COKE, *s.NASTY):
        for figure in Figure:
            found = OwnFigure(
                figure, Span.QUARTER, date(2025, 7, 16), date(2025, 10, 14), (Point(name, 5),),
                s.usd("657.00"), s.usd("500.00"), name, 3, 2, -1250,
            )  # fmt: skip
            yield f"figure {figure} of {name[:9]}", lambda say, found=found: figure_screen(found, say)
    for before in (None, s.usd("657.00"), s.usd("1000.00")):
        other = replace(found, figure=Figure.PURCHASES, before=before)
        yield f"purchases before {before}", lambda say, other=other: figure_screen(other, say)
    unlimited = replace(found, figure=Figure.CREDIT, before=s.usd("0.00"))
    yield "credit without a limit", lambda say: figure_screen(unlimited, say)
    empty = replace(found, points=())
    yield "no figures", lambda say: figure_screen(empty, say)
