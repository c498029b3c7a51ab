"""Buttons of a dealer who wants a human."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class HumanTap(CallbackData, prefix="hm1"):
    """act: ask for one, back to the machine, or: that was what I asked."""

    act: str


ASK, END, YES = "ask", "end", "yes"
