"""What the buttons under a file's question say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

TAKE = "t"
COLUMN = "c"  # n: the column that is the quantity
LEAVE = "x"


class FileTap(CallbackData, prefix="of1"):
    act: str
    file: str
    n: int = 0
