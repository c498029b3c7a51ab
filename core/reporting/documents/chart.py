"""A grouped report as a picture: a bar for each group, the longest first, or in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.i18n.phrases import Say
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.documents.canvas import DARK, LIGHT, WIDTH, Canvas, locked
from core.reporting.types import Cell, Column, Field, Kind, Table

MOST_BARS = 15
MOST_COLUMNS = 31
_ALL_NAMED = 8
_EDGE = 36
_INNER = WIDTH - 2 * _EDGE
_TIMES = (Kind.DAY, Kind.MONTH)


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: what it is called, how long it is, and its value in words."""

    label: str
    value: int
    shown: str
    short: str = ""


def draw_chart(table: Table, title: str, subtitle: str, say: Say, *, dark: bool) -> bytes:
    """A PNG, 960 pixels wide, of the first money of the table, or else of its first number."""
    place, column = charted(table.columns)
    bars = [_bar(row, table.columns, place, column.field, say) for row in table.rows]
    by_time = table.columns[0].field.kind in _TIMES and len(table.columns) > 1
    by_time = by_time and not (len(table.columns) > 1 and table.columns[1].is_group)
    legend = wording.field_text(column.field.name, say)
    with locked():
        if by_time:
            return _over_time(bars[-MOST_COLUMNS:], title, f"{legend} · {subtitle}", dark=dark)
        bars.sort(key=lambda one: -one.value)
        return _ranked(bars, title, f"{legend} · {subtitle}", say, dark=dark)


def draw_bars(
    bars: Sequence[Bar],
    title: str,
    subtitle: str,
    say: Say,
    *,
    dark: bool,
    by_time: bool,
    line: Bar | None = None,
) -> bytes:
    """Bars as they come: from left to right, or one below the other. A PNG, 960 pixels wide.

    line: a value that bars from left to right are measured by, drawn across them.
    """
    with locked():
        if by_time:
            return _over_time(list(bars), title, subtitle, dark=dark, line=line)
        return _ranked(list(bars), title, subtitle, say, dark=dark)


def charted(columns: Sequence[Column]) -> tuple[int, Column]:
    """Place and column of what the bars stand for."""
    values = [(at, one) for at, one in enumerate(columns) if not one.is_group]
    money = [(at, one) for at, one in values if one.field.kind is Kind.MONEY]
    return (money or values)[0]


def _bar(row: Sequence[Cell], columns: Sequence[Column], place: int, field: Field, say: Say) -> Bar:
    cell = row[place]
    value = cell.minor if isinstance(cell, Money) else cell if isinstance(cell, int) else 0
    keys = [wording.cell_text(row[at], one.field, say) for at, one in enumerate(columns) if one.is_group]
    shown = wording.short_money(cell, say) if isinstance(cell, Money) else wording.cell_text(cell, field, say)
    first, short = row[0], keys[0] if keys else ""
    if isinstance(first, date):
        short = str(first.day)
    return Bar(" · ".join(key or wording.NOTHING for key in keys), value, shown, short)


def _page(height: int, title: str, subtitle: str, *, dark: bool) -> Canvas:
    canvas = Canvas(height, DARK if dark else LIGHT)
    canvas.text(_EDGE, 48, title, 38, bold=True, room=_INNER)
    canvas.text(_EDGE, 96, subtitle, 26, colour=canvas.colours.muted, room=_INNER)
    return canvas


def _ranked(bars: list[Bar], title: str, subtitle: str, say: Say, *, dark: bool) -> bytes:
    """Label and value in one row, the bar below: long names have the whole width."""
    shown, rest = bars[:MOST_BARS], len(bars) - MOST_BARS
    row, top = 74, 140
    canvas = _page(top + row * len(shown) + (56 if rest > 0 else 24), title, subtitle, dark=dark)
    most = max((abs(bar.value) for bar in shown), default=0)
    for at, bar in enumerate(shown):
        y = top + at * row
        width = canvas.text(WIDTH - _EDGE, y + 16, bar.shown, 27, bold=True, align="right", room=_INNER / 2)
        canvas.text(_EDGE, y + 16, bar.label, 27, room=_INNER - width - 20)
        canvas.box(_EDGE, y + 40, _INNER, 14, canvas.colours.track, round_=7)
        colour = canvas.colours.accent if bar.value >= 0 else canvas.colours.bad
        canvas.box(_EDGE, y + 40, _INNER * abs(bar.value) / most if most else 0, 14, colour, round_=7)
    if rest > 0:
        more = say("report.more_groups", rest)
        canvas.text(_EDGE, top + row * len(shown) + 14, more, 24, colour=canvas.colours.muted, room=_INNER)
    return canvas.png()


def _over_time(bars: list[Bar], title: str, subtitle: str, *, dark: bool, line: Bar | None = None) -> bytes:
    """Columns from left to right."""
    canvas = _page(720, title, subtitle, dark=dark)
    floor, room = 620, 420
    slot = _INNER / max(len(bars), 1)
    most = max((bar.value for bar in (*bars, *((line,) if line else ()))), default=0)
    canvas.box(_EDGE, floor, _INNER, 2, canvas.colours.track)
    # Where there is room each column says what it is, else the highest alone.
    highest = max(range(len(bars)), key=lambda at: bars[at].value) if bars else 0
    # Labels that do not fit beside each other are left out evenly.
    step = max(1, -(-len(bars) * (max((len(bar.short) for bar in bars), default=1) * 16 + 10) // _INNER))
    for at, bar in enumerate(bars):
        x = _EDGE + at * slot
        height = room * max(bar.value, 0) / most if most > 0 else 0
        canvas.box(
            x + slot * 0.14, floor - height, slot * 0.72, height, canvas.colours.accent, round_=6
        )  # fmt: skip
        if at % step == 0:
            canvas.text(x + slot / 2, floor + 28, bar.short, 24, colour=canvas.colours.muted, align="center")
        if at == highest or len(bars) <= _ALL_NAMED:
            half = 13.0 * len(bar.shown) / 2 + 4
            middle = min(max(x + slot / 2, _EDGE + half), WIDTH - _EDGE - half)
            canvas.text(middle, floor - height - 20, bar.shown, 22, bold=True, align="center")
    if line is not None and most > 0:
        _across(canvas, line, bars, floor - room * line.value / most)
    return canvas.png()


def _across(canvas: Canvas, line: Bar, bars: list[Bar], y: float) -> None:
    """The line, named at the end where no bar stands above it."""
    colour = canvas.colours.bad
    canvas.box(_EDGE, y, _INNER, 3, colour)
    if any(bar.value > line.value for bar in bars[: len(bars) // 3 + 1]):
        canvas.text(WIDTH - _EDGE, y - 20, line.shown, 22, bold=True, colour=colour, align="right")
    else:
        canvas.text(_EDGE, y - 20, line.shown, 22, bold=True, colour=colour)
