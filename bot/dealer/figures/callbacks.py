"""Buttons under an own figure."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class FigureTap(CallbackData, prefix="fg1"):
    """Which picture, of which span."""

    figure: str
    span: str
