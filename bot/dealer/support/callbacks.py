"""Buttons of a dealer who wants a human."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class HumanTap(CallbackData, prefix="hm1"):
    """act: ask for one, back to the machine, or: that was what I asked."""

    act: str


class MeantTap(CallbackData, prefix="hq1"):
    """One of the answers that were offered is meant, or (``none``) no one is."""

    meant: str
    none: bool = False


ASK, END, YES = "ask", "end", "yes"
