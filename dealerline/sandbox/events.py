"""What happened in the chats, numbered, for everybody who watches: the page and the test client."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any

KEPT_EVENTS = 5000


class Signal:
    """Wakes everybody who waits at that moment."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> bool:
        """True when it was fired, False after that many seconds."""
        event = self._event
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Event:
    number: int
    kind: str
    chat_id: int | None  # None concerns everybody
    data: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "kind": self.kind, "chat_id": self.chat_id, **self.data}


class EventLog:
    """The last events; ``start_id`` tells a watcher that the sandbox was started anew."""

    def __init__(self) -> None:
        self.start_id = secrets.token_hex(8)
        self.number = 0
        self.closed = False
        self._events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self._signal = Signal()

    def record(self, kind: str, chat_id: int | None, **data: Any) -> None:
        self.number += 1
        self._events.append(Event(self.number, kind, chat_id, data))
        self._signal.fire()

    def close(self) -> None:
        self.closed = True
        self._signal.fire()

    def after(self, number: int) -> list[Event] | None:
        """The events since ``number``; None when some of them are forgotten or it never was."""
        if number > self.number or (self._events and number < self._events[0].number - 1):
            return None
        missing = self.number - number
        return list(self._events)[len(self._events) - missing :] if missing else []

    async def wait(self, seconds: float) -> None:
        await self._signal.wait(seconds)
