"""Buttons of /audit."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class AuditTap(CallbackData, prefix="au1"):
    """about and id: what it is narrowed to; until: seconds since 1970, 0 for now; page: from 0."""

    about: str
    id: str = ""
    until: int = 0
    page: int = 0
