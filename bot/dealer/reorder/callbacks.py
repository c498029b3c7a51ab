"""Buttons that order a past order again."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ReorderTap(CallbackData, prefix="ro1"):
    """Its goods into the draft."""

    order: str


class ReorderPage(CallbackData, prefix="rp1"):
    """A page of the orders, each one tap away from the draft."""

    page: int


class SubstituteTap(CallbackData, prefix="rs1"):
    """n: line of the order that can no longer be ordered; product: what stands in."""

    order: str
    n: int
    product: str
