"""What the buttons of the catalogue say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PlaceTap(CallbackData, prefix="cp1"):
    """To a place of the catalogue. show: what of it; at, brand: marks of category and brand; n: page."""

    show: str
    at: str = ""
    brand: str = ""
    n: int = 0


GOODS = "g"  # the categories and goods of the place
BRANDS = "b"  # its brands, to choose one
NEW = "n"
BACK = "r"
USUAL = "u"


class ProductTap(CallbackData, prefix="cc1"):
    """On the card of a product. key: product; x, n: which draft in which version stood on the card, so that
    every tap that shall count is another one."""

    act: str
    key: str
    x: str = ""
    n: int = 0


OPEN = "o"  # the card as a message of its own
ADD = "a"  # what one tap orders
OTHER = "t"  # another amount, typed
WATCH = "w"  # n: 1: tell me when it is there, 0: do not
UNPICTURE = "p"  # the office takes the picture away

AMOUNT = "amount_from_catalogue"  # name of the question for another amount
START = "catalogue"  # the deep link that leads here
