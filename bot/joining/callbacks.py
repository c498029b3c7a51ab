"""Buttons of joining."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

# What the start parameter of an invite link begins with.
INVITE = "inv_"


class LanguageTap(CallbackData, prefix="lg1"):
    language: str
