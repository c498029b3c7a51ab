"""What the buttons about a voice note say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

TAKE = "t"  # order by it although it was ordered by before
THROW = "x"


class VoiceTap(CallbackData, prefix="vo1"):
    act: str
    id: str
