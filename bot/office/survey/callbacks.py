"""Buttons of surveys."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class SurveyTap(CallbackData, prefix="sv1"):
    """act: show, the ending of a file (SurveyForm), end, end! (sure)."""

    act: str
    survey: str


SHOW, END, END_SURE = "show", "end", "end!"
