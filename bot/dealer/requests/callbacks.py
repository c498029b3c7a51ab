"""Buttons of orders that wait, counter-offers, price requests and quotations."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class WaitTap(CallbackData, prefix="wo1"):
    """act on an own order that waits."""

    act: str
    order: str


CANCEL, REALLY, CHANGE, FITS, ANSWER, SHOW = "c", "r", "e", "f", "a", "s"


class OfferTap(CallbackData, prefix="of1"):
    """Take a counter-offer, or not."""

    offer: str
    yes: bool


class QuotationTap(CallbackData, prefix="qt1"):
    """act: show or order."""

    act: str
    quotation: str


OPEN, ORDER = "s", "o"


class QuotationsPage(CallbackData, prefix="qs1"):
    page: int


class RequestTap(CallbackData, prefix="rq1"):
    """Take a price request back."""

    request: str


# Questions that a typed message answers.
ANSWER_HOUSE, BETTER_PRICE = "answer_house", "better_price"
