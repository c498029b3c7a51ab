"""What the buttons of templates say when they are tapped."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TemplateTap(CallbackData, prefix="tp1"):
    """key: of the template, or of the draft or order that is to be kept; n: what the act needs besides."""

    act: str
    key: str = ""
    n: int = 0


class StandingTap(CallbackData, prefix="so1"):
    """key: of the template; n: what the act needs besides; x: the plan, or the day of a period."""

    act: str
    key: str
    n: int = 0
    x: str = ""


PLAN = "p"
START = "s"
PAUSE = "z"  # n: 1: pause, 0: go on
END = "e"
CONFIRM = "c"
SKIP = "k"
CHANGE = "v"
MORE = "+"  # n: line
LESS = "-"  # n: line

LIST = "l"  # n: page
OPEN = "o"
ORDER = "g"
FILL = "f"
RENAME = "r"
SHARE = "h"  # n: 1 or 0
DELETE = "d"  # n: 1: yes
SAVE_DRAFT = "sd"
SAVE_ORDER = "so"
INSTEAD = "i"  # n: line

# Questions that wait for a typed answer.
NAME = "template.name"
NEW_NAME = "template.new_name"
LEFT = "template.left"
