"""Figures of a plan beside those of another one. Pure."""

from __future__ import annotations

from decimal import Decimal

from bot.screen import lines
from core.dispatch.plan_types import Figures
from core.i18n.phrases import Raw, Say


def kilometres(metres: int) -> Decimal:
    """ "12.3": one digit is what a road is worth."""
    return Decimal(metres).scaleb(-3).quantize(Decimal("0.1"))


def kilograms(grams: int) -> Decimal:
    return Decimal(grams).scaleb(-3).quantize(Decimal("0.1"))


def hours(seconds: int) -> Raw:
    """ "5:40"."""
    minutes = (seconds + 30) // 60
    return Raw(f"{minutes // 60}:{minutes % 60:02}")


def figure_changes(now: Figures, then: Figures, say: Say) -> str:
    """A line a figure: "Kilometres: 42 → 47"."""
    rows = [
        ("routes.row_vans", say.number(now.vans), say.number(then.vans)),
        ("routes.row_served", say.number(now.stops), say.number(then.stops)),
        ("routes.row_km", say.number(kilometres(now.distance_m)), say.number(kilometres(then.distance_m))),
        ("routes.row_hours", hours(now.drive_seconds), hours(then.drive_seconds)),
        ("routes.row_cost", say.money(now.cost), say.money(then.cost)),
        ("routes.row_carbon", say.number(kilograms(now.co2_g)), say.number(kilograms(then.co2_g))),
    ]
    return lines(*(f"{say(key)}: {before} → <b>{after}</b>" for key, before, after in rows))
