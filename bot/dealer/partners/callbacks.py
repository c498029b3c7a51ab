"""Buttons of what a dealer is asked to give."""

from __future__ import annotations

import uuid

from aiogram.filters.callback_data import CallbackData

OPEN, GIVE, WHICH_REASON, REASON, HANDED, WHICH_NUMBER = "o", "g", "wr", "r", "h", "wn"


class GiveTap(CallbackData, prefix="gv1"):
    """v: version that was seen. x: a reason."""

    act: str
    purchase: str
    v: int
    x: str = ""


def give_subject(purchase_id: uuid.UUID) -> str:
    return f"give:{purchase_id}"
