"""Buttons of an order that somebody of the house has prepared."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PreparedTap(CallbackData, prefix="pd1"):
    """act: what the dealer says to it."""

    act: str
    prepared: str


TAKE, DECLINE, EXPLAIN = "t", "d", "e"
EXPLAIN_ANSWER = "prepared:why"
