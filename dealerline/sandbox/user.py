"""A person for tests, with a mirror of the private chat with the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import aiohttp

from dealerline.sandbox.seen import (
    Answer,
    Button,
    ChatMessage,
    Json,
    WaitedInVain,
    Wanted,
    fits,
    pick,
    seen_message,
)

DEFAULT_TIMEOUT = 30.0
WantedButton = str | Callable[[Button], bool]


class Line(Protocol):
    """What a person needs of the client: sending an act, and waiting for events."""

    async def post(self, path: str, content: Json | aiohttp.FormData) -> Json: ...

    async def read(self, path: str) -> bytes: ...

    async def until(self, state: Callable[[], bool], seconds: float, trouble: Callable[[], str]) -> None: ...


class Tapped:
    """A tap on its way; ``answer`` waits until the bot has answered it."""

    def __init__(self, user: SandboxUser, tap_id: str) -> None:
        self._user = user
        self.id = tap_id

    @property
    def is_answered(self) -> bool:
        return self._user.answer_to(self.id) is not None

    async def answer(self, timeout: float = DEFAULT_TIMEOUT) -> Answer:  # noqa: ASYNC109
        return await self._user.wait_for_answer(self.id, timeout)


class SandboxUser:
    """One person and the private chat with the bot."""

    def __init__(self, line: Line, chat: Json) -> None:
        self._line = line
        self._messages: dict[int, ChatMessage] = {}
        self._answers: dict[str, Answer] = {}
        self._inline_answers: dict[str, list[Json]] = {}
        self._asked = ""
        self.inline_button: Json | None = None  # above the results of the last inline query
        self.inline_offset = ""  # where more of them begin
        self._mark = 0
        self.actions: list[str] = []  # "typing" and the like, as they came
        self._load(chat)

    def _load(self, chat: Json) -> None:
        self.id = int(chat["id"])
        self.name = str(chat["name"])
        self.phone = str(chat["phone"])
        self.language: str | None = chat["language"]
        self.is_blocking = bool(chat["blocked"])
        self.keyboard: Json | None = chat["keyboard"]
        self._messages.clear()
        for entry in chat["messages"]:
            self._keep(entry)

    # Acts

    async def say(self, text: str, reply_to: ChatMessage | None = None) -> ChatMessage:
        """Sends a text; from here on ``wait_for`` looks at what is new."""
        return await self._send("say", {"text": text, "reply_to": reply_to.id if reply_to else None})

    async def start(self, payload: str = "") -> ChatMessage:
        """The Start button, or a deep link with its payload."""
        return await self.say(f"/start {payload}".rstrip())

    async def tap(self, wanted: WantedButton, message: ChatMessage | None = None) -> Tapped:
        """Taps an inline button: of ``message``, else of the newest message that has such a button."""
        found_in, button = self._find_button(wanted, message)
        place = {"message_id": found_in.id, "row": button.row, "column": button.column}
        return await self._tap(place)

    async def tap_data(self, message: ChatMessage | int, data: str) -> Tapped:
        """Taps a button that is there no longer, as an old screen may still show it."""
        message_id = message if isinstance(message, int) else message.id
        return await self._tap({"message_id": message_id, "data": data})

    async def tap_twice(
        self, wanted: WantedButton, message: ChatMessage | None = None
    ) -> tuple[Tapped, Tapped]:
        """Two taps as fast as a nervous finger; both reach the bot."""
        found_in, button = self._find_button(wanted, message)
        place = {"message_id": found_in.id, "row": button.row, "column": button.column}
        first, second = await asyncio.gather(self._tap(place), self._tap(place))
        return first, second

    async def press(self, wanted: str) -> ChatMessage:
        """Presses a button of the reply keyboard; shares contact or place when that is its purpose."""
        rows = (self.keyboard or {}).get("keyboard", [])
        places = [
            (button["text"], row, column) for row, r in enumerate(rows) for column, button in enumerate(r)
        ]
        place = pick(places, wanted, lambda p: p[0])
        if place is None:
            raise WaitedInVain(f"{self.name} sees no key {wanted!r}, only {[p[0] for p in places]}")
        return await self._send("press", {"row": place[1], "column": place[2]})

    async def share_contact(self) -> ChatMessage:
        """The own contact, as the request_contact key does."""
        return await self._send("contact", {})

    async def pass_on_contact(
        self, phone: str, first_name: str = "Somebody", user_id: int | None = None
    ) -> ChatMessage:
        """Somebody else's contact card, or one without a Telegram account."""
        return await self._send(
            "contact", {"phone_number": phone, "first_name": first_name, "user_id": user_id}
        )

    async def share_location(self, latitude: float, longitude: float) -> ChatMessage:
        return await self._send("location", {"latitude": latitude, "longitude": longitude})

    async def send_sticker(self, emoji: str = "👍") -> ChatMessage:
        return await self._send("sticker", {"emoji": emoji})

    async def forward(self, text: str, from_name: str = "Somebody") -> ChatMessage:
        return await self._send("forward", {"text": text, "from_name": from_name})

    async def edit(self, message: ChatMessage, text: str) -> ChatMessage:
        return await self._send("edit", {"message_id": message.id, "text": text})

    async def send_document(
        self, data: bytes, filename: str, caption: str = "", content_type: str = "application/octet-stream"
    ) -> ChatMessage:
        return await self._send_file("document", data, filename, caption, content_type)

    async def send_photo(self, data: bytes, filename: str = "photo.png", caption: str = "") -> ChatMessage:
        return await self._send_file("photo", data, filename, caption, "image/png")

    async def send_voice(
        self, data: bytes, filename: str = "voice.ogg", *, seconds: int = 4, kind: str = "voice"
    ) -> ChatMessage:
        """A voice note, or with kind "audio" a sound file; ``seconds``: its length, as Telegram tells it."""
        return await self._send_file(kind, data, filename, "", "audio/ogg", seconds)

    async def block(self) -> None:
        await self._act("block", {})

    async def unblock(self) -> None:
        await self._act("unblock", {})

    async def ask_inline(
        self,
        text: str,
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109
        *,
        offset: str = "",
    ) -> list[Json]:
        """Types "@bot text"; gives the results that the bot offers (``inline_button``: what stands above)."""
        query_id = str((await self._act("inline", {"text": text, "offset": offset}))["query_id"])
        self._asked = query_id
        await self._line.until(
            lambda: query_id in self._inline_answers, timeout, lambda: f"no results for {text!r}"
        )
        return self._inline_answers[query_id]

    async def choose_inline(self, result: Json) -> ChatMessage:
        """Taps a result of the last inline query: its text is sent into the chat."""
        return await self._send("choose", {"query_id": self._asked, "result_id": result["id"]})

    async def download(self, message: ChatMessage) -> bytes:
        """The file of a message."""
        return await self._line.read(f"/sandbox/files/{message.file_id}")

    # Reading

    def messages(self) -> list[ChatMessage]:
        """All messages of the chat as they stand, oldest first."""
        return list(self._messages.values())

    def from_bot(self) -> list[ChatMessage]:
        return [message for message in self.messages() if message.from_bot]

    @property
    def last(self) -> ChatMessage:
        """The newest message of the bot."""
        found = self.from_bot()
        if not found:
            raise WaitedInVain(f"the bot has said nothing to {self.name}")
        return found[-1]

    def find(self, wanted: Wanted = "") -> ChatMessage | None:
        """The newest message of the bot that has this text or fits, None without."""
        return next((m for m in reversed(self.from_bot()) if fits(m, wanted)), None)

    def mark(self) -> None:
        """From here on ``wait_for`` looks only at what is new or changed. Every act does this by itself."""
        self._mark = max([self._mark, *(m.revision for m in self._messages.values())])

    async def wait_for(
        self,
        wanted: Wanted = "",
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109
        *,
        since: int | None = None,
    ) -> ChatMessage:
        """The first message of the bot, new or edited since this person's last act, that fits.

        ``wanted`` is a piece of its text or a predicate; ``since=0`` looks at the whole chat,
        ``since=m.revision`` at what came after ``m``. Raises WaitedInVain after ``timeout`` seconds.
        """

        def found() -> ChatMessage | None:
            after = self._mark if since is None else since
            fitting = [m for m in self.from_bot() if m.revision > after and fits(m, wanted)]
            return min(fitting, key=lambda m: m.revision, default=None)

        what = f"a message with {wanted!r}" if isinstance(wanted, str) else "the message waited for"
        await self._line.until(
            lambda: found() is not None, timeout, lambda: f"{what} did not come\n{self.transcript()}"
        )
        message = found()
        assert message is not None
        return message

    async def wait_until(
        self,
        state: Callable[[SandboxUser], bool],
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109
    ) -> None:
        """Waits for anything else about the chat: a message gone, a keyboard shown."""
        await self._line.until(
            lambda: state(self), timeout, lambda: f"it did not come to that\n{self.transcript()}"
        )

    def answer_to(self, tap_id: str) -> Answer | None:
        return self._answers.get(tap_id)

    async def wait_for_answer(self, tap_id: str, seconds: float) -> Answer:
        await self._line.until(
            lambda: tap_id in self._answers, seconds, lambda: f"a tap of {self.name} was not answered"
        )
        return self._answers[tap_id]

    def transcript(self, last: int = 12) -> str:
        """The end of the chat in plain words, for error texts."""
        lines = [f"--- chat of {self.name} ---"]
        for message in self.messages()[-last:]:
            who = "bot" if message.from_bot else self.name
            lines.append(f"{who} [{message.id}, r{message.revision}]: {message.text or '(no text)'}")
            lines.extend("    " + " ".join(f"[{b.text}]" for b in row) for row in message.rows)
        return "\n".join(lines)

    # Inside

    def _find_button(self, wanted: WantedButton, message: ChatMessage | None) -> tuple[ChatMessage, Button]:
        looked_at: Sequence[ChatMessage] = list(reversed(self.from_bot()))
        if message is not None:
            looked_at = [self._messages.get(message.id, message)]
        for found_in in looked_at:
            if (button := found_in.button(wanted)) is not None:
                return found_in, button
        raise WaitedInVain(f"{self.name} sees no button {wanted!r}\n{self.transcript()}")

    async def _tap(self, place: Json) -> Tapped:
        answer = await self._act("tap", place)
        self._mark = max(self._mark, int(answer["revision"]))
        return Tapped(self, str(answer["tap_id"]))

    async def _send(self, act: str, content: Json) -> ChatMessage:
        return self._sent(await self._act(act, content))

    async def _send_file(
        self, kind: str, data: bytes, filename: str, caption: str, content_type: str, seconds: int = 1
    ) -> ChatMessage:
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("caption", caption)
        form.add_field("seconds", str(seconds))
        form.add_field("file", data, filename=filename, content_type=content_type)
        return self._sent(await self._line.post(f"/sandbox/users/{self.id}/file", form))

    def _sent(self, answer: Json) -> ChatMessage:
        self._mark = max(self._mark, int(answer["revision"]))
        return seen_message(answer)

    async def _act(self, act: str, content: Json) -> Json:
        return await self._line.post(f"/sandbox/users/{self.id}/{act}", content)

    def _keep(self, entry: Json) -> None:
        message = seen_message(entry)
        self._messages[message.id] = message

    def hear(self, kind: str, event: Json) -> None:
        if kind in ("message", "edited"):
            self._keep(event)
        elif kind == "deleted":
            self._messages.pop(event["message_id"], None)
        elif kind == "keyboard":
            self.keyboard = event["keyboard"]
        elif kind == "answer":
            self._answers[event["tap_id"]] = Answer(event["text"], event["show_alert"], event["url"])
        elif kind == "inline_answer":
            self._inline_answers[event["query_id"]] = event["results"]
            self.inline_button, self.inline_offset = event["button"], event["next_offset"]
        elif kind == "action":
            self.actions.append(event["action"])
        elif kind == "blocked":
            self.is_blocking = event["blocked"]
