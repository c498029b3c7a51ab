"""What a person sees in a chat: messages, buttons, answers to taps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")


class WaitedInVain(AssertionError):
    """What was waited for did not come; the text shows what is in the chat instead."""


class Refused(Exception):
    """The sandbox does not let this person do that (blocked bot, no such button)."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button and its place under the message."""

    text: str
    data: str | None
    url: str | None
    row: int
    column: int
    raw: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as it stands now. ``revision`` tells which change of the chat made it so."""

    raw: Json = field(repr=False)
    from_bot: bool
    revision: int

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or [])

    @property
    def is_edited(self) -> bool:
        return "edit_date" in self.raw

    @property
    def rows(self) -> list[list[Button]]:
        keyboard = (self.raw.get("reply_markup") or {}).get("inline_keyboard", [])
        return [
            [
                Button(b["text"], b.get("callback_data"), b.get("url"), row, column, b)
                for column, b in enumerate(buttons)
            ]
            for row, buttons in enumerate(keyboard)
        ]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    def button(self, wanted: str | Callable[[Button], bool]) -> Button | None:
        """The button with exactly this text, else the first that has it in its text; or by a predicate."""
        return pick(self.buttons, wanted, lambda button: button.text)

    @property
    def file_id(self) -> str | None:
        """Of the photo (largest), document, voice note or sticker."""
        if photos := self.raw.get("photo"):
            return str(photos[-1]["file_id"])
        for kind in ("document", "voice", "sticker"):
            if kind in self.raw:
                return str(self.raw[kind]["file_id"])
        return None

    @property
    def file_name(self) -> str | None:
        document: Json = self.raw.get("document") or {}
        return document.get("file_name")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said to a tap: a toast, or an alert to be closed; both may be without words."""

    text: str
    show_alert: bool
    url: str


Wanted = str | Callable[[ChatMessage], bool]


def seen_message(entry: Json) -> ChatMessage:
    return ChatMessage(entry["message"], entry["from_bot"], entry["revision"])


def fits(message: ChatMessage, wanted: Wanted) -> bool:
    return wanted in message.text if isinstance(wanted, str) else bool(wanted(message))


def pick(things: Sequence[T], wanted: str | Callable[[T], bool], text: Callable[[T], str]) -> T | None:
    if not isinstance(wanted, str):
        return next((thing for thing in things if wanted(thing)), None)
    exact = next((thing for thing in things if text(thing) == wanted), None)
    return exact or next((thing for thing in things if wanted in text(thing)), None)
