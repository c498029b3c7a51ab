"""Speech heard on this machine by a Whisper model in a folder (faster-whisper, the extra ``voice``).

One thread hears, one sound after the other; a few may wait, more are asked to come again. The model is loaded
at the first sound and asks no network. Its libraries are imported only then: they weigh 300 MB.
"""

from __future__ import annotations

import asyncio
import io
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.intake.speech_types import HeardWord, Transcript
from core.integrations.speech.errors import SoundTooLong, SoundUnreadable
from core.integrations.speech.types import LONGEST_SECONDS, SpeechBusy, SpeechSilent

MOST_WAITING = 4
# Less than a job's lease, so that no other worker begins it meanwhile.
PATIENCE_SECONDS = 45.0
BUSY_SECONDS = 10.0
RATE = 16_000
Samples = NDArray[np.float32]


class Model(Protocol):
    """What is used of ``faster_whisper.WhisperModel``."""

    def transcribe(self, audio: Any, **options: Any) -> tuple[Iterable[Any], Any]: ...


def load_model(folder: str) -> Model:
    """The model in a folder, on the processor, with 8-bit weights. Raises SpeechSilent."""
    try:
        from faster_whisper import WhisperModel  # the extra "voice"
    except ImportError as error:
        raise SpeechSilent("faster-whisper is not installed: pip install 'dealerline[voice]'") from error
    if not Path(folder).is_dir():
        raise SpeechSilent(f"there is no speech model at {folder}")
    try:
        model: Model = WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise SpeechSilent(f"the speech model cannot be loaded: {error}") from error
    return model


def decode(audio: bytes) -> Samples:
    """A sound file of any common make as samples, one channel. Raises SoundUnreadable, SoundTooLong."""
    import av  # comes with faster-whisper

    most = (LONGEST_SECONDS + 1) * RATE
    parts: list[NDArray[np.int16]] = []
    count = 0
    try:
        with av.open(io.BytesIO(audio), metadata_errors="ignore") as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in (*_frames(container), None):
                for part in resampler.resample(frame):
                    parts.append(part.to_ndarray().reshape(-1))
                    count += parts[-1].size
                if count > most:
                    raise SoundTooLong(minutes=LONGEST_SECONDS // 60)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SoundUnreadable from error
    if not count:
        raise SoundUnreadable
    return np.concatenate(parts).astype(np.float32) / 32768.0


class LocalSpeech:
    """The engine; one a process. ``load`` and ``decoded`` are others in tests only."""

    def __init__(
        self,
        folder: str,
        *,
        load: Callable[[str], Model] = load_model,
        decoded: Callable[[bytes], Samples] = decode,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._folder = folder
        self._load = load
        self._decoded = decoded
        self._patience = patience
        self._model: Model | None = None
        self._pool = ThreadPoolExecutor(1, "speech")
        self._waiting = 0
        self._lock = threading.Lock()

    async def transcribe(self, audio: bytes, mime: str, language: str, hints: Sequence[str]) -> Transcript:
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise SpeechBusy(BUSY_SECONDS)
            self._waiting += 1
        work = self._pool.submit(self._hear, audio, language, hints)
        work.add_done_callback(lambda _work: self._leave())
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.wrap_future(work)
        except TimeoutError as error:
            raise SpeechSilent("the speech model took too long") from error

    def _leave(self) -> None:
        with self._lock:
            self._waiting -= 1

    def _hear(self, audio: bytes, language: str, hints: Sequence[str]) -> Transcript:
        samples = self._decoded(audio)
        if self._model is None:
            self._model = self._load(self._folder)
        segments, info = self._model.transcribe(
            samples,
            language=language,
            beam_size=5,
            temperature=0.0,  # no second guesses at a higher temperature: they invent
            condition_on_previous_text=False,
            word_timestamps=True,  # they bring the probabilities of the words
            vad_filter=True,
            max_new_tokens=200,
            hotwords=", ".join(hints) or None,  # for every window; a prompt would reach the first only
        )
        return _transcript(list(segments), info, len(samples) / RATE)


def _frames(container: Any) -> Iterable[Any]:
    yield from container.decode(audio=0)


def _transcript(segments: Sequence[Any], info: Any, seconds: float) -> Transcript:
    words = tuple(
        HeardWord(word.word.strip(), float(word.probability))
        for segment in segments
        for word in segment.words or ()
    )
    tokens = sum(len(segment.tokens) for segment in segments)
    mean = sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens if tokens else None
    return Transcript(
        text="".join(segment.text for segment in segments).strip(),
        words=words,
        language=info.language,
        confidence=None if mean is None else math.exp(min(mean, 0.0)),
        engine="faster-whisper",
        seconds=seconds,
        no_speech=max((float(segment.no_speech_prob) for segment in segments), default=None),
    )
