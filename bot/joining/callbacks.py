"""Buttons of joining."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class LanguageTap(CallbackData, prefix="lg1"):
    language: str
