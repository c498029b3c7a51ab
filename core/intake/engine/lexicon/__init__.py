"""Words of the four languages as data: one ``<language>.txt`` each, read once.

A file has sections in brackets; under them ``key: word, word, several words``. A line that starts with
``#`` is a comment. Words are compared folded (see :func:`fold`), so the files need neither upper case
nor both spellings of an accent ("şişe" also answers to "sise").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

LANGUAGES = ("en", "zh", "tr", "ms")

_TURKISH_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The form in which words are compared: NFKC, lower case, no accents, dotless i as i.

    Accents fall because people leave them out on a phone keyboard. Signs outside Latin letters keep
    theirs. The result may be shorter or longer than ``text``.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).translate(_TURKISH_I).lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    kept = "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", kept)


@cache
def read_language(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Sections of one language's file: section -> key -> folded words, in the order of the file."""
    text = (resources.files(__name__) / f"{language}.txt").read_text(encoding="utf-8")
    sections: dict[str, dict[str, tuple[str, ...]]] = {}
    section: dict[str, tuple[str, ...]] = {}
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = sections.setdefault(line[1:-1], {})
            continue
        key, _, words = line.partition(":")
        found = tuple(fold(word.strip()) for word in words.split(",") if word.strip())
        section[key.strip()] = section.get(key.strip(), ()) + found
    return MappingProxyType(sections)


@cache
def read_section(section: str) -> Mapping[str, tuple[str, ...]]:
    """One section over all languages: key -> folded words, no word twice."""
    merged: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for key, words in read_language(language).get(section, {}).items():
            merged.setdefault(key, {}).update(dict.fromkeys(words))
    return MappingProxyType({key: tuple(words) for key, words in merged.items()})


@cache
def words_to_keys(section: str) -> Mapping[str, str]:
    """One section over all languages turned round: folded word -> key. Raises ValueError for a word
    under two keys."""
    turned: dict[str, str] = {}
    for key, words in read_section(section).items():
        for word in words:
            if turned.setdefault(word, key) != key:
                raise ValueError(f"[{section}] {word!r} stands under {turned[word]!r} and {key!r}")
    return MappingProxyType(turned)
