"""Amounts as only speech has them: "a dozen and a half", "one point five", "coke zero, thirteen cases".

A1  "a dozen and a half", "three cases and a half": the half belongs to the unit before it.
A2  A number, "point", and digits one by one are a decimal.
A3  A number before a measure is written in digits, as it stands in names: "five hundred millilitres".
A4  "double A", "triple A" are AA and AAA.
A5  A zero right before another number, and behind a word, belongs to the word: "coke zero thirteen cases".
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from core.intake.engine.reading.tokens import Kind, atomise
from core.intake.engine.speech.fillers import fold_in_place
from core.intake.engine.speech.sound import Number, Sound, numbers_in
from core.intake.engine.speech.vocabulary import spoken
from core.intake.engine.units import find_measure, find_ordering_unit

_HALF = Decimal("0.5")
_ONE = re.compile(r"(?<!\w)(?:an?|one|satu)\s+(?P<unit>\w+)\s+$")
_COUNTED = re.compile(r"^\s*(?P<unit>\w+)\s+$")
_SATU = re.compile(r"(?<!\w)se(?P<unit>\w{3,})\s+$")
_WORD_BEFORE = re.compile(r"[^\W\d_]{2,}\s+$")
_ZERO = re.compile(r"(?<=[^\W\d_]\s)(?P<zero>zero|sifir|kosong)\s+(?=\w)")


def write_amounts(sound: Sound, language: str) -> Sound:
    """The text with such amounts in digits."""
    sound = _write_halves(_write_decimals(sound, language), language)
    return _part_zeros(_write_repeats(_write_sizes(sound), language))


def _write_sizes(sound: Sound) -> Sound:
    for number in reversed(numbers_in(sound.text)):
        if number.is_words and measure_behind(sound.text, number.end):
            sound = sound.put(number.start, number.end, f"{number.value.normalize():f}")
    return sound


def measure_behind(text: str, place: int) -> bool:
    """Whether what stands right behind a place measures a size: "ml", "litre", "毫升"."""
    atom = next(iter(atomise(text[place:])), None)
    if atom is None:
        return False
    lengths = range(min(3, len(atom.text)), 0, -1) if atom.kind is Kind.HAN else (len(atom.text),)
    return any(find_measure(atom.text[:length]) is not None for length in lengths)


def _write_repeats(sound: Sound, language: str) -> Sound:
    for times, words in spoken("repeats", language).items():
        found = re.finditer(rf"(?<!\w)(?:{'|'.join(words)})\s+(?P<letter>a)(?!\w)", fold_in_place(sound.text))
        for match in reversed(list(found)):
            sound = sound.put(match.start(), match.end(), match["letter"].upper() * int(times))
    return sound


def _write_decimals(sound: Sound, language: str) -> Sound:
    points = spoken("decimals", language)["point"]
    for first in reversed(numbers_in(sound.text)):
        if first.value != first.value.to_integral_value() or first.value >= 1000:
            continue
        found = _digits_behind(sound.text, first.end, points)
        if found is not None:
            digits, end = found
            sound = sound.put(first.start, end, f"{first.value}.{digits}")
    return sound


def _digits_behind(text: str, place: int, points: tuple[str, ...]) -> tuple[str, int] | None:
    folded = fold_in_place(text)
    point = next(
        (found for word in points if (found := re.compile(rf"\s*{re.escape(word)}\s*").match(folded, place))),
        None,
    )
    if point is None or (point.end() < len(folded) and point.end() == place):
        return None
    digits, end = "", point.end()
    for number in numbers_in(text[point.end() :]):
        start = point.end() + number.start
        if text[end:start].strip() or not 0 <= number.value < (100 if not digits else 10):
            break
        digits, end = digits + str(number.value), point.end() + number.end
        if number.value >= 10:
            break
    return (digits, end) if digits else None


def _write_halves(sound: Sound, language: str) -> Sound:
    for words in spoken("halves", language).get("half", ()):
        pattern = _half(words)
        start = 0
        while (match := pattern.search(fold_in_place(sound.text), start)) is not None:
            start = match.end()
            before = sound.text[: match.start()] + " "
            found = _amount_before(before)
            if found is None:
                continue
            place, value, unit = found
            code = find_ordering_unit(unit)
            text = f"{(value + _HALF).normalize():f} {'dozen' if code == 'dozen' else unit}"
            sound = sound.put(place, match.end(), text)
            start = place
    return sound


@cache
def _half(words: str) -> re.Pattern[str]:
    return re.compile(rf"\s+{re.escape(words)}(?!\w)")


def _amount_before(before: str) -> tuple[int, Decimal, str] | None:
    """Where an amount with a unit begins that ends a text, how much it is, and of what unit."""
    folded = fold_in_place(before)
    for pattern in (_ONE, _SATU):
        match = pattern.search(folded)
        if match and find_ordering_unit(match["unit"]) is not None:
            return match.start(), Decimal(1), match["unit"]
    numbers: list[Number] = numbers_in(before)
    if not numbers:
        return None
    last = numbers[-1]
    match = _COUNTED.match(folded[last.end :])
    if match is None or find_ordering_unit(match["unit"]) is None or last.value % 1:
        return None
    return last.start, last.value, match["unit"]


def _part_zeros(sound: Sound) -> Sound:
    for match in reversed(list(_ZERO.finditer(fold_in_place(sound.text)))):
        behind = numbers_in(sound.text[match.end() :])
        before = sound.text[: match.start()]
        is_name = _WORD_BEFORE.search(before) and not numbers_in(before.split()[-1])
        if behind and behind[0].start == 0 and is_name and behind[0].value:
            sound = sound.put(match.end("zero"), match.end("zero"), ",")
    return sound
