"""A speech server in this process by pocketsphinx (its English model is in the wheel; ``pip install
pocketsphinx``). It hears badly and does not say how sure it is of a word: an engine to be on guard against.

It answers by the form of ``core.integrations.speech.http``, so that our own adapter is what is measured.
"""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
from aiohttp import web

RATE = 16_000


class Sphinx:
    """Hears English. Raises ImportError without pocketsphinx."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=RATE, loglevel="FATAL")

    def hear(self, sound: bytes) -> str:
        self._decoder.start_utt()
        self._decoder.process_raw(_samples(sound), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found is not None else ""


def _samples(sound: bytes) -> bytes:
    """Of a WAV file, brought to the rate that the model wants."""
    with wave.open(io.BytesIO(sound)) as file:
        rate = file.getframerate()
        heard = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64)
    wanted = np.arange(0, len(heard) - 1, rate / RATE)
    return np.interp(wanted, np.arange(len(heard)), heard).astype(np.int16).tobytes()


@asynccontextmanager
async def server_of(hear: Callable[[bytes], str], chance: float | None = None) -> AsyncIterator[str]:
    """The address of a server that hears like that; chance: what it tells of each word, None for nothing."""

    async def transcribe(request: web.Request) -> web.Response:
        sound = b""
        async for part in await request.multipart():
            content = bytes(await part.read())
            sound = content if part.name == "file" else sound
        text = await asyncio.to_thread(hear, sound)
        words = [] if chance is None else [{"word": word, "probability": chance} for word in text.split()]
        return web.json_response({"text": text, "words": words})

    app = web.Application(client_max_size=30 << 20)
    app.router.add_post("/v1/audio/transcriptions", transcribe)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
