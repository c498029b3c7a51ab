"""Buttons of proposals and of goods on their way."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

LIST, ACCEPT, DECLINE, ARRIVED = "l", "a", "d", "h"


class SupplyTap(CallbackData, prefix="sp1"):
    """act: list, accept or decline a proposal, or book a transfer in; subject: its id, "" for the list."""

    act: str
    subject: str = ""
