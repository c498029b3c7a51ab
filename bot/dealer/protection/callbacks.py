"""Buttons of price protection: of the dealer who claims, and of whoever decides."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ProtectionTap(CallbackData, prefix="pp1"):
    """act on what can be claimed of a product; n: pieces."""

    act: str
    key: str
    n: int = 0


OPEN, CLAIM, FEWER = "o", "c", "f"


class GrantTap(CallbackData, prefix="pg1"):
    """act on a claim that waits for a decision; n: the pieces that the card showed."""

    act: str
    approval: str
    n: int = 0


GRANT, PART, DECLINE, SHOW = "g", "p", "d", "s"

# Questions that a typed message answers.
HOW_MANY, HOW_MUCH, WHY_NOT = "protection_pieces", "protection_part", "protection_no"
