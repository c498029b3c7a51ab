"""Buttons of broadcasts."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class BroadcastTap(CallbackData, prefix="bc1"):
    """act: show, stop, stop! (sure)."""

    act: str
    broadcast: str


SHOW, STOP, STOP_SURE = "show", "stop", "stop!"
