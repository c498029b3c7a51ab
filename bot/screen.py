"""A screen: the text and the buttons of one message. Pure values; ``bot.turn`` shows them."""

from __future__ import annotations

import base64
import html
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TEXT_LIMIT = 4096
BUTTON_BYTES = 64


def escape(text: str) -> str:
    """Text that cannot turn into Telegram's HTML."""
    return html.escape(text, quote=False)


def clip(text: str, most: int) -> str:
    """At most so many characters, with an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def listed(values: Iterable[object], most: int = 12) -> str:
    """Numbers or names one after the other: "1, 2, 3"; an ellipsis stands for those beyond ``most``."""
    words = [str(value) for value in values]
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def visible_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units, after the markup is gone."""
    bare = html.unescape(re.sub(r"<[^>]*>", "", text))
    return len(bare.encode("utf-16-le")) // 2


def fit(text: str, most: int = TEXT_LIMIT) -> str:
    """The text, or as many whole rows of it as a message can hold, with an ellipsis at the end.

    Rows are never cut inside, so no tag or entity breaks: in our phrases markup opens and closes in one row.
    """
    # A character is at most two units, so short texts need no closer look.
    if len(text) * 2 <= most or visible_length(text) <= most:
        return text
    rows = text.split("\n")
    while rows and visible_length("\n".join(rows)) > most - 2:
        rows.pop()
    return "\n".join([*rows, "…"])


def short_id(value: uuid.UUID) -> str:
    """An id in 22 characters, so that it leaves room in a button's 64 bytes."""
    return base64.urlsafe_b64encode(value.bytes).rstrip(b"=").decode()


class OldButton(ValueError):
    """A button says what no button of ours says today: an older release's, or a forged one."""


def long_id(text: str) -> uuid.UUID:
    """The id behind ``short_id``; OldButton for anything else."""
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except ValueError as error:
        raise OldButton(text) from error


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: ``data`` comes back when it is tapped."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. ``ask_contact`` is the label of a reply-keyboard button that shares the own contact."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    ask_contact: str | None = None
    drop_keyboard: bool = False

    def markup(self) -> Any:
        """Telegram's reply markup, None for none."""
        if self.ask_contact is not None:
            return {
                "keyboard": [[{"text": self.ask_contact, "request_contact": True}]],
                "resize_keyboard": True,
                "one_time_keyboard": True,
            }
        if self.drop_keyboard:
            return {"remove_keyboard": True}
        return self.inline_markup() if self.rows else None

    def inline_markup(self) -> Any:
        return {
            "inline_keyboard": [
                [{"text": clip(button.text, 60), "callback_data": button.data} for button in row]
                for row in self.rows
                if row
            ]
        }


def grid(buttons: Iterable[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of ``width``."""
    flat = list(buttons)
    return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))


def paragraphs(*parts: str | None) -> str:
    """Blocks of text with an empty line between, without the empty ones."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
