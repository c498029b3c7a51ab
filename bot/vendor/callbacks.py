"""Buttons of purchase orders."""

from __future__ import annotations

import uuid

from aiogram.filters.callback_data import CallbackData

OPEN, ACKNOWLEDGE, WHICH_DAY, DAY, WHICH_REASON, REASON = "o", "a", "wd", "d", "wr", "r"
WHICH_CARRIER, CARRIER, UNTRACKED = "wc", "c", "u"
OTHER_VENDOR, OWN_STOCK, CANCEL = "v", "s", "x"


class PurchaseTap(CallbackData, prefix="po1"):
    """Under the card of the vendor's people. v: version that was seen. x: a day, a reason or a carrier."""

    act: str
    purchase: str
    v: int
    x: str = ""


class DirectTap(CallbackData, prefix="ds1"):
    """Under the card of the house. x: the other vendor's id."""

    act: str
    purchase: str
    v: int
    x: str = ""


def purchase_subject(purchase_id: uuid.UUID) -> str:
    return f"purchase:{purchase_id}"


def sale_subject(purchase_id: uuid.UUID) -> str:
    return f"direct:{purchase_id}"
