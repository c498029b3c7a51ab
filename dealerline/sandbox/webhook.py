"""Updates brought to the bot: one at a time per queue, queues side by side, repeated until 2xx."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from dealerline.sandbox.chats import Json
from dealerline.sandbox.errors import ApiError
from dealerline.sandbox.forms import Form, read_form
from dealerline.sandbox.updates import Waiting
from dealerline.sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600
_NOT_CARRIED_OUT = ("deletewebhook", "setwebhook", "close", "logout")

CarryOut = Callable[[str, Form], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    url: str
    secret: str
    max_connections: int


@dataclass(slots=True)
class Polls:
    """The newest getUpdates call; an older one that still waits has lost."""

    number: int = 0
    _offset: int | None = None
    _began: float = 0.0

    def repeats(self, offset: int, now: float) -> bool:
        return offset == self._offset and now < self._began + 0.5

    def begin(self, offset: int, now: float) -> int:
        self.number += 1
        self._offset, self._began = offset, now
        return self.number


class Webhook:
    """The delivery. ``run`` works until the world closes; ``set`` turns it to another address or off."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.target: WebhookTarget | None = None
        self.polls = Polls()
        self._busy: set[str] = set()
        self._last_error: tuple[int, str] | None = None

    def set(self, target: WebhookTarget | None) -> None:
        self.target = target
        self._last_error = None
        if target is not None:
            self.polls.number += 1  # ends a long poll
        self._world.updates.signal.fire()

    def as_json(self) -> Json:
        info: Json = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
            "allowed_updates": sorted(self._world.updates.allowed),
        }
        if self.target:
            info |= {"max_connections": self.target.max_connections, "ip_address": "127.0.0.1"}
        if self._last_error:
            info |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return info

    async def run(self, carry_out: CarryOut) -> None:
        updates, loop = self._world.updates, asyncio.get_running_loop()
        timeout = aiohttp.ClientTimeout(total=self._world.settings.webhook_timeout)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while not self._world.events.closed:
                wake_at: float | None = None
                target = self.target
                for entry in updates.heads() if target else []:
                    if entry.queue in self._busy:
                        continue
                    if entry.wake_at > loop.time():
                        wake_at = min(wake_at or entry.wake_at, entry.wake_at)
                    elif target and len(self._busy) < target.max_connections:
                        self._busy.add(entry.queue)
                        group.create_task(self._deliver(session, target, entry, carry_out))
                await updates.signal.wait(None if wake_at is None else max(wake_at - loop.time(), 0))

    async def _deliver(
        self, session: aiohttp.ClientSession, target: WebhookTarget, entry: Waiting, carry_out: CarryOut
    ) -> None:
        headers = {"Content-Type": "application/json"}
        if target.secret:
            headers[SECRET_HEADER] = target.secret
        body = json.dumps(entry.as_json(), ensure_ascii=False).encode()
        try:
            async with session.post(target.url, data=body, headers=headers) as answer:
                content = await answer.read()
                if 200 <= answer.status <= 299:
                    self._world.updates.forget(entry)
                    await _carry_out_answer(answer.headers.get("Content-Type", ""), content, carry_out)
                else:
                    reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                    self._put_off(entry, reason, answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as trouble:
            self._put_off(entry, str(trouble) or "Read timeout expired", "")
        finally:
            self._busy.discard(entry.queue)
            self._world.updates.signal.fire()

    def _put_off(self, entry: Waiting, reason: str, retry_after: str) -> None:
        """First repeat at once, then after 2, 4, 8 ... up to a random 60 to 120 units."""
        now = self._world.clock.now()
        self._last_error = (int(now.timestamp()), reason)
        if retry_after.isdigit() and int(retry_after) > 0:
            delay = float(min(int(retry_after), LONGEST_RETRY_AFTER))
        else:
            delay = min(2.0**entry.tries, random.uniform(60, 120)) if entry.tries else 0.0
        entry.tries += 1
        seconds = delay * self._world.settings.webhook_delay_unit
        entry.wake_at = asyncio.get_running_loop().time() + seconds
        if now.timestamp() + seconds > entry.expires_at:
            self._world.updates.forget(entry)


async def _carry_out_answer(content_type: str, content: bytes, carry_out: CarryOut) -> None:
    """A 2xx body may carry one method call; its result goes nowhere."""
    try:
        form = read_form(content_type, content)
    except ApiError:
        return
    name = form.fields.pop("method", "").lower()
    if name and name not in _NOT_CARRIED_OUT and not name.startswith("get"):
        await carry_out(name, form)
