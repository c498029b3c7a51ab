"""People for tests: they write, tap and read over HTTP, like at a phone.

    async with running_sandbox() as sandbox:
        ann = await sandbox.user("Ann", language="en")
        await ann.say("2 cases coke")
        card = await ann.wait_for("Your order")
        tapped = await ann.tap("Confirm", message=card)
        done = await ann.wait_for(lambda message: "B2B-" in message.text)
        assert (await tapped.answer()).text == ""

Nothing polls and nothing sleeps: every chat is a mirror that the event stream of the sandbox keeps up to
date, and waiting means waiting for the next event.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp

from dealerline.sandbox.events import Signal
from dealerline.sandbox.faults import Fault, FaultKind
from dealerline.sandbox.seen import Json, Refused, WaitedInVain
from dealerline.sandbox.settings import DEFAULT_TOKEN
from dealerline.sandbox.user import DEFAULT_TIMEOUT, SandboxUser


class SandboxClient:
    """Talks to a running sandbox, here or in another process."""

    def __init__(self, url: str, *, token: str = DEFAULT_TOKEN) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self._users: dict[int, SandboxUser] = {}
        self._signal = Signal()
        self._number = 0
        self._broken: BaseException | None = None
        self._session: aiohttp.ClientSession | None = None
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=60)
        self._session = aiohttp.ClientSession(self.url, timeout=timeout)
        state = json.loads(await self.read("/sandbox/state"))
        self._number = state["number"]
        for chat in state["chats"]:
            self._users[chat["id"]] = SandboxUser(self, chat)
        listen = self._listen(state["start_id"])
        self._listening = asyncio.get_running_loop().create_task(listen, name="sandbox client")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._broken = self._broken or ConnectionError("the client is closed")
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._session is not None:
            await self._session.close()

    @property
    def users(self) -> list[SandboxUser]:
        return list(self._users.values())

    async def user(
        self,
        name: str,
        *,
        language: str | None = "en",
        phone: str | None = None,
        last_name: str = "",
        username: str | None = None,
        user_id: int | None = None,
        started: bool = False,
    ) -> SandboxUser:
        """The person of that name: one from the settings, or somebody new with a chat of its own.

        started: has written to the bot before, so that it may write first.
        """
        for known in self.users:
            if known.name == name and user_id in (None, known.id):
                return known
        person = {
            "name": name,
            "language": language,
            "phone": phone,
            "last_name": last_name,
            "username": username,
            "id": user_id,
            "started": started,
        }
        answer = await self.post("/sandbox/users", person)
        return self._users[answer["user_id"]]

    # Troubles

    async def trouble(self, kind: FaultKind | str, **details: Any) -> None:
        """Switches a fault on for the next calls of the bot; see ``Fault`` for the details."""
        fault = Fault.model_validate({"kind": kind, **details})
        await self.post("/sandbox/faults", fault.model_dump(mode="json"))

    async def no_trouble(self) -> None:
        async with self._open.delete("/sandbox/faults") as answer:
            await _checked(answer)

    async def redeliver(self, *, new_id: bool = False) -> int:
        """Delivers the newest update once more; under a new update_id as after a reconnect."""
        return int((await self.post("/sandbox/redeliver", {"new_id": new_id}))["update_id"])

    async def duplicate_next(self, times: int = 1) -> None:
        """Each of the next ``times`` updates is delivered twice under the same update_id."""
        await self.post("/sandbox/duplicate", {"times": times})

    async def calls(self, method: str | None = None) -> list[Json]:
        """What the bot called: method, ok, description, fields; getUpdates is left out."""
        calls: list[Json] = json.loads(await self.read("/sandbox/calls"))
        return [call for call in calls if method is None or call["method"] == method.lower()]

    # Inside

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use the client as `async with SandboxClient(...)`")
        return self._session

    async def read(self, path: str) -> bytes:
        async with self._open.get(path) as answer:
            await _checked(answer)
            return await answer.read()

    async def post(self, path: str, content: Json | aiohttp.FormData) -> Json:
        """Posts, and comes back when the mirror has seen what it did."""
        body = {"data": content} if isinstance(content, aiohttp.FormData) else {"json": content}
        async with self._open.post(path, **body) as answer:
            await _checked(answer)
            result = await answer.json()
        if isinstance(result, dict) and "number" in result:
            number = result["number"]
            await self.until(lambda: self._number >= number, DEFAULT_TIMEOUT, lambda: "the events stopped")
            return result
        return result if isinstance(result, dict) else {}

    async def until(self, state: Callable[[], bool], seconds: float, trouble: Callable[[], str]) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not state():
                    if self._broken is not None:
                        raise WaitedInVain("the sandbox is gone") from self._broken
                    await self._signal.wait()
        except TimeoutError:
            raise WaitedInVain(f"after {seconds:g} s: {trouble()}") from None

    async def _listen(self, start_id: str) -> None:
        try:
            parameters = {"after": str(self._number), "start_id": start_id}
            timeout = aiohttp.ClientTimeout(total=None)
            async with self._open.get("/sandbox/events", params=parameters, timeout=timeout) as answer:
                async for event in _events(answer.content):
                    self._hear(event)
            self._broken = ConnectionError("the event stream ended")
        except aiohttp.ClientError as trouble:
            self._broken = trouble
        self._signal.fire()

    def _hear(self, event: Json) -> None:
        kind, chat_id = event["kind"], event["chat_id"]
        if kind == "person":
            self._users[chat_id] = SandboxUser(self, event["chat"])
        elif chat_id in self._users:
            self._users[chat_id].hear(kind, event)
        self._number = event["number"]
        self._signal.fire()


async def _events(content: aiohttp.StreamReader) -> AsyncIterator[Json]:
    rest = b""
    async for chunk in content.iter_any():
        *blocks, rest = (rest + chunk).split(b"\n\n")
        for block in blocks:
            if block.startswith(b"data: "):
                yield json.loads(block.removeprefix(b"data: "))


async def _checked(answer: aiohttp.ClientResponse) -> None:
    if answer.status >= 400:
        text = await answer.text()
        with suppress(ValueError, KeyError, TypeError):
            text = json.loads(text)["detail"]
        raise Refused(f"{answer.status}: {text}")
