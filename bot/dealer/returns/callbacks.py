"""Buttons of returns: of whoever sends goods back, of whoever decides, of whoever gets them."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ReturnTap(CallbackData, prefix="rt1"):
    """act on a draft; ``n``: a line's position, a quantity, a reason or a page, and ``at`` the line of a
    quantity."""

    act: str
    key: str
    n: int = 0
    at: int = 0


START, LINE, QUANTITY, REASON, CHOOSE_REASON, SEND, DROP, BACK = "o", "l", "q", "r", "c", "s", "d", "b"


class DecideTap(CallbackData, prefix="rd1"):
    act: str
    approval: str


FETCH, KEEP, DECLINE, PHOTOS, SHOW = "f", "k", "d", "p", "s"


class ReceiveTap(CallbackData, prefix="rr1"):
    act: str
    key: str


OPEN, GOOD, DAMAGED, NOTHING = "o", "g", "d", "n"

# Questions that a typed message answers.
HOW_MANY, WHY_NOT, HOW_CAME = "return_quantity", "return_no", "return_came"
