"""A private chat of one person with the bot: its messages, its keyboard, the taps that wait."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dealerline.sandbox.markup import Markup

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    id: int
    name: str
    last_name: str = ""
    username: str | None = None
    language: str | None = "en"
    phone: str = ""
    role: str = ""
    start_payload: str = ""
    suggestions: tuple[str, ...] = ()

    def as_user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language,
        }
        return user | {key: value for key, value in optional.items() if value}

    def as_chat(self) -> Json:
        chat = self.as_user() | {"type": "private"}
        del chat["is_bot"]
        chat.pop("language_code", None)
        return chat


@dataclass(slots=True)
class StoredMessage:
    """``body`` is the Message object of the Bot API; ``revision`` grows with each change in its chat."""

    body: Json
    from_bot: bool
    sent_at: datetime
    revision: int = 0
    editable: bool = True

    @property
    def id(self) -> int:
        return int(self.body["message_id"])

    @property
    def inline_rows(self) -> list[list[Json]]:
        markup = self.body.get("reply_markup") or {}
        rows: list[list[Json]] = markup.get("inline_keyboard", [])
        return rows

    def as_json(self) -> Json:
        return {"message": self.body, "from_bot": self.from_bot, "revision": self.revision}


@dataclass(slots=True)
class Tap:
    """A callback query that waits for its answer."""

    id: str
    chat_id: int
    message_id: int
    data: str
    at: datetime


@dataclass(slots=True)
class Chat:
    person: Person
    most_messages: int
    started: bool = False
    blocked: bool = False
    keyboard: Markup | None = None  # the reply keyboard or forced reply that shows now
    revision: int = 0
    messages: OrderedDict[int, StoredMessage] = field(default_factory=OrderedDict)
    instance: str = field(default_factory=lambda: str(secrets.randbits(62)))

    @property
    def id(self) -> int:
        return self.person.id

    def add(self, message: StoredMessage) -> None:
        self.touch(message)
        self.messages[message.id] = message
        while len(self.messages) > self.most_messages:
            self.messages.popitem(last=False)

    def touch(self, message: StoredMessage) -> None:
        self.revision += 1
        message.revision = self.revision

    def as_json(self) -> Json:
        person = self.person
        return {
            "id": self.id,
            "name": person.name,
            "last_name": person.last_name,
            "username": person.username,
            "language": person.language,
            "phone": person.phone,
            "role": person.role,
            "start_payload": person.start_payload,
            "suggestions": list(person.suggestions),
            "started": self.started,
            "blocked": self.blocked,
            "keyboard": self.keyboard,
            "revision": self.revision,
            "messages": [message.as_json() for message in self.messages.values()],
        }
