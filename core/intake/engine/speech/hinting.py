"""What an engine is told to listen for: the dealer's own goods first, then the catalogue's commonest words.

Whisper reads about 200 tokens of hints and invents words from long lists, so that few and telling ones win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.intake.engine.lexicon import fold

MOST_WORDS = 48
MOST_SIGNS = 360
_WORD = re.compile(r"[^\W\d_][\w'&+-]*")


def choose_hints(own_names: Iterable[str], own_words: Iterable[str], brands: Iterable[str]) -> list[str]:
    """Words to listen for, most telling first.

    own_names: of what the dealer buys, most often first. own_words: the dealer's wording, as learned.
    brands: of the catalogue, commonest first.
    """
    chosen: dict[str, str] = {}
    length = 0
    for name in (*own_words, *own_names, *brands):
        for word in _WORD.findall(name):
            key = fold(word)
            if (len(word) < 3 and word.isascii()) or key in chosen:
                continue
            if len(chosen) == MOST_WORDS or length + len(word) > MOST_SIGNS:
                return list(chosen.values())
            chosen[key] = word
            length += len(word) + 1
    return list(chosen.values())
