"""The words of speech, by language: from the sections "spoken ..." of the lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from core.intake.engine.lexicon import LANGUAGES, read_language

_ALWAYS_BESIDE = "en"  # mixed in everywhere: "dua carton, sorry, tiga"


def language_of(code: str) -> str:
    """The lexicon's language of a person's: "zh_CN" is "zh"; English where there is no such."""
    short = code.replace("-", "_").partition("_")[0].lower()
    return short if short in LANGUAGES else _ALWAYS_BESIDE


@cache
def spoken(section: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """A section's words of the language and of English: key -> folded words, longest first."""
    merged: dict[str, set[str]] = {}
    for one in dict.fromkeys((language, _ALWAYS_BESIDE)):
        for key, words in read_language(one).get(f"spoken {section}", {}).items():
            merged.setdefault(key, set()).update(words)
    return {key: tuple(sorted(words, key=lambda word: (-len(word), word))) for key, words in merged.items()}


@cache
def spoken_keys(section: str, language: str) -> Mapping[str, str]:
    """The same turned round: folded word -> key."""
    return {word: key for key, words in spoken(section, language).items() for word in words}
