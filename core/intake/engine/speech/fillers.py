"""Sounds and words between the words: "uhm", "err", "şey", "那个".

F1  What never means anything goes wherever it stands, with the comma behind it.
F2  What means something elsewhere ("well", "那个小的") goes only between pauses: at the beginning or behind a
    comma, and before a comma.
F3  The pause around what went stays where an amount begins behind it; else it was a pause for thought:
    "ten cases of, err, coke".
"""

from __future__ import annotations

import re
from functools import cache

from core.intake.engine.lexicon import fold
from core.intake.engine.speech.sound import Sound, numbers_in
from core.intake.engine.speech.vocabulary import spoken

PAUSE = r"[,.…;!?—，。、；！？]"
_GAP = rf"(?:\s|{PAUSE})*"


def drop_fillers(sound: Sound, language: str) -> Sound:
    """The text without its fillers."""
    while True:
        found = next((one for pattern in _patterns(language) if (one := _find(pattern, sound.text))), None)
        if found is None:
            return _tidied(sound)
        sound = _without(sound, *found)


def _without(sound: Sound, start: int, end: int) -> Sound:
    before = sound.text[:start].rstrip(" ,.…;，、；")
    if len(before) == start or sound.text[len(before) : start].isspace():
        return sound.put(start, end, " " if before and not _is_han(before[-1]) else "")
    numbers = numbers_in(sound.text[end:])
    stays = bool(numbers) and numbers[0].start == 0
    gap = ", " if stays else "" if _is_han(before[-1]) else " "
    return sound.put(len(before), end, gap if before else "")


def _find(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    folded = fold_in_place(text)
    match = pattern.search(folded)
    return match.span("filler") if match else None


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    words = spoken("fillers", language)
    edge, end = r"(?<!\w)", r"(?!\w)"
    latin, han = _split(words["always"])
    never = [rf"{edge}(?:{latin}){end}"] if latin else []
    never += [rf"(?:{han})"] if han else []
    latin, han = _split(words["at a pause"])
    paused = "|".join(
        part for part in (rf"(?:{latin}){end}" if latin else "", f"(?:{han})" if han else "") if part
    )
    return (
        re.compile(rf"\s*(?P<filler>(?:{'|'.join(never)})\s*{PAUSE}*\s*)"),
        re.compile(rf"(?:^|{PAUSE})\s*(?P<filler>(?:{paused})\s*{PAUSE}+\s*)"),
    )


def _split(words: tuple[str, ...]) -> tuple[str, str]:
    """Alternatives in letters, and in characters that stand without spaces."""
    latin = "|".join(re.escape(word) for word in words if not _is_han(word))
    return latin, "|".join(re.escape(word) for word in words if _is_han(word))


def _is_han(word: str) -> bool:
    return word[:1] >= "\u3400"


_EDGES = re.compile(rf"^{_GAP}")
_DOUBLE = re.compile(rf"\s*(?P<first>{PAUSE})(?:\s*[,，;；])+")


def _tidied(sound: Sound) -> Sound:
    match = _EDGES.match(sound.text)
    if match and match.end():
        sound = sound.put(0, match.end(), "")
    while (match := _DOUBLE.search(sound.text)) is not None:
        sound = sound.put(match.start(), match.end(), match["first"])
    return sound


def fold_in_place(text: str) -> str:
    """Folded sign by sign, so that places stay what they are."""
    return "".join(folded if len(folded := fold(sign)) == 1 else sign for sign in text)
