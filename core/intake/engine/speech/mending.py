"""A transcript becomes a text as people type it."""

from __future__ import annotations

from core.intake.engine.speech.amounts import write_amounts
from core.intake.engine.speech.correcting import carry_out_corrections
from core.intake.engine.speech.fillers import drop_fillers
from core.intake.engine.speech.sound import Sound, numbers_in
from core.intake.engine.speech.spelling import IsCode, join_codes
from core.intake.engine.speech.vocabulary import language_of
from core.intake.speech_types import HeardNumber, Spoken, Transcript

LONGEST = 4_000
# Below this a word may be any word: what it names is asked.
WEAK = 0.35


def mend(transcript: Transcript, language: str, is_code: IsCode) -> Spoken:
    """What was said, to be read as a message; ``is_code`` tells whether the catalogue has a code."""
    language = language_of(language)
    sound = Sound.of(transcript.text[:LONGEST], transcript.words)
    for step in (drop_fillers, carry_out_corrections):
        sound = step(sound, language)
    sound = join_codes(sound, language, is_code)
    sound = write_amounts(sound, language)
    numbers = tuple(
        HeardNumber(number.start, number.end, number.value, sound.chance(number.start, number.end))
        for number in numbers_in(sound.text)
    )
    return Spoken(sound.text, language, numbers, _weak_words(sound), transcript.confidence)


def _weak_words(sound: Sound) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    for word in sound.text.split():
        start = sound.text.index(word, at)
        at = start + len(word)
        chance = sound.chance(start, at)
        bare = word.strip(",.;!?…，。、；！？")
        if chance is not None and chance < WEAK and len(bare) > 2:
            found.append(bare)
    return tuple(dict.fromkeys(found))
