"""The engines behind the port: a server over real HTTP, and a model in a folder (A9)."""

from __future__ import annotations

import asyncio
import io
import os
import threading
import time
import wave
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from core.infra.settings import Settings
from core.intake.speech_types import HeardWord, Transcript
from core.integrations.speech.errors import SoundUnreadable
from core.integrations.speech.http import HttpSpeech
from core.integrations.speech.listening import speech_of
from core.integrations.speech.local import MOST_WAITING, LocalSpeech
from core.integrations.speech.types import SpeechBusy, SpeechSilent
from tests.speech_server import KEY, SpeechServer, speech_server


@pytest.fixture
async def server() -> AsyncIterator[SpeechServer]:
    async with speech_server() as serving:
        yield serving


def client(server: SpeechServer, key: str = KEY, patience: float = 5.0) -> HttpSpeech:
    return HttpSpeech(f"{server.url}/", SecretStr(key), "small", patience=patience)


async def test_a_server_gives_text_words_and_how_sure_it_is(server: SpeechServer) -> None:
    sound = server.says("ten cases", "ten", logprob=-0.5, no_speech=0.1)
    heard = await client(server).transcribe(sound, "audio/ogg", "en", ["Rio Cola", "Sprite"])
    words = (HeardWord("ten", 0.3), HeardWord("cases", 0.97))
    assert heard.confidence == pytest.approx(0.6065, abs=1e-4)
    assert heard == Transcript("ten cases", words, "", heard.confidence, "small", 4.0, None, 0.1)
    (asked,) = server.asked
    assert asked == {
        "file": sound,
        "model": "small",
        "language": "en",
        "temperature": "0",
        "response_format": "verbose_json",
        "timestamp_granularities[]": ["segment", "word"],
        "prompt": "Rio Cola, Sprite",
    }


async def test_a_server_that_gives_only_a_text_will_do(server: SpeechServer) -> None:
    sound = server.says("ten cases")
    server.heard[sound] = {"text": " ten cases "}
    heard = await client(server).transcribe(sound, "audio/ogg", "en", [])
    assert heard == Transcript("ten cases", engine="small")
    assert "prompt" not in server.asked[0]


async def test_what_is_the_sounds_fault_is_told_from_what_is_the_servers(server: SpeechServer) -> None:
    with pytest.raises(SoundUnreadable):
        await client(server).transcribe(b"no sound", "audio/ogg", "en", [])
    sound = server.says("ten cases")
    for trouble in (500, 503, 429, 408, 404, 0):
        server.trouble = [trouble]
        with pytest.raises(SpeechSilent):
            await client(server).transcribe(sound, "audio/ogg", "en", [])
    server.heard[sound] = {"no": "text"}
    with pytest.raises(SpeechSilent, match="another form"):
        await client(server).transcribe(sound, "audio/ogg", "en", [])
    server.held = True
    with pytest.raises(SpeechSilent, match="TimeoutError"):
        await client(server, patience=0.2).transcribe(sound, "audio/ogg", "en", [])


async def test_the_key_is_in_no_error_and_in_no_word_of_the_engine(server: SpeechServer) -> None:
    engine = client(server, key="a-wrong-secret")
    with pytest.raises(SpeechSilent) as refused:
        await engine.transcribe(server.says("ten"), "audio/ogg", "en", [])
    assert "HTTP 401" in str(refused.value)
    settings = Settings(
        speech_server_url=server.url, speech_server_key=SecretStr("a-wrong-secret"), _env_file=None
    )
    told = [repr(refused.value), repr(vars(engine)), repr(settings), repr(refused.value.__cause__)]
    assert not any("a-wrong-secret" in text for text in told)


def test_the_settings_choose_the_engine() -> None:
    assert speech_of(Settings(_env_file=None)) is None
    server = speech_of(Settings(speech_server_url="http://127.0.0.1:9", _env_file=None))
    folder = Settings(speech_model="/models/base", speech_server_url="http://127.0.0.1:9", _env_file=None)
    assert isinstance(server, HttpSpeech)
    assert isinstance(speech_of(folder), LocalSpeech)
    assert speech_of(folder) is speech_of(folder)  # one model a process


