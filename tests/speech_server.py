"""A speech server over real HTTP: it "hears" in a sound what a test says is in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from core.infra.door import Core
from core.infra.settings import Settings

KEY = "our-key-at-the-speech-server"
SOUND = b"OggS a voice note: "


@dataclass(slots=True)
class SpeechServer:
    """Answers as OpenAI's server does, with probabilities of words as others do.

    asked: the fields of each call. trouble: statuses that the next calls are answered with, 0 for a
    connection that is cut. held: while it is set, a call is not answered.
    """

    url: str = ""
    heard: dict[bytes, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    trouble: list[int] = field(default_factory=list)
    held: bool = False
    holding: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, text: str, *unsure: str, chance: float = 0.3, **more: Any) -> bytes:
        """A sound in which ``text`` is said; the words ``unsure`` are heard with ``chance``, others well."""
        sound = SOUND + f"{text} {sorted(unsure)} {more}".encode()
        logprob = more.pop("logprob", -0.1)
        words = [
            {
                "word": word,
                "start": 0.0,
                "end": 0.1,
                "probability": chance if word.strip(",.") in unsure else 0.97,
            }
            for word in more.pop("words", text.split())
        ]
        segment = {"text": text, "avg_logprob": logprob, "no_speech_prob": more.pop("no_speech", 0.02)}
        self.heard[sound] = {"text": text, "duration": 4.0, "segments": [segment], "words": words, **more}
        return sound

    async def _transcribe(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "Who are you?"}}, status=401)
        fields: dict[str, Any] = {}
        async for part in await request.multipart():
            value = bytes(await part.read()) if part.name == "file" else await part.text()
            fields[part.name] = [*fields.get(part.name, []), value] if part.name.endswith("[]") else value
        self.asked.append(fields)
        if self.held:
            self.holding.set()
            await asyncio.sleep(60)
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble == 0 and request.transport is not None:
            request.transport.abort()
            return web.Response()
        if trouble:
            return web.json_response({"error": {"message": "Trouble here."}}, status=trouble)
        answer = self.heard.get(fields["file"])
        if answer is None:
            return web.json_response({"error": {"message": "Invalid file format."}}, status=400)
        return web.json_response(answer)


@asynccontextmanager
async def speech_server() -> AsyncIterator[SpeechServer]:
    server = SpeechServer()
    app = web.Application(client_max_size=30 << 20)
    app.router.add_post("/v1/audio/transcriptions", server._transcribe)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


def listens(settings: Settings, server: SpeechServer) -> Settings:
    """The settings of a house that listens by this server."""
    return settings.model_copy(update={"speech_server_url": server.url, "speech_server_key": SecretStr(KEY)})


def let_listen(core: Core, server: SpeechServer) -> None:
    core.settings = listens(core.settings, server)
