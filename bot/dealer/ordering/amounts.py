"""Quantities and units as people read them."""

from __future__ import annotations

from decimal import Decimal

from bot.screen import escape
from core.i18n.phrases import Say
from core.orders.types import QuoteLine


def unit_name(say: Say, unit: str, count: Decimal | int) -> str:
    """The unit's word in the reader's language, singular or plural; its code where there is none."""
    key = f"unit.{unit}"
    if not say.book.has("en", key):
        return escape(unit)
    # Plural rules know whole numbers; half a case is more than one in none of our languages.
    whole = int(count) if Decimal(count) == int(count) else 2
    return say(key, whole).replace("{count}", "").strip()


def amount(say: Say, quantity: Decimal | int, unit: str) -> str:
    """ "10 cases" in the reader's language."""
    return f"{say.number(Decimal(quantity).normalize())} {unit_name(say, unit, quantity)}"


def line_amount(say: Say, line: QuoteLine) -> str:
    """ "10 cases (240)": units as ordered, base units behind where they differ."""
    if line.unit_quantity is None or line.quantity is None:
        return ""
    shown = amount(say, line.unit_quantity, line.unit)
    if line.quantity != line.unit_quantity:
        shown += f" ({say.number(line.quantity)})"
    return shown
