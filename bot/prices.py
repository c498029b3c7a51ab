"""Prices as people type them. Pure."""

from __future__ import annotations

from decimal import Decimal

from bot.office.figures import read_amount
from core.kernel.money import MICROS, UnitPrice

_DIGITS = (2, 4)  # after the point: as money has them, and as prices of small things do
_MOST = Decimal(10) ** 9


def read_price(text: str, near: UnitPrice) -> UnitPrice | None:
    """ "1,020", "1.020,50", "0.5225": of two readings the one nearer to ``near``; None for no price."""
    found = [read_amount(text, digits=digits) for digits in _DIGITS]
    values = [
        one.value
        for one in found
        if one is not None and 0 < one.value < _MOST and one.currency in (None, near.currency)
    ]
    if not values:
        return None
    there = near.to_decimal() or Decimal(1)
    nearest = min(values, key=lambda value: max(value / there, there / value))
    return UnitPrice(int(nearest * MICROS), near.currency)
