"""The port of speech engines, and what is told of a voice note."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.intake.speech_types import Hearing, Transcript
from core.orders.use_cases.take_message import MessageTaken

LONGEST_SECONDS = 120


class Speech(Protocol):
    """An engine that hears. Never holds up the event loop."""

    async def transcribe(self, audio: bytes, mime: str, language: str, hints: Sequence[str]) -> Transcript:
        """What is said in a sound file of any common make.

        language: "en", "zh", "tr" or "ms", as the person speaks. hints: words to listen for.
        Raises SoundUnreadable, SoundTooLong; SpeechBusy, SpeechSilent when it is worth asking again.
        """
        ...


class SpeechBusy(Exception):
    """Too many wait already; worth asking again after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds


class SpeechSilent(Exception):
    """No answer, or none that can be read; worth asking again, a few times."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of listening to a voice note; voice_id None: there is nothing to order by.

    heard: as the engine gave it. text: as it will be read. repeated_at: when this very sound was ordered by
    before.
    """

    hearing: Hearing
    voice_id: uuid.UUID | None = None
    heard: str = ""
    text: str = ""
    repeated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VoiceTaken:
    """What became of a voice note as a message. may_be_thrown: it has changed the draft, and all of that can
    be taken back."""

    taken: MessageTaken
    heard: str
    text: str
    may_be_thrown: bool
