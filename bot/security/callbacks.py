"""Buttons of /security."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class SecurityTap(CallbackData, prefix="sc1"):
    """act: see below; session: which chat, for SIGN_OUT."""

    act: str
    session: str = ""


SIGN_OUT, SIGN_OUT_OTHERS, LINK, ENROL, RENEW, DROP = "out", "others", "link", "enrol", "renew", "drop"
