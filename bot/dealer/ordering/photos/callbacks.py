"""What the buttons about a photo say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

TAKE = "t"  # order by it although it was ordered by before
LEAVE = "x"
ROWS = "r"  # all that was read of it
PICTURE = "p"  # the photo itself


class PhotoTap(CallbackData, prefix="ph1"):
    act: str
    id: str
