"""Updates on their way to the bot: numbered, in queues, kept until they are confirmed or too old."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from core.kernel.clock import Clock
from dealerline.sandbox.events import Signal

DEFAULT_KINDS = frozenset(
    {"message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member"}
)
ALL_KINDS = DEFAULT_KINDS | {"chat_member", "message_reaction", "message_reaction_count"}
MOST_WAITING = 100_000


@dataclass(slots=True, eq=False)
class Waiting:
    """One update that waits for the bot. ``queue`` is what Telegram keeps in order."""

    update_id: int
    kind: str
    body: dict[str, Any]
    queue: str
    expires_at: float
    forced: bool = False  # given out once more whatever the offset says
    tries: int = 0
    wake_at: float = 0.0  # loop time before which a webhook leaves it alone

    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


class UpdateQueue:
    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: list[Waiting] = []
        self._last: Waiting | None = None
        self._duplicate_next = 0
        self.allowed = DEFAULT_KINDS
        self.signal = Signal()

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: Any) -> None:
        """An empty list is the default set; left out (None) keeps what was before."""
        if isinstance(kinds, list):
            self.allowed = frozenset(map(str, kinds)) & ALL_KINDS or DEFAULT_KINDS

    def put(self, kind: str, body: dict[str, Any], *, queue: str, life: float) -> int | None:
        """Queues an update; None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        # What the bot gets is what was true then: later edits of the message must not reach back into it.
        frozen = json.loads(json.dumps(body))
        entry = Waiting(self._take_id(), kind, frozen, queue, self._now() + life)
        self._append(entry)
        if self._duplicate_next:
            self._duplicate_next -= 1
            self.repeat()
        return entry.update_id

    def repeat(self, *, new_id: bool = False) -> int | None:
        """Gives the newest update once more, as after a lost confirmation or a reconnect."""
        last = self._last
        if last is None:
            return None
        update_id = self._take_id() if new_id else last.update_id
        self._append(Waiting(update_id, last.kind, last.body, last.queue, last.expires_at, forced=not new_id))
        return update_id

    def duplicate_next(self, times: int) -> None:
        self._duplicate_next += times

    def confirm(self, offset: int) -> None:
        """Forgets what is older than ``offset``; a negative one keeps that many of the newest."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [e for e in self._waiting if e.update_id >= offset or e.forced]

    def take(self, limit: int) -> list[Waiting]:
        """The oldest updates, left in place until they are confirmed."""
        self._expire()
        taken = self._waiting[:limit]
        for entry in taken:
            entry.forced = False
        return taken

    def heads(self) -> list[Waiting]:
        """The oldest update of each queue."""
        self._expire()
        first: dict[str, Waiting] = {}
        for entry in self._waiting:
            first.setdefault(entry.queue, entry)
        return list(first.values())

    def forget(self, entry: Waiting) -> None:
        if entry in self._waiting:
            self._waiting.remove(entry)

    def clear(self) -> None:
        self._waiting.clear()

    def _append(self, entry: Waiting) -> None:
        self._last = entry
        self._waiting.append(entry)
        del self._waiting[:-MOST_WAITING]
        self.signal.fire()

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _expire(self) -> None:
        now = self._now()
        if any(entry.expires_at <= now for entry in self._waiting):
            self._waiting = [e for e in self._waiting if e.expires_at > now]
