"""Buttons below a proof of delivery."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ProofTap(CallbackData, prefix="pf1"):
    """act: the page, or whether all was well."""

    act: str
    proof: str


PAGE, GOOD, BAD = "pdf", "good", "bad"
