"""Buttons of the back office."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class OfficeTap(CallbackData, prefix="of1"):
    """act: pick (n: which option), yes, no. step: of the proposal, when the button was drawn."""

    act: str
    proposal: str
    step: int
    n: int = 0


PICK, YES, NO = "p", "y", "n"


class OfficeOpen(CallbackData, prefix="oo1"):
    """Begins a command with its first argument, an id, given."""

    command: str
    subject: str


class DealersPage(CallbackData, prefix="od1"):
    page: int


class HelpTap(CallbackData, prefix="oh1"):
    """What the commands of an area do."""

    area: str
