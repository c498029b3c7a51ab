"""Buttons below a proof of delivery."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ProofTap(CallbackData, prefix="pf1"):
    """act: the page, a rating ("1" to "5"), or that nobody wants to say why it is so low."""

    act: str
    proof: str


PAGE, SKIP = "pdf", "skip"
# The question why a rating is so low.
WHY = "rating.why"
