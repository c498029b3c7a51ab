"""Buttons below a proof of delivery."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ProofTap(CallbackData, prefix="pf1"):
    """act: the page, a rating ("1" to "5"), that nobody wants to say why it is so low, or the photos of a
    stop that was given up (proof: the stop's id)."""

    act: str
    proof: str


PAGE, SKIP, PHOTOS = "pdf", "skip", "photos"
# The question why a rating is so low.
WHY = "rating.why"
