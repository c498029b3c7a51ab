"""Buttons below money that a driver took."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DoorMoneyTap(CallbackData, prefix="dm2"):
    """act: it is there and is booked, or it is missing. seen: the amount on the card, in minor units."""

    act: str
    money: str
    seen: int


BOOK, MISS = "book", "miss"
