"""Buttons of an order that is prepared for a dealer."""

from __future__ import annotations

import uuid

from aiogram.filters.callback_data import CallbackData

from bot.screen import short_id
from core.kernel.ids import DealerId


class PrepareTap(CallbackData, prefix="pr1"):
    """act on a prepared order in version v (n, x: what the act needs besides); to begin, key is a dealer."""

    act: str
    key: str
    v: int = 0
    n: int = 0
    x: str = ""


BEGIN = "b"  # key: dealer
PICK = "p"  # n: line, x: choice
AMOUNT = "a"  # n: line, x: quantity of units, ",unit"
REMOVE = "r"  # n: line
REWORD = "w"  # n: line: write it another way
SEND = "s"
ANEW = "n"
LEAVE = "l"
ANSWER = "preparing:words"


def begin_tap(dealer_id: DealerId) -> str:
    return PrepareTap(act=BEGIN, key=short_id(dealer_id)).pack()


def subject_of(prepared_id: uuid.UUID) -> str:
    return f"prepared:{prepared_id}"
