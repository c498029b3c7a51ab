"""Buttons of a move to another tier that waits for a decision."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TierTap(CallbackData, prefix="tr1"):
    """act: yes or no."""

    act: str
    move: str


APPROVE, DECLINE = "y", "n"
