"""Buttons of an approval card."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ApprovalTap(CallbackData, prefix="ap1"):
    """act: yes, part (asks for the amount), no (asks for the reason), why (n: which reason), back."""

    act: str
    approval: str
    n: int = 0


APPROVE, PART, DECLINE, REASON, BACK = "y", "p", "n", "r", "b"
REASONS = ("credit", "overdue", "stock", "price", "other")
PART_ANSWER = "approval_part"
