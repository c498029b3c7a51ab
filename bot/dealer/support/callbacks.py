"""Buttons of a dealer who wants a human."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class HumanTap(CallbackData, prefix="hm1"):
    """act: ask for one, or back to the machine."""

    act: str


ASK, END = "ask", "end"