class StandInModel:
    """What faster-whisper gives, for sounds that say their text by how long they are."""

    def __init__(self) -> None:
        self.options: list[dict[str, Any]] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def transcribe(self, audio: Any, **options: Any) -> tuple[Any, Any]:
        self.options.append(options)
        self.go_on.wait(10)
        words = [
            SimpleNamespace(word=" Ten", probability=0.5),
            SimpleNamespace(word=" cases.", probability=0.9),
        ]
        segment = SimpleNamespace(
            text=" Ten cases.", words=words, tokens=[1, 2, 3], avg_logprob=-0.5, no_speech_prob=0.03
        )
        return iter([segment]), SimpleNamespace(language="en", language_probability=1.0)


def local(model: StandInModel, patience: float = 5.0) -> LocalSpeech:
    return LocalSpeech(
        "folder", load=lambda _: model, decoded=lambda _: np.zeros(32_000, np.float32), patience=patience
    )


async def test_a_model_is_asked_for_the_surest_words_and_nothing_invented() -> None:
    model = StandInModel()
    heard = await local(model).transcribe(b"sound", "audio/ogg", "en", ["Rio", "Cola"])
    assert heard.confidence == pytest.approx(0.6065, abs=1e-4)
    words = (HeardWord("Ten", 0.5), HeardWord("cases.", 0.9))
    assert heard == Transcript("Ten cases.", words, "en", heard.confidence, "faster-whisper", 2.0, None, 0.03)
    (options,) = model.options
    wanted = {
        "temperature": 0.0,
        "language": "en",
        "condition_on_previous_text": False,
        "hotwords": "Rio, Cola",
    }
    assert {name: options[name] for name in wanted} == wanted


async def test_one_thread_hears_a_few_wait_the_rest_come_again_and_the_loop_goes_on() -> None:
    model = StandInModel()
    model.go_on.clear()
    engine = local(model)
    loop = asyncio.get_running_loop()
    waiting = [
        loop.create_task(engine.transcribe(b"sound", "audio/ogg", "en", [])) for _ in range(MOST_WAITING)
    ]
    await asyncio.sleep(0.05)
    with pytest.raises(SpeechBusy):
        await engine.transcribe(b"sound", "audio/ogg", "en", [])
    longest, until = 0.0, time.perf_counter() + 0.3
    while time.perf_counter() < until:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - before)
    assert len(model.options) == 1  # the others wait their turn
    assert longest < 0.25
    model.go_on.set()
    assert len(await asyncio.gather(*waiting)) == MOST_WAITING
    assert (await engine.transcribe(b"sound", "audio/ogg", "en", [])).text == "Ten cases."


async def test_a_model_that_takes_too_long_is_let_be() -> None:
    model = StandInModel()
    model.go_on.clear()
    engine = local(model, patience=0.05)
    with pytest.raises(SpeechSilent, match="too long"):
        await engine.transcribe(b"sound", "audio/ogg", "en", [])
    model.go_on.set()
    await asyncio.sleep(0.1)
    assert (await engine.transcribe(b"sound", "audio/ogg", "en", [])).text == "Ten cases."


def tone(seconds: float) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.sin(np.arange(int(16_000 * seconds)) / 10) * 9000).astype(np.int16).tobytes())
    return content.getvalue()


async def test_a_real_model_hears_no_order_in_a_tone() -> None:
    """Needs the extra "voice" and a folder with a model: DEALERLINE_SPEECH_MODEL."""
    folder = os.environ.get("DEALERLINE_SPEECH_MODEL", "")
    if not folder:
        pytest.skip("no speech model: DEALERLINE_SPEECH_MODEL names no folder")
    engine = LocalSpeech(folder)
    heard = await engine.transcribe(tone(2.0), "audio/wav", "en", ["Coca-Cola"])
    assert not any(sign.isdigit() for sign in heard.text)
    assert heard.seconds == pytest.approx(2.0, abs=0.1)
    with pytest.raises(SoundUnreadable):
        await engine.transcribe(b"no sound", "audio/ogg", "en", [])
