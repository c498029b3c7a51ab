"""Buttons below money that a driver took."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DoorMoneyTap(CallbackData, prefix="dm1"):
    """act: it is there and is booked, or it is missing."""

    act: str
    money: str


BOOK, MISS = "book", "miss"
