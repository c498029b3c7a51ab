"""Buttons of /drive."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DriveTap(CallbackData, prefix="dv1"):
    """act: a new link, or sign the phone of ``session`` out."""

    act: str
    session: str = ""


LINK, SIGN_OUT = "link", "out"
