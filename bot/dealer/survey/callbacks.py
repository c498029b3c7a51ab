"""Buttons below a question of the house."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class AnswerTap(CallbackData, prefix="sa1"):
    """act: the answer, counted from "1", or one of the below."""

    act: str
    survey: str


OPEN, SAY = "open", "say"
# What a person types to the own answer.
REMARK = "answer_remark"
