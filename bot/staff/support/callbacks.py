"""Buttons of conversations with dealers."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TalkTap(CallbackData, prefix="cv1"):
    """act on a conversation, as it was at version v; page: of its thread, the newest first."""

    act: str
    talk: str
    v: int = 0
    page: int = 0


TAKE, DRAFT, BACK, THREAD, PAUSE, GO_ON, CARD = "t", "d", "b", "r", "p", "g", "c"


class WordTap(CallbackData, prefix="cw1"):
    """Have the machine read a word."""

    word: str


class PhrasingTap(CallbackData, prefix="cq1"):
    """Whether words of dealers become a question of the office."""

    meant: str
    adds: bool


class TalksTap(CallbackData, prefix="cl1"):
    """A page of the open conversations."""

    page: int = 0
