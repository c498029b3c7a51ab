"""Buttons under order lists and orders."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class OrdersPage(CallbackData, prefix="op1"):
    page: int


class OrderTap(CallbackData, prefix="o1"):
    """n: page of the order's lines."""

    order: str
    n: int = 0


class MergeTap(CallbackData, prefix="om1"):
    """saving: what was seen, in minor units; 0: it is to be shown first."""

    order: str
    saving: int = 0
