"""Buttons of an approval card."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ApprovalTap(CallbackData, prefix="ap1"):
    """act: yes, no (asks for the reason), why (n: which reason), back."""

    act: str
    approval: str
    n: int = 0


APPROVE, DECLINE, REASON, BACK = "y", "n", "r", "b"
REASONS = ("credit", "overdue", "stock", "price", "other")
