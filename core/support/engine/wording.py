"""What a question says, in terms: what it is about and what way it asks, whatever words say so. Pure.

The groups of words that mean the same in the four languages stand in ``wording.txt``. A word of no group
stands for itself, one without meaning of its own for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import fuzz, process

from core.intake.engine.folding import alias_key, stem

GROUP, HEADING, WAY = "#", "@", "#?"  # what terms begin with: a group, a heading, a way of asking
_LIGHT, _ALONE = "light", "-"
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_LONGEST_HAN = 6
_LEAST_PREFIX = 3
_TYPED, _LEAST_TYPED = 85.0, 6  # how alike a misspelt word is, and how long it is at least


@dataclass(frozen=True, slots=True)
class Lexicon:
    """exact: phrase -> groups; begins: phrase whose last word only begins so -> groups; heading: of a group.

    longest: how many words a phrase has at most.
    """

    exact: dict[tuple[str, ...], frozenset[str]]
    begins: dict[tuple[str, ...], frozenset[str]]
    heading: dict[str, str]
    longest: int
    words: tuple[str, ...]  # long enough to be looked for under a misspelling


@cache
def lexicon() -> Lexicon:
    """The groups of ``wording.txt``, read once."""
    exact: dict[tuple[str, ...], set[str]] = {}
    begins: dict[tuple[str, ...], set[str]] = {}
    heading: dict[str, str] = {}
    over = _ALONE
    text = resources.files(__package__).joinpath("wording.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, colon, members = line.partition(":")
        if line.startswith("["):
            over = line.strip("[]")
        if not colon or line.startswith(("#", "[")):
            continue
        if over != _ALONE:
            heading[name] = over
        for member in members.split(","):
            words = tuple(alias_key(member.replace("*", "")).split())
            if words:
                (begins if member.strip().endswith("*") else exact).setdefault(words, set()).add(name)
    single = {words[0] for words in (*exact, *begins) if len(words) == 1}
    return Lexicon(
        {words: frozenset(names) for words, names in exact.items()},
        {words: frozenset(names) for words, names in begins.items()},
        heading,
        max(len(words) for words in (*exact, *begins)),
        tuple(sorted(word for word in single if len(word) >= _LEAST_TYPED and word.isascii())),
    )


@lru_cache(maxsize=4096)
def terms_of(text: str) -> tuple[str, ...]:
    """Each once, in the order of the text: groups and their headings, and words of no group."""
    found: dict[str, None] = {}
    for words in _runs(alias_key(text)):
        at = 0
        while at < len(words):
            names, size = _longest_at(words, at)
            if names is None:
                names = _misspelt(words[at])
            if names is None:
                found[stem(words[at])] = None
            else:
                found.update(dict.fromkeys(_group_terms(names)))
            at += size
    return tuple(found)


def heading_of(term: str) -> str:
    """The heading of a group's term; empty where it has none."""
    return lexicon().heading.get(term.removeprefix(GROUP), "")


def _group_terms(names: frozenset[str]) -> Iterator[str]:
    heading = lexicon().heading
    for name in sorted(names):
        if name != _LIGHT:
            yield GROUP + name
            if name in heading:
                yield HEADING + heading[name]


def _runs(folded: str) -> Iterator[Sequence[str]]:
    """Words, or the characters of Chinese cut into the longest words that are known."""
    words: list[str] = []
    for part in folded.split():
        if _HAN_RUN.fullmatch(part):
            if words:
                yield words
                words = []
            yield list(_cut(part))
        else:
            words.append(part)
    if words:
        yield words


def _cut(run: str) -> Iterator[str]:
    known = lexicon().exact
    at = 0
    while at < len(run):
        size = next((n for n in range(_LONGEST_HAN, 1, -1) if (run[at : at + n],) in known), 1)
        yield run[at : at + size]
        at += size


def _longest_at(words: Sequence[str], at: int) -> tuple[frozenset[str] | None, int]:
    """The groups of the longest phrase that begins here, and of how many words it is."""
    book = lexicon()
    for size in range(min(book.longest, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + size])
        if (names := book.exact.get(phrase)) is not None:
            return names, size
        if (names := _beginning(phrase)) is not None:
            return names, size
    return None, 1


def _beginning(phrase: tuple[str, ...]) -> frozenset[str] | None:
    """The groups of the longest beginning that the last word has."""
    begins, (*before, last) = lexicon().begins, phrase
    for size in range(len(last), _LEAST_PREFIX - 2, -1):
        if (names := begins.get((*before, last[:size]))) is not None:
            return names
    return None


@lru_cache(maxsize=8192)
def _misspelt(word: str) -> frozenset[str] | None:
    """The groups of the one known word that this was meant to be."""
    if len(word) < _LEAST_TYPED or not word.isascii() or not word.isalpha():
        return None
    near = process.extractOne(word, lexicon().words, scorer=fuzz.ratio, score_cutoff=_TYPED)
    if near is None or near[0][0] != word[0]:
        return None
    key = (near[0],)
    book = lexicon()
    return book.exact.get(key) or book.begins.get(key)
