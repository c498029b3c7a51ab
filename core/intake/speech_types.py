"""What was heard in a voice note: as a speech engine gives it, and as an order can be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as it was heard. probability: 0..1, None where the engine does not tell."""

    text: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an engine made of a sound.

    words: in order, perhaps without punctuation, perhaps none at all. language: as the engine took it to be
    ("en", "zh", "tr", "ms"). confidence: how sure it is of the text as a whole, 0..1 (the exponential of
    Whisper's mean log-probability). language_probability, no_speech: 0..1. None: the engine does not tell.
    seconds: length of the sound, 0 where that is not known.
    """

    text: str
    words: tuple[HeardWord, ...] = ()
    language: str = ""
    confidence: float | None = None
    engine: str = ""
    seconds: float = 0.0
    language_probability: float | None = None
    no_speech: float | None = None


class Hearing(StrEnum):
    """What a sound turned out to be."""

    CLEAR = "clear"
    SILENCE = "silence"  # nobody speaks
    UNCLEAR = "unclear"  # music, noise, another language: words, but none to rely on


@dataclass(frozen=True, slots=True)
class HeardNumber:
    """A number in a spoken text, and how surely it was heard, 0..1; None where the engine does not tell."""

    start: int
    end: int
    value: Decimal
    probability: float | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transcript mended for reading: fillers gone, spelled codes joined, corrections carried out.

    language: "en", "zh", "tr" or "ms". weak: words that were heard so badly that what they name is asked.
    confidence: of the text as a whole, as in the transcript.
    """

    text: str
    language: str
    numbers: tuple[HeardNumber, ...] = ()
    weak: tuple[str, ...] = ()
    confidence: float | None = None
