"""Finds people and dealers by what somebody typed of their name. Pure.

name-exact   the whole code or the whole name, whatever its case, is that one and no other.
name-begun   words that begin words of one name, and of one name only, are that one.
name-like    anything else is only likely: the most alike come first, and somebody has to choose. What is
             far less alike than the best is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

_ALIKE, _APART = 60, 12
_EXACT, _BEGUN = 200, 150


@dataclass(frozen=True, slots=True)
class Hit:
    """Place of an entry among those searched. score: the higher the more alike; is_sure: no need to ask."""

    at: int
    score: int
    is_sure: bool


def find_by_name(text: str, entries: Sequence[tuple[str, str]], limit: int = 5) -> list[Hit]:
    """The entries (code, name) that a typed text may mean, the likeliest first."""
    typed = default_process(text)
    if not typed:
        return []
    scores = [(_score(typed, default_process(code), default_process(name))) for code, name in entries]
    best = sorted(range(len(entries)), key=lambda at: (-scores[at], entries[at][1]))[:limit]
    top = max(scores, default=0)
    is_clear = top >= _BEGUN and scores.count(top) == 1
    return [
        Hit(at, scores[at], is_clear and scores[at] == top)
        for at in best
        if scores[at] >= max(_ALIKE, top - _APART)
    ]


def _score(typed: str, code: str, name: str) -> int:
    if typed in (code, name):
        return _EXACT
    words = name.split() + code.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return _BEGUN
    return round(max(fuzz.WRatio(typed, name), fuzz.ratio(typed, code)))
