"""Codes that are spelled: "S K U four five one two", "six two one zero dash two R S".

S1  Letters, digits, small numbers, signs ("dash") and repeats ("double two") in a row may be a code.
S2  They are joined where the catalogue has that code, the longest first: "five S K U four five one two" is
    five of SKU4512, and no number of an order is taken for a part of a code that there is not.
S3  What is heard for a letter ("are", "you", "for") counts as one only in a code that the catalogue has.
S4  Four letters and digits or more in a row, of both sorts and one by one, are a code also where the
    catalogue has none: it is said that it was not found, rather than read as amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.intake.engine.reading.numbers import read_number_words
from core.intake.engine.reading.tokens import Atom, Kind, atomise
from core.intake.engine.speech.sound import Sound
from core.intake.engine.speech.vocabulary import spoken_keys

IsCode = Callable[[str], bool]
_SHORTEST = 3
_LONGEST = 24
_MOST_PARTS = 26
_HAN_DIGITS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))


@dataclass(frozen=True, slots=True)
class _Part:
    """What a piece of the text gives to a code. is_plain: a letter or digit by itself, surely spelled."""

    text: str
    start: int
    end: int
    is_plain: bool
    is_sign: bool = False


def join_codes(sound: Sound, language: str, is_code: IsCode) -> Sound:
    """The text with its spelled codes as they are written."""
    runs = _runs(sound.text, language)
    for run in reversed(runs):  # from the end, so that places before stay what they are
        sound = _join(sound, run, is_code)
    return sound


def _join(sound: Sound, run: Sequence[_Part], is_code: IsCode) -> Sound:
    end = len(run)
    while end > 1:
        found = next(
            (
                start
                for start in range(max(0, end - _MOST_PARTS), end - 1)
                if _is_known(run[start:end], is_code)
            ),
            None,
        )
        if found is None:
            end -= 1
            continue
        sound = _written(sound, run[found:end])
        end = found
        run = run[:found]
    if _is_spelled(run):
        sound = _written(sound, run)
    return sound


def _written(sound: Sound, parts: Sequence[_Part]) -> Sound:
    start, end = parts[0].start, parts[-1].end
    text = _text(parts)
    if start and sound.text[start - 1].isalnum():
        text = f" {text}"
    if end < len(sound.text) and sound.text[end].isalnum():
        text += " "
    return sound.put(start, end, text)


def _text(parts: Sequence[_Part]) -> str:
    return "".join(part.text for part in parts).upper()


def _is_known(parts: Sequence[_Part], is_code: IsCode) -> bool:
    if parts[0].is_sign or parts[-1].is_sign:
        return False
    text = _text(parts)
    return _SHORTEST <= len(text) <= _LONGEST and is_code(text)


def _is_spelled(parts: Sequence[_Part]) -> bool:
    """S4, for the whole of a run."""
    plain = [part for part in parts if part.is_plain]
    letters = sum(part.text.isalpha() for part in plain)
    digits = len(plain) - letters
    return (
        len(plain) >= 4
        and letters >= 2
        and digits >= 1
        and all(part.is_plain or part.is_sign for part in parts)
        and not (parts[0].is_sign or parts[-1].is_sign)
        and parts[0].text.isalpha()
    )


def _runs(text: str, language: str) -> list[list[_Part]]:
    atoms = [part for atom in atomise(text) for part in _split_han(atom, language)]
    words = [atom.folded for atom in atoms]
    runs: list[list[_Part]] = [[]]
    at = 0
    while at < len(atoms):
        parts, at = _parts(atoms, words, at, language)
        if parts:
            runs[-1] += parts
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _parts(atoms: Sequence[Atom], words: Sequence[str], at: int, language: str) -> tuple[list[_Part], int]:
    """What stands at a place, as parts of a code (none: nothing of a code), and the place after it."""
    atom = atoms[at]
    repeats = spoken_keys("repeats", language).get(atom.folded)
    if repeats is not None and at + 1 < len(atoms):
        said, past = _parts(atoms, words, at + 1, language)
        if said and len(said[0].text) == 1:
            first = said[0]
            whole = _Part(first.text * int(repeats), atom.start, first.end, is_plain=first.is_plain)
            return [whole, *said[1:]], past
    if atom.kind is Kind.SIGN:
        is_sign = atom.text in "-/."
        return [
            _Part(atom.text, atom.start, atom.end, is_plain=False, is_sign=True)
        ] if is_sign else [], at + 1
    if atom.kind is Kind.NUMBER:
        return [_Part(atom.text, atom.start, atom.end, is_plain=len(atom.text) == 1)], at + 1
    if atom.kind is Kind.HAN:
        return _han_parts(atom, language), at + 1
    return _word_parts(atoms, words, at, language)


def _word_parts(
    atoms: Sequence[Atom], words: Sequence[str], at: int, language: str
) -> tuple[list[_Part], int]:
    atom = atoms[at]
    sign = spoken_keys("signs", language).get(atom.folded)
    if sign is not None:
        return [_Part(sign, atom.start, atom.end, is_plain=False, is_sign=True)], at + 1
    found = read_number_words(words, at)
    if found is not None:
        # One word at a time: "four five" are two digits, "forty five" is 45.
        value, past = found
        text = f"{value.normalize():f}"
        return [_Part(text, atom.start, atoms[past - 1].end, is_plain=len(text) == 1)], past
    if len(atom.text) == 1 and atom.text.isascii():
        # "a" and "I" begin nothing by themselves: they may be words.
        is_plain = atom.folded not in ("a", "i") or atom.text == "A"
        return [_Part(atom.folded, atom.start, atom.end, is_plain=is_plain)], at + 1
    letter = spoken_keys("letters", language).get(atom.folded)
    if letter is not None:
        return [_Part(letter, atom.start, atom.end, is_plain=False)], at + 1
    if atom.text.isupper() and len(atom.text) <= 6:
        return [_Part(atom.folded, atom.start, atom.end, is_plain=False)], at + 1
    return [], at + 1


def _split_han(atom: Atom, language: str) -> list[Atom]:
    """Characters parted into digits said one by one, and all others."""
    if atom.kind is not Kind.HAN:
        return [atom]
    is_digit = [bool(_han_digit(sign, language)) for sign in atom.text]
    cuts = [at for at in range(1, len(is_digit)) if is_digit[at] != is_digit[at - 1]]
    return [
        Atom(Kind.HAN, atom.text[start:end], atom.text[start:end], atom.start + start, atom.start + end, True)
        for start, end in pairwise([0, *cuts, len(atom.text)])
    ]


def _han_digit(sign: str, language: str) -> str | None:
    """A digit, or a sign of a code."""
    keys = (spoken_keys(section, language).get(sign) for section in ("letters", "signs"))
    return _HAN_DIGITS.get(sign) or next((key for key in keys if key), None)


def _han_parts(run: Atom, language: str) -> list[_Part]:
    digits = [_han_digit(sign, language) for sign in run.text]
    return [
        _Part(digit, at, at + 1, is_plain=digit.isdecimal(), is_sign=not digit.isdecimal())
        for at, digit in enumerate(digits, start=run.start)
        if digit is not None
    ]
