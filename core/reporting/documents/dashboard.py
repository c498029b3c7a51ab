"""The house on one page of a phone: today, the last fourteen days, and the measures with their targets."""

from __future__ import annotations

from datetime import date

from core.i18n.phrases import Say
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.documents.canvas import DARK, LIGHT, WIDTH, Canvas, locked
from core.reporting.engine.measuring import ALL
from core.reporting.types import DayFigures, Measured, Today, Unit

_EDGE = 36
_INNER = WIDTH - 2 * _EDGE
_HEAD, _TILES, _DAYS, _ROW = 128, 236, 384, 98


def draw_dashboard(today: Today, company: str, say: Say, *, dark: bool) -> bytes:
    """A PNG, 960 pixels wide. ``say``: the reader's voice; texts are drawn plainly, so it must not escape."""
    height = _HEAD + _TILES + _DAYS + 72 + _ROW * len(today.measures) + _EDGE
    with locked():
        canvas = Canvas(height, DARK if dark else LIGHT)
        _head(canvas, today, company, say)
        _tiles(canvas, _HEAD, today, say)
        _days(canvas, _HEAD + _TILES, today, say)
        top = _HEAD + _TILES + _DAYS
        canvas.text(_EDGE, top + 34, say("today.measures"), 30, bold=True, room=_INNER)
        for at, measured in enumerate(today.measures):
            _measure(canvas, top + 72 + at * _ROW, measured, say)
        return canvas.png()


def _head(canvas: Canvas, today: Today, company: str, say: Say) -> None:
    canvas.text(_EDGE, 46, company, 38, bold=True, room=_INNER)
    canvas.text(_EDGE, 94, say.moment(today.at), 28, colour=canvas.colours.muted, room=_INNER)


def _tiles(canvas: Canvas, top: float, today: Today, say: Say) -> None:
    """Orders, sales and dealers of today; below, the change to yesterday and to a week ago by this time."""
    gap = 18
    width = (_INNER - 2 * gap) / 3
    now, before, week = today.today, today.yesterday, today.last_week
    tiles = (
        (
            "today.tile_orders",
            wording.short_number(now.orders, say),
            (now.orders, before.orders, week.orders),
        ),
        ("today.tile_sales", wording.short_money(now.sales, say), _minors(now, before, week)),
        (
            "today.tile_dealers",
            wording.short_number(now.dealers, say),
            (now.dealers, before.dealers, week.dealers),
        ),
    )
    for at, (key, shown, (value, yesterday, last_week)) in enumerate(tiles):
        x = _EDGE + at * (width + gap)
        room = width - 40
        canvas.box(x, top, width, _TILES - 30, canvas.colours.card, round_=20)
        canvas.text(x + 20, top + 36, say(key), 26, colour=canvas.colours.muted, room=room)
        canvas.text(x + 20, top + 92, shown, 54, bold=True, room=room)
        _change(canvas, x + 20, top + 146, value, yesterday, say("today.to_yesterday"), room, say)
        _change(canvas, x + 20, top + 180, value, last_week, say("today.to_last_week"), room, say)


def _minors(now: DayFigures, before: DayFigures, week: DayFigures) -> tuple[int, int, int]:
    return now.sales.minor, before.sales.minor, week.sales.minor


def _change(
    canvas: Canvas, x: float, y: float, value: int, before: int, what: str, room: float, say: Say
) -> None:
    """ "▲ 12% to yesterday": the sign first, for those who do not see colours."""
    if not before:
        canvas.text(x, y, f"{wording.NOTHING} {what}", 22, colour=canvas.colours.muted, room=room)
        return
    share = round((value - before) * 100 / before)
    sign = "▲" if share > 0 else "▼" if share < 0 else "="
    colour = canvas.colours.good if share > 0 else canvas.colours.bad if share < 0 else canvas.colours.muted
    shown = f"{sign} {say.percent(abs(share) * 100)}"
    width = canvas.text(x, y, shown, 22, colour=colour, bold=True, room=room * 0.5)
    canvas.text(x + width + 8, y, what, 22, colour=canvas.colours.muted, room=room - width - 8)


