"""All that one sandbox holds: the bot, its chats, updates, files, commands and faults. In memory only."""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from core.kernel.clock import Clock, SystemClock
from dealerline.sandbox.chats import Chat, Json, Person, StoredMessage, Tap
from dealerline.sandbox.errors import PersonError
from dealerline.sandbox.events import EventLog
from dealerline.sandbox.faults import Faults
from dealerline.sandbox.files import FileStore
from dealerline.sandbox.markup import Markup, is_inline
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.sandbox.updates import UpdateQueue

FIRST_PERSON_ID = 5001
MOST_PEOPLE = 1000
MOST_TAPS = 5000
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of the bot, for tests that ask what it did."""

    method: str
    ok: bool
    description: str
    fields: dict[str, str]

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(slots=True)
class InlineQuery:
    """What somebody typed behind the bot's name. results: None until the bot has answered."""

    chat_id: int
    text: str
    results: list[Json] | None = None


class World:
    def __init__(self, settings: SandboxSettings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        # Ids start where time stands, so a bot that kept its database never sees an old id again.
        first_id = max(int((self.clock.now() - _EPOCH).total_seconds()), 1)
        self._next_message_id = first_id
        self.updates = UpdateQueue(self.clock, first_id)
        self.events = EventLog()
        self.files = FileStore(settings.file_bytes)
        self.faults = Faults()
        self.chats: dict[int, Chat] = {}
        self.taps: OrderedDict[str, Tap] = OrderedDict()
        self.inline_queries: OrderedDict[str, InlineQuery] = OrderedDict()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.calls: deque[CallRecord] = deque(maxlen=settings.calls_kept)
        self.bot: Json = {
            "id": settings.bot_id,
            "is_bot": True,
            "first_name": settings.bot_name,
            "username": settings.bot_username,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        for person in settings.users:
            self.add_person(person)

    @property
    def bot_user(self) -> Json:
        """The bot as the sender of a message: without what only getMe tells."""
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def close(self) -> None:
        """Lets everybody who waits go, so that the server can stop."""
        self.events.close()
        self.updates.signal.fire()

    # People

    def add_person(self, wanted: SandboxPerson) -> Chat:
        if len(self.chats) >= MOST_PEOPLE:
            raise PersonError(f"a sandbox holds at most {MOST_PEOPLE} people", 409)
        person_id = wanted.id or max([FIRST_PERSON_ID - 1, *self.chats]) + 1
        if person_id in self.chats:
            raise PersonError(f"there is somebody with id {person_id} already", 409)
        person = Person(
            id=person_id,
            name=wanted.name,
            last_name=wanted.last_name,
            username=wanted.username,
            language=wanted.language,
            phone=wanted.phone or f"1555{person_id % 10_000_000:07d}",
            role=wanted.role,
            start_payload=wanted.start_payload,
            suggestions=tuple(wanted.suggestions),
        )
        chat = Chat(person, self.settings.messages_per_chat, started=wanted.started)
        self.chats[person_id] = chat
        self.events.record("person", person_id, chat=chat.as_json())
        return chat

    # Messages

    def new_message(self, chat: Chat, content: Json, *, from_bot: bool) -> StoredMessage:
        """A Message with id, sender, date; not yet in the chat."""
        self._next_message_id += 1
        now = self.clock.now()
        sender = self.bot_user if from_bot else chat.person.as_user()
        body = {
            "message_id": self._next_message_id,
            "from": sender,
            "chat": chat.person.as_chat(),
            "date": int(now.timestamp()),
            **content,
        }
        return StoredMessage(body, from_bot=from_bot, sent_at=now)

    def post(self, chat: Chat, message: StoredMessage, markup: Markup | None = None) -> StoredMessage:
        """Puts the message into the chat; a reply keyboard goes to the chat, an inline one to the message."""
        if is_inline(markup):
            message.body["reply_markup"] = markup
        elif markup is not None:
            message.editable = False
            shown = {**markup, "message_id": message.id}
            self.set_keyboard(chat, None if markup.get("remove_keyboard") else shown)
        chat.add(message)
        self.events.record("message", chat.id, **message.as_json())
        return message

    def changed(self, chat: Chat, message: StoredMessage) -> None:
        chat.touch(message)
        self.events.record("edited", chat.id, **message.as_json())

    def delete(self, chat: Chat, message: StoredMessage) -> None:
        del chat.messages[message.id]
        chat.revision += 1
        self.events.record("deleted", chat.id, message_id=message.id, revision=chat.revision)

    def set_keyboard(self, chat: Chat, keyboard: Markup | None) -> None:
        chat.keyboard = keyboard
        self.events.record("keyboard", chat.id, keyboard=keyboard)

    def out_of_reach(self, message: StoredMessage) -> bool:
        return self.clock.now() - message.sent_at >= timedelta(hours=self.settings.message_hours)

    # Taps

    def new_tap(self, chat: Chat, message_id: int, data: str) -> Tap:
        tap = Tap(str(secrets.randbits(62)), chat.id, message_id, data, self.clock.now())
        self.taps[tap.id] = tap
        while len(self.taps) > MOST_TAPS:
            self.taps.popitem(last=False)
        return tap

    def take_tap(self, tap_id: str) -> Tap | None:
        """The tap if it can still be answered; nobody can answer it a second time."""
        tap = self.taps.pop(tap_id, None)
        life = timedelta(seconds=self.settings.callback_seconds)
        if tap is None or self.clock.now() - tap.at > life:
            return None
        return tap

    # Commands

    def commands_for(self, chat: Chat) -> list[Json]:
        """What the menu of this person shows: the narrowest scope wins, then the language."""
        for scope in (f"chat:{chat.id}", "all_private_chats", "default"):
            for language in (chat.person.language or "", ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def note_commands(self) -> None:
        self.events.record("commands", None, commands=self.all_commands())

    def all_commands(self) -> dict[int, list[Json]]:
        return {chat.id: self.commands_for(chat) for chat in self.chats.values()}

    def as_json(self) -> Json:
        """Everything a page needs to draw itself, with the number of the event it is true after."""
        return {
            "start_id": self.events.start_id,
            "number": self.events.number,
            "bot": self.bot_user,
            "commands": self.all_commands(),
            "chats": [chat.as_json() for chat in self.chats.values()],
        }


def inaccessible(chat: Chat, message_id: int) -> dict[str, Any]:
    """What a button of a message out of reach comes with."""
    return {"chat": chat.person.as_chat(), "message_id": message_id, "date": 0}
