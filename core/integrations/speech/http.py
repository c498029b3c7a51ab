"""Speech heard by a server that answers as OpenAI's does: POST {url}/v1/audio/transcriptions.

Multipart: file, model, language, prompt (the hints), temperature 0, response_format verbose_json, words.
Read of the answer: text, language, duration; segments with avg_logprob and no_speech_prob; words, with their
probability where the server gives one (whisper.cpp, speaches and others do, OpenAI does not). A bare
{"text": ...} will do. 4xx: the sound is refused; 401, 403, 404, 405, 408, 425, 429, 5xx, no answer or an
unreadable one: asked again, since no other sound would fare better. The key stands in the header alone, and
nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from http import HTTPStatus

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from core.intake.speech_types import HeardWord, Transcript
from core.integrations.speech.errors import SoundUnreadable
from core.integrations.speech.types import SpeechSilent

# Less than a job's lease, so that no other worker begins it meanwhile.
PATIENCE_SECONDS = 45.0
MOST_BYTES = 2 << 20
_NOT_THE_SOUND = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class _Word(BaseModel):
    model_config = ConfigDict(extra="ignore")

    word: str
    probability: float | None = Field(default=None, ge=0, le=1)


class _Segment(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str = ""
    avg_logprob: float | None = None
    no_speech_prob: float | None = Field(default=None, ge=0, le=1)
    words: list[_Word] = Field(default_factory=list)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    language: str = ""
    duration: float = 0.0
    language_probability: float | None = Field(default=None, ge=0, le=1)
    segments: list[_Segment] = Field(default_factory=list)
    words: list[_Word] = Field(default_factory=list)


class HttpSpeech:
    """One server. url: its address without the path; model: as it calls the one that is to hear."""

    def __init__(self, url: str, key: SecretStr, model: str, *, patience: float = PATIENCE_SECONDS) -> None:
        self._address = f"{url.rstrip('/')}/v1/audio/transcriptions"
        self._key = key
        self._model = model
        self._timeout = aiohttp.ClientTimeout(total=patience)

    async def transcribe(self, audio: bytes, mime: str, language: str, hints: Sequence[str]) -> Transcript:
        key = self._key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout, headers=headers) as session,
                session.post(
                    self._address, data=self._form(audio, mime, language, hints), allow_redirects=False
                ) as response,
            ):
                raw = await _read(response)
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SpeechSilent(f"speech server: {type(error).__name__}") from None
        if (
            HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
            and status not in _NOT_THE_SOUND
        ):
            raise SoundUnreadable
        if status != HTTPStatus.OK:
            raise SpeechSilent(f"speech server: HTTP {status}")
        try:
            return _transcript(_Answer.model_validate_json(raw), self._model)
        except ValidationError:
            raise SpeechSilent("speech server: an answer of another form") from None

    def _form(self, audio: bytes, mime: str, language: str, hints: Sequence[str]) -> aiohttp.FormData:
        form = aiohttp.FormData()
        form.add_field("file", audio, filename=f"voice.{_ending(mime)}", content_type=mime)
        form.add_field("model", self._model)
        form.add_field("language", language)
        form.add_field("temperature", "0")
        form.add_field("response_format", "verbose_json")
        for granularity in ("segment", "word"):
            form.add_field("timestamp_granularities[]", granularity)
        if hints:
            form.add_field("prompt", ", ".join(hints))
        return form


def _ending(mime: str) -> str:
    kind = mime.partition(";")[0].rpartition("/")[2].removeprefix("x-")
    return {"mpeg": "mp3", "mp4": "m4a", "wave": "wav"}.get(kind, kind if kind.isalnum() else "ogg")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = b""
    async for chunk in response.content.iter_chunked(1 << 16):
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise aiohttp.ClientPayloadError("too large")
    return raw


def _transcript(answer: _Answer, model: str) -> Transcript:
    told = [segment for segment in answer.segments if segment.avg_logprob is not None]
    weights = [max(len(segment.text), 1) for segment in told]
    mean = (
        sum((segment.avg_logprob or 0.0) * weight for segment, weight in zip(told, weights, strict=True))
        / sum(weights)
        if told
        else None
    )
    silent = [one.no_speech_prob for one in answer.segments if one.no_speech_prob is not None]
    words = answer.words or [word for segment in answer.segments for word in segment.words]
    return Transcript(
        text=answer.text.strip(),
        words=tuple(HeardWord(word.word.strip(), word.probability) for word in words),
        language=answer.language,
        confidence=None if mean is None else math.exp(min(mean, 0.0)),
        engine=model,
        seconds=answer.duration,
        language_probability=answer.language_probability,
        no_speech=max(silent, default=None),
    )
