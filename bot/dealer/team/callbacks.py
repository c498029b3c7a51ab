"""Buttons of /team."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TeamTap(CallbackData, prefix="tm1"):
    """act: see below; person: whom it is about; role: for ROLE, LINK, PHONE and INVITE."""

    act: str
    person: str = ""
    role: str = ""


LIST, OPEN, ROLE, REMOVE, REMOVE_SURE, NEW_LINK = "list", "open", "role", "rm", "rm!", "again"
INVITE, LINK, PHONE = "inv", "link", "tel"
