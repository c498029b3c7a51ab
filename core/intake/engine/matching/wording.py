"""Words that mean the same in the trade: short forms and four languages, found as phrases in a text.

The groups stand in ``data/wording.txt``. A word that stands in several groups carries all of them: the
product decides which was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from core.intake.engine.hanzi import FIRST_HAN, LAST_HAN
from core.intake.engine.matching.normalise import normalise

NO_CONCEPT = -1
_LIGHT_SECTION = "[of little weight]"

Phrases = dict[str, dict[tuple[str, ...], tuple[int, ...]]]


@cache
def _lines() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups, and the lists of words of little weight."""
    text = resources.files("core.intake.engine").joinpath("data/wording.txt").read_text(encoding="utf8")
    groups, _, light = text.partition(_LIGHT_SECTION)

    def real(part: str) -> tuple[str, ...]:
        return tuple(line for line in part.splitlines() if line.strip() and line[0] not in "#[")

    return real(groups), real(light)


@cache
def light_words() -> frozenset[str]:
    """Tokens that help grammar or name a measure ("of", "diameter"); a product is not known by them."""
    words = (word for line in _lines()[1] for word in line.partition(":")[2].split(","))
    return frozenset(text for word in words for text in normalise(word).texts)


@cache
def _phrases() -> Phrases:
    found: dict[tuple[str, ...], list[int]] = {}
    for group, line in enumerate(_lines()[0]):
        for words in line.partition(":")[2].split(","):
            phrase = tuple(normalise(words).texts)
            if phrase and group not in found.setdefault(phrase, []):
                found[phrase].append(group)
    by_first: Phrases = {}
    for phrase, groups in found.items():
        by_first.setdefault(phrase[0], {})[phrase] = tuple(groups)
    return by_first


def concepts_of(words: Sequence[str]) -> list[tuple[int, ...]]:
    """For each word the groups it stands for, those of the longest phrase first.

    ``words`` are tokens in normal form. In "ball bearing" the second word stands for ball bearings and for
    bearings. A single Chinese character stands for something only where no longer phrase covers it.
    """
    by_first = _phrases()
    found: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in words]
    for i, word in enumerate(words):
        for phrase, groups in by_first.get(word, {}).items():
            length = len(phrase)
            if tuple(words[i : i + length]) == phrase:
                for place in range(i, i + length):
                    found[place].append((length, groups))
    return [_in_order(words[i], options) if options else () for i, options in enumerate(found)]


def _in_order(word: str, options: list[tuple[int, tuple[int, ...]]]) -> tuple[int, ...]:
    if len(options) > 1:
        options.sort(key=lambda option: -option[0])
        if is_han(word):
            options = [option for option in options if option[0] > 1] or options
    return tuple(dict.fromkeys(group for _, groups in options for group in groups))


def same_meaning(word: str) -> tuple[str, ...]:
    """All words and phrases of the groups that the word alone stands for."""
    groups = _phrases().get(word, {}).get((word,), ())
    return tuple(words.strip() for g in groups for words in _lines()[0][g].partition(":")[2].split(","))


def has_meaning(word: str) -> bool:
    """Is the word alone one of the trade's words or short forms?"""
    return (word,) in _phrases().get(word, {})


_VOWELS = frozenset("aeiou")


def skeleton(word: str) -> str:
    """The consonants of a word with its first letter, doubles once: "bearing" and "brng" -> "brng"."""
    kept = [word[0]] if word else []
    for sign in word[1:]:
        if sign not in _VOWELS and sign != kept[-1]:
            kept.append(sign)
    return "".join(kept)


def is_han(word: str) -> bool:
    """Is the token a Chinese character?"""
    return len(word) == 1 and FIRST_HAN <= word <= LAST_HAN
