"""How sure is what was heard: a sound as a whole, and each amount.

H1  A sound without words, or that the engine takes for none, is silence.
H2  Words that it is not sure of as a whole, that repeat themselves as engines do over music, or in a language
    that it had to guess, are unclear: nothing of them is used.
N1  A number whose words were heard badly is asked.
N2  A number that sounds like another one (15 and 50) wants to be heard very well, or to be what the dealer
    usually takes while the other is not; else both are asked.
N3  A number is asked that is three times above or below what the dealer usually takes. (Typed ones: five.)
N4  Where the engine does not tell how sure it is of a word, the text's own confidence stands for it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from decimal import Decimal

from core.intake.speech_types import HeardNumber, Hearing, Spoken, Transcript
from core.intake.types import Bought

# Whisper's own limits, as probabilities: log-probability -1, no speech 0.6, compression 2.4.
LEAST_CONFIDENCE = 0.37
LEAST_LANGUAGE = 0.5
MOST_NO_SPEECH = 0.6
MOST_COMPRESSED = 2.4
_ENOUGH_TO_COMPRESS = 60

SURE = 0.6
VERY_SURE = 0.9
UNUSUAL = 3.0
_UNTOLD = 0.75  # an engine that tells nothing: enough for most numbers, not for those that sound alike


def judge_sound(transcript: Transcript) -> Hearing:
    """Whether there is speech in it, and to be relied on."""
    text = transcript.text
    confidence, silent = transcript.confidence, transcript.no_speech
    if not any(sign.isalnum() for sign in text):
        return Hearing.SILENCE
    if silent is not None and silent > MOST_NO_SPEECH and (confidence is None or confidence < SURE):
        return Hearing.SILENCE
    if confidence is not None and confidence < LEAST_CONFIDENCE:
        return Hearing.UNCLEAR
    if transcript.language_probability is not None and transcript.language_probability < LEAST_LANGUAGE:
        return Hearing.UNCLEAR
    raw = text.encode()
    if len(raw) > _ENOUGH_TO_COMPRESS and len(raw) / len(zlib.compress(raw)) > MOST_COMPRESSED:
        return Hearing.UNCLEAR
    return Hearing.CLEAR


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an amount is asked: the other number that it may be, where there is one to offer."""

    instead: Decimal | None = None


def doubt_of(
    spoken: Spoken, raw: str, value: Decimal, base: int | None, bought: Bought | None
) -> Doubt | None:
    """Whether the amount of a line has to be asked; None: it may stand.

    raw: the line's words as they stand in the text. value: its amount as said; base: in base units.
    bought: the dealer's habit with the product, None for none.
    """
    number = _number(spoken, raw, value)
    if number is None:
        return None  # "a case": there is no number that could have been heard wrongly
    chance = number.probability
    if chance is None:
        chance = spoken.confidence if spoken.confidence is not None else _UNTOLD
    others = sound_alikes(value, spoken.language)
    if chance < SURE:
        return Doubt(others[0] if others else None)
    if base and bought is not None and bought.times and bought.typical_quantity > 0:
        usual = bought.typical_quantity
        fitting = [other for other in others if not _is_far(float(other / value) * base, usual)]
        if _is_far(base, usual):
            return Doubt(fitting[0] if fitting else None)
        if not fitting:
            return None
        others = tuple(fitting)
    if others and chance < VERY_SURE:
        return Doubt(others[0])
    return None


def _is_far(amount: float, usual: float) -> bool:
    return amount >= usual * UNUSUAL or amount * UNUSUAL <= usual


def _number(spoken: Spoken, raw: str, value: Decimal) -> HeardNumber | None:
    """The least sure number of that value among the words of a line (anywhere, where they are not found)."""
    start = spoken.text.find(raw)
    end = start + len(raw)
    alike = [one for one in spoken.numbers if one.value == value]
    inside = [one for one in alike if start <= one.start and one.end <= end] if start >= 0 else []
    some = inside or alike
    return min(some, key=lambda one: 1.0 if one.probability is None else one.probability) if some else None


_TEENS_AND_TENS = {teen: (teen - 10) * 10 for teen in range(13, 20)}
# Malay says 12 and 20 alike, too ("dua belas", "dua puluh"); Turkish 60 and 70; Chinese 4 and 10, 1 and 7.
_ALIKE: dict[str, dict[int, int]] = {
    "en": _TEENS_AND_TENS,
    "ms": {**_TEENS_AND_TENS, 11: 10, 12: 20, 4: 8},
    "tr": {60: 70, 6: 7},
    "zh": {4: 10, 14: 40, 1: 7, 11: 17},
}


def sound_alikes(value: Decimal, language: str) -> tuple[Decimal, ...]:
    """Numbers that are easily heard for this one: 50 and 15, 115 and 150."""
    if value != value.to_integral_value():
        return ()
    table = _ALIKE.get(language, {})
    pairs = {**table, **{other: one for one, other in table.items()}}
    whole, found = int(value), list[Decimal]()
    if whole in pairs:
        found.append(Decimal(pairs[whole]))
    rest = whole % 100
    if whole > 100 and rest in pairs and pairs[rest] < 100:
        found.append(Decimal(whole - rest + pairs[rest]))
    return tuple(found)
