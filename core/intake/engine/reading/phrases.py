"""Finding phrases of the lexicon in a line: by words in Latin scripts, by signs in Chinese.

A phrase may hold ``*``, which stands for up to four words (up to eight signs in Chinese), ``^`` before its
first word (only at the start), ``$`` after its last (only at the end).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from core.intake.engine.lexicon import read_section
from core.intake.engine.reading.tokens import Atom, Kind, atomise, has_han

_GAP = 4


class Phrase(NamedTuple):
    key: str
    words: tuple[str, ...]
    at_start: bool
    at_end: bool


class _HanPhrase(NamedTuple):
    """``literal`` is its longest part without a gap, looked for first because that is quick."""

    literal: str
    pattern: re.Pattern[str]
    key: str


class Found(NamedTuple):
    """Where a phrase stands: places ``start``..``end`` in the text."""

    key: str
    start: int
    end: int


class PhraseBook:
    """All phrases of one section, indexed by their first word."""

    def __init__(self, section: Mapping[str, Sequence[str]]) -> None:
        self._by_word: dict[str, list[Phrase]] = {}
        self._han: list[_HanPhrase] = []
        self._whole: set[tuple[str, ...]] = set()
        for key, phrases in section.items():
            for phrase in phrases:
                self._add(key, phrase)
        for found in self._by_word.values():
            found.sort(key=lambda phrase: -len(phrase.words))
        self._han.sort(key=lambda phrase: -len(phrase.pattern.pattern))

    def _add(self, key: str, phrase: str) -> None:
        at_start, at_end = phrase.startswith("^"), phrase.endswith("$")
        text = phrase.removeprefix("^").removesuffix("$").strip()
        if has_han(text):
            pattern = ".{0,8}?".join(re.escape(part.strip()) for part in text.split("*"))
            pattern = ("^" if at_start else "") + pattern + ("[.!?~ ]*$" if at_end else "")
            first = max((part.strip() for part in text.split("*")), key=len)
            self._han.append(_HanPhrase(first, re.compile(pattern), key))
            return
        words = tuple(atom.folded for atom in atomise(text))
        if words:
            self._whole.add(words)
            self._by_word.setdefault(words[0], []).append(Phrase(key, words, at_start, at_end))

    def holds(self, atoms: Sequence[Atom]) -> bool:
        """Whether these atoms are, word for word, one of the phrases."""
        return tuple(atom.folded for atom in atoms) in self._whole

    def match_at(self, atoms: Sequence[Atom], place: int) -> tuple[str, int] | None:
        """Key and place after the longest phrase of words that begins at atom ``place``."""
        for phrase in self._by_word.get(atoms[place].folded, ()):
            if phrase.at_start and place > 0:
                continue
            end = _match(atoms, place, phrase.words)
            if end is None or (phrase.at_end and not _only_signs(atoms, end)):
                continue
            return phrase.key, end
        return None

    def find(self, text: str, atoms: Sequence[Atom]) -> Found | None:
        """The first phrase in a text, Chinese ones first."""
        if self._han and has_han(text):
            for phrase in self._han:
                match = phrase.pattern.search(text) if phrase.literal in text else None
                if match is not None:
                    return Found(phrase.key, match.start(), match.end())
        for place in range(len(atoms)):
            found = self.match_at(atoms, place)
            if found is not None:
                return Found(found[0], atoms[place].start, atoms[found[1] - 1].end)
        return None

    def find_all(self, text: str, atoms: Sequence[Atom]) -> list[Found]:
        """Every phrase in a text that does not overlap one found before it."""
        found: list[Found] = []
        if self._han and has_han(text):
            taken = [False] * len(text)
            for phrase in self._han:
                for match in phrase.pattern.finditer(text) if phrase.literal in text else ():
                    if match.end() > match.start() and not any(taken[match.start() : match.end()]):
                        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                        found.append(Found(phrase.key, match.start(), match.end()))
        place = 0
        while place < len(atoms):
            matched = self.match_at(atoms, place)
            if matched is None:
                place += 1
                continue
            found.append(Found(matched[0], atoms[place].start, atoms[matched[1] - 1].end))
            place = matched[1]
        return sorted(found, key=lambda one: one.start)


def _match(atoms: Sequence[Atom], place: int, words: tuple[str, ...]) -> int | None:
    index = 0
    while index < len(words):
        if words[index] == "*":
            if index + 1 == len(words):
                return min(place + _GAP, len(atoms))
            limit = min(place + _GAP + 1, len(atoms))
            following = next((p for p in range(place, limit) if atoms[p].folded == words[index + 1]), None)
            if following is None:
                return None
            place, index = following + 1, index + 2
            continue
        if place >= len(atoms) or atoms[place].folded != words[index]:
            return None
        place += 1
        index += 1
    return place


def _only_signs(atoms: Sequence[Atom], place: int) -> bool:
    return all(atom.kind is Kind.SIGN or atom.folded in _PARTICLES for atom in atoms[place : place + 4])


# May follow a phrase that has to end its piece.
_PARTICLES = frozenset(
    {
        "please",
        "pls",
        "plz",
        "thanks",
        "thx",
        "tq",
        "ty",
        "boss",
        "bos",
        "bro",
        "sir",
        "ya",
        "la",
        "lah",
        "abi",
    }
    | {"lutfen", "now", "dear", "ok", "je", "saja", "hocam", "usta"}
)


def is_name_at(atoms: Sequence[Atom], place: int) -> bool:
    """Whether a name begins here that only sounds like a command or a courtesy ("price tags")."""
    return place < len(atoms) and phrase_book("names like speech").match_at(atoms, place) is not None


@cache
def phrase_book(section: str) -> PhraseBook:
    """The phrases of one section of the lexicon, all languages."""
    return PhraseBook(read_section(section))
