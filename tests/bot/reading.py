"""A screen as a person reads it."""

from __future__ import annotations

from bot.screen import Screen, escape
from core.i18n.phrases import Phrasebook, Say

BOOK = Phrasebook()


def as_read(screen: Screen) -> str:
    """The text, and below it the buttons, a row a line."""
    rows = ["[" + "] [".join(button.text for button in row) + "]" for row in screen.rows]
    return "\n".join([screen.text, *rows]) + "\n"


def voice(language: str) -> Say:
    return BOOK.say(language, zone="UTC", escape=escape)


# TEXTS#
