"""Buttons of pick lists and shipments."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

OPEN, TICK, PACK, SHORT, SHORT_LINE, LACK, PARCELS = "o", "t", "p", "s", "m", "k", "w"
VAN, FETCH, CARRIER, CARRIER_PICKED, ON_ROAD = "v", "f", "c", "cp", "r"
BOOK, HAND_OVER, LABEL, CALL_OFF = "b", "h", "la", "co"
DELIVERED, NOT_ALL, NOT_LINE, NOT_WHY, NOTHING = "d", "n", "nl", "ny", "x"


class ShipmentTap(CallbackData, prefix="sh1"):
    """v: version of the shipment that was seen. n: a line's position, or a page. x: more, by the act."""

    act: str
    shipment: str
    v: int
    n: int = 0
    x: str = ""


class PickListTap(CallbackData, prefix="pl1"):
    """do: open or pdf. n: page."""

    do: str
    pick_list: str
    n: int = 0


class ShipmentsPage(CallbackData, prefix="shp1"):
    page: int
