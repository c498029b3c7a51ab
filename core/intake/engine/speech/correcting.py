"""The speaker takes a number back: "two... no, three cases", "两箱，不对，三箱".

C1  Right behind a number (its unit may stand between) a correction and another number: the second counts,
    with the unit of the first where it has none.
C2  Behind goods ("two cases of coke, no, three") and at the end of what is said: the second takes the place
    of the first, where that is the only number said of these goods.
C3  Where the same goods are named again ("two cases of coke, no, three cases of coke"), the second amount
    counts.
C4  A correction that may be something else ("no" without a pause), or of which it is not clear what it takes
    back: nobody guesses. The numbers are as they were said, and not to be believed.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from core.intake.engine.reading.tokens import Kind, atomise
from core.intake.engine.speech.amounts import measure_behind
from core.intake.engine.speech.fillers import PAUSE, fold_in_place
from core.intake.engine.speech.sound import Number, Sound, numbers_in
from core.intake.engine.speech.vocabulary import spoken
from core.intake.engine.units import find_ordering_unit

_APART = re.compile(rf"{PAUSE}|\s(?:and|plus|then|ve|dan|serta)\s|和|还有|再")
_ENDS = re.compile(rf"^\s*(?:{PAUSE}|$|(?:and|plus|then|ve|dan|serta)\b|和|还有|再)")


def carry_out_corrections(sound: Sound, language: str) -> Sound:
    """The text with what the speaker took back replaced."""
    behind = 0  # corrections before this place are dealt with
    while True:
        numbers = _amounts_in(sound.text)
        for first, second in pairwise(numbers):
            match = _pattern(language).search(fold_in_place(sound.text[first.end : second.start]))
            if match is None or second.start < behind:
                continue
            sound, behind = _correct(sound, numbers, first, second, match)
            break
        else:
            return sound


def _correct(
    sound: Sound, numbers: list[Number], first: Number, second: Number, match: re.Match[str]
) -> tuple[Sound, int]:
    between = sound.text[first.end : first.end + match.start()].strip()
    unit = _unit(between)
    begun = _begins(sound.text, numbers, first)
    doubted = sound.doubted(begun, second.end), second.end
    if match["weak"] is not None and not match["pause"] and not match["after"]:
        return doubted
    is_alone = begun == first.start
    if not between or unit:
        if not is_alone:
            return doubted
        own_unit = _unit_behind(sound.text, second.end)
        if unit and own_unit is None:
            sound = sound.put(second.end, second.end, f" {between}")
        return sound.put(first.start, second.start, ""), first.start
    own_unit = _unit_behind(sound.text, second.end)
    end = second.end if own_unit is None else own_unit[1]
    goods = _goods(sound.text, first.end, first.end + match.start())
    if is_alone and goods and _goods(sound.text, second.end, len(sound.text)).startswith(goods):
        return sound.put(first.start, second.start, ""), first.start
    if is_alone and _ENDS.match(sound.text[end:]) and _APART.search(between) is None:
        return _moved(sound, first, second, (first.end + match.start(), end)), first.start
    said = (first.end + match.start(), second.start)
    return doubted[0].put(*said, ", "), first.end + match.start() + 2


def _amounts_in(text: str) -> list[Number]:
    """The numbers of a text without the sizes of goods that have an amount: "ten cases of oil one litre"."""
    found: list[Number] = []
    for number in numbers_in(text):
        is_apart = not found or _APART.search(text[found[-1].end : number.start]) is not None
        if is_apart or not measure_behind(text, number.end):
            found.append(number)
    return found


def _begins(text: str, numbers: list[Number], number: Number) -> int:
    """Where the first number is said that belongs to the same goods."""
    begun = number
    for other in reversed(numbers[: numbers.index(number)]):
        if _APART.search(text[other.end : begun.start]) is not None:
            break
        begun = other
    return begun.start


def _goods(text: str, start: int, end: int) -> str:
    """The words of goods behind an amount, without its unit."""
    unit = _unit_behind(text, start)
    words = re.findall(r"\w+", fold_in_place(text[unit[1] if unit else start : end]))
    return " ".join(words[1:] if words[:1] == ["of"] else words)


def _moved(sound: Sound, first: Number, second: Number, said: tuple[int, int]) -> Sound:
    """The second number in the place of the first; what was said for it goes."""
    own_unit = _unit_behind(sound.text, second.end)
    words = sound.text[second.start : own_unit[1] if own_unit else second.end]
    chances = sound.chances[second.start : second.start + len(words)]
    sound = sound.put(*said, "")
    first_unit = _unit_behind(sound.text, first.end)
    end = first_unit[1] if own_unit and first_unit else first.end
    return Sound(
        sound.text[: first.start] + words + sound.text[end:],
        (*sound.chances[: first.start], *chances, *sound.chances[end:]),
    )


def _unit(text: str) -> bool:
    return bool(text) and find_ordering_unit(text.strip(" ,.…")) is not None


def _unit_behind(text: str, place: int) -> tuple[int, int] | None:
    """Where the unit right behind a place stands."""
    rest = text[place:]
    atom = next(iter(atomise(rest)), None)
    if atom is None:
        return None
    lengths = range(min(2, len(atom.text)), 0, -1) if atom.kind is Kind.HAN else (len(atom.text),)
    for length in lengths:
        if find_ordering_unit(atom.text[:length]) is not None:
            return place + atom.start, place + atom.start + length
    return None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A correction at the end of what stands between two numbers."""
    words = spoken("corrections", language)
    strong, weak = ("|".join(_word(word) for word in words[key]) for key in ("strong", "weak"))
    return re.compile(
        rf"(?P<pause>(?:\s*{PAUSE})*)\s*(?:(?P<strong>{strong})|(?P<weak>{weak}))"
        rf"(?:\s*{PAUSE}*\s*(?:{strong}|{weak}))*(?P<after>(?:\s*{PAUSE})*)\s*$"
    )


def _word(word: str) -> str:
    word = re.escape(word).replace(r"\ ", rf"(?:\s|{PAUSE})+")
    return rf"(?<!\w){word}(?!\w)" if word[:1] < "\u3400" else word
