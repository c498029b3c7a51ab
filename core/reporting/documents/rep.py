"""A rep's year as a picture: a bar for each month."""

from __future__ import annotations

from core.i18n.phrases import Say
from core.kernel.money import Money
from core.reporting.documents import wording
from core.reporting.documents.chart import Bar, draw_bars
from core.reporting.territory_types import RepMonth


def draw_months(found: RepMonth, say: Say, *, dark: bool) -> bytes:
    """A PNG, 960 pixels wide. ``say`` must not escape: texts are drawn plainly."""
    currency = found.now.value.currency
    bars = [
        Bar("", value, wording.short_money(Money(value, currency), say), wording.brief_month(start, say))
        for start, value in found.months
    ]
    first = wording.day_text(found.months[0][0], say)
    subtitle = f"{first} – {wording.day_text(found.today, say)}"
    return draw_bars(bars, say("rep.picture"), subtitle, say, dark=dark, by_time=True)