def _days(canvas: Canvas, top: float, today: Today, say: Say) -> None:
    """Sales of each of the last days as bars; today is the strong one."""
    canvas.text(_EDGE, top + 20, say("today.days", len(today.days)), 30, bold=True, room=_INNER)
    floor, room = top + 306, 200.0
    most = max((day.sales.minor for _, day in today.days), default=0)
    slot = _INNER / max(len(today.days), 1)
    canvas.box(_EDGE, floor, _INNER, 2, canvas.colours.track)
    for at, (day, figures) in enumerate(today.days):
        x = _EDGE + at * slot
        last = at == len(today.days) - 1
        height = room * figures.sales.minor / most if most else 0
        canvas.box(
            x + slot * 0.14, floor - height, slot * 0.72, height,
            canvas.colours.accent if last else canvas.colours.faint, round_=6,
        )  # fmt: skip
        _day_label(canvas, x + slot / 2, floor, day, say, last)
        if most and figures.sales.minor == most:
            _above_bar(canvas, x + slot / 2, floor - height - 18, figures.sales, say)


def _day_label(canvas: Canvas, x: float, floor: float, day: date, say: Say, last: bool) -> None:
    colour = canvas.colours.text if last else canvas.colours.muted
    canvas.text(x, floor + 24, str(day.day), 24, colour=colour, bold=last, align="center")
    canvas.text(x, floor + 52, wording.weekday_letter(day, say), 22, colour=colour, align="center")


def _above_bar(canvas: Canvas, x: float, y: float, sales: Money, say: Say) -> None:
    shown = wording.short_money(sales, say)
    half = 13.0 * len(shown) / 2 + 4
    canvas.text(min(max(x, _EDGE + half), WIDTH - _EDGE - half), y, shown, 22, bold=True, align="center")


def _measure(canvas: Canvas, top: float, measured: Measured, say: Say) -> None:
    """One measure: name and value, a bar with a mark at the target, and what it was before."""
    colours = canvas.colours
    met = measured.is_met
    colour = colours.text if met is None else colours.good if met else colours.bad
    mark = "" if met is None else " ✓" if met else " ×"
    value = wording.measure_text(measured, measured.value, say) + mark
    width = canvas.text(WIDTH - _EDGE, top + 22, value, 32, colour=colour, bold=True, align="right", room=300)
    canvas.text(_EDGE, top + 22, say(f"measure.{measured.measure.value}"), 27, room=_INNER - width - 24)
    notes = [say("today.before", value=wording.measure_text(measured, measured.before, say))]
    if measured.target is not None:
        key = "today.target_less" if measured.less else "today.target_more"
        notes.insert(0, say(key, value=wording.measure_text(measured, measured.target, say)))
    canvas.text(_EDGE, top + 56, " · ".join(notes), 21, colour=colours.muted, room=_INNER)
    _bar(canvas, top + 77, measured, colour if met is not None else colours.accent)


def _bar(canvas: Canvas, y: float, measured: Measured, colour: str) -> None:
    """Shares fill the track; one that should be small has a track of five times its target."""
    if measured.unit is not Unit.SHARE:
        canvas.box(_EDGE, y + 3, _INNER, 2, canvas.colours.track)
        return
    whole = ALL
    if measured.target is not None and (measured.less or measured.target < ALL // 4):
        whole = min(ALL, measured.target * 5)
    canvas.box(_EDGE, y, _INNER, 8, canvas.colours.track, round_=4)
    filled = min(max(measured.value or 0, 0), whole)
    canvas.box(_EDGE, y, _INNER * filled / whole, 8, colour, round_=4)
    if measured.target is not None:
        canvas.box(_EDGE + _INNER * measured.target / whole - 2, y - 5, 4, 18, canvas.colours.text)
